"""The proposal methods, on the database, as JSON shows their answers."""

from datetime import timedelta
from typing import Any

import pytest

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Services
from tests.api.test_leads import BILLING, DYNAMIC, PLAN
from tests.api_client import ApiClient
from tests.order_world import stock

PROPOSAL = {
    "Name": "Oak for Grace",
    "ExpirationDate": "2026-03-12",
    "Currency": "eur",
    "Language": "EN",
    "ExternalReference": "offer-1",
    "Comment": "As talked about",
    "Items": [DYNAMIC, {"Code": "PLAN", "Quantity": 1}],
    "BillingDetails": {**BILLING, "CountryCode": "US"},
}
SHOWN = {
    "ProposalId": "<id>",
    "Name": "Oak for Grace",
    "Status": "DRAFT",
    "ExpirationDate": "2026-03-12",
    "Currency": "EUR",
    "Language": "en",
    "ExternalReference": "offer-1",
    "Comment": "As talked about",
    "Items": [DYNAMIC, PLAN],
    "BillingDetails": BILLING,
    "DeliveryDetails": None,
    "CreationDate": "2026-03-10 14:00:00",
    "UpdateDate": "2026-03-10 14:00:00",
}


@pytest.fixture
def client(services: Services, merchant: Merchant) -> ApiClient:
    stock(services)
    return ApiClient(services, "merchant-6.0", merchant)


def created(client: ApiClient, **changes: Any) -> str:
    proposal_id: str = client.call("createProposal", {**PROPOSAL, **changes})["ProposalId"]
    return proposal_id


def after(client: ApiClient, *actions: str) -> str:
    """The id of a proposal with which all this was done."""
    proposal_id = created(client)
    for action in actions:
        client.call("performAction", proposal_id, action)
    return proposal_id


def test_a_proposal_is_answered_as_it_was_told(client: ApiClient) -> None:
    answer = client.call("createProposal", PROPOSAL)

    assert {**answer, "ProposalId": "<id>"} == SHOWN
    assert client.call("getProposalById", answer["ProposalId"].upper()) == answer


def test_an_update_replaces_all_that_was_told(client: ApiClient, clock: SetClock) -> None:
    proposal_id = created(client)
    clock.advance(timedelta(minutes=1))

    answer = client.call(
        "updateProposal", {"ProposalId": proposal_id, "Name": "Less", "Items": [{"Code": "PLAN", "Quantity": 1}]}
    )

    assert answer == {
        **dict.fromkeys(SHOWN),
        "ProposalId": proposal_id,
        "Name": "Less",
        "Status": "DRAFT",
        "Items": [PLAN],
        "BillingDetails": dict.fromkeys(BILLING),
        "CreationDate": "2026-03-10 14:00:00",
        "UpdateDate": "2026-03-10 14:01:00",
    }
    assert client.call("getProposalById", proposal_id) == answer


@pytest.mark.parametrize(
    ("actions", "status"),
    [
        (["SEND"], "SENT"),
        (["send", "ACCEPT"], "ACCEPTED"),
        (["SEND", "DECLINE"], "DECLINED"),
        (["DISCARD"], "DISCARDED"),
        (["SEND", "CLOSE"], "CLOSED"),
        (["SEND", "DECLINE", "REOPEN"], "DRAFT"),
        (["SEND", "CLOSE", "REOPEN", "SEND"], "SENT"),
    ],
)
def test_actions_lead_from_one_status_to_another(client: ApiClient, actions: list[str], status: str) -> None:
    assert client.call("getProposalById", after(client, *actions))["Status"] == status


@pytest.mark.parametrize(
    ("before", "action", "status"),
    [
        ([], "ACCEPT", "DRAFT"),
        ([], "REOPEN", "DRAFT"),
        (["SEND"], "SEND", "SENT"),
        (["SEND"], "DISCARD", "SENT"),
        (["SEND", "ACCEPT"], "DECLINE", "ACCEPTED"),
        (["DISCARD"], "CLOSE", "DISCARDED"),
    ],
)
def test_an_action_that_does_not_fit_is_refused(client: ApiClient, before: list[str], action: str, status: str) -> None:
    assert client.refusal("performAction", after(client, *before), action) == (
        "PROPOSAL_ACTION_NOT_ALLOWED",
        f"{action} cannot be done with a proposal that is {status}.",
    )


@pytest.mark.parametrize(("days", "status"), [(2, "ACCEPTED"), (3, "SENT")])
def test_a_proposal_is_accepted_until_its_last_day(
    services: Services, merchant: Merchant, client: ApiClient, clock: SetClock, days: int, status: str
) -> None:
    proposal_id = after(client, "SEND")
    clock.advance(timedelta(days=days))
    again = ApiClient(services, "merchant-6.0", merchant)

    if status == "SENT":
        assert again.refusal("performAction", proposal_id, "ACCEPT") == (
            "PROPOSAL_ACTION_NOT_ALLOWED",
            "The proposal was good until 2026-03-12.",
        )
    else:
        again.call("performAction", proposal_id, "ACCEPT")

    assert again.call("getProposalById", proposal_id)["Status"] == status


def test_what_was_sent_is_not_changed(client: ApiClient) -> None:
    proposal_id = after(client, "SEND")

    assert client.refusal("updateProposal", {**PROPOSAL, "ProposalId": proposal_id}) == (
        "PROPOSAL_ACTION_NOT_ALLOWED",
        "A proposal that is SENT is not changed.",
    )


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"Name": " "}, ("PROPOSAL_NAME_INVALID", "Name is required.")),
        ({"Items": []}, ("PROPOSAL_ITEMS_INVALID", "Items are required.")),
        ({"Currency": "ZZZ"}, ("PROPOSAL_CURRENCY_INVALID", "There is no currency 'ZZZ'.")),
        (
            {"ExpirationDate": "soon"},
            ("INVALID_ARGUMENT", "ExpirationDate must be a date like 2026-03-10 or 2026-03-10 14:30:00."),
        ),
    ],
)
def test_a_proposal_that_cannot_be_is_refused(
    client: ApiClient, changes: dict[str, Any], refusal: tuple[str, str]
) -> None:
    assert client.refusal("createProposal", {**PROPOSAL, **changes}) == refusal


def test_a_proposal_that_is_not_there_is_told(client: ApiClient) -> None:
    told = ("PROPOSAL_NOT_FOUND", "There is no such proposal.")

    assert client.refusal("getProposalById", "nothing") == told
    assert client.refusal("performAction", "nothing", "SEND") == told
    assert client.refusal("updateProposal", {**PROPOSAL, "ProposalId": "nothing"}) == told


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["Oak for Grace", "Pine for Ada"]),
        ({"Name": "OAK"}, ["Oak for Grace"]),
        ({"Email": "ada@EXAMPLE.com"}, ["Pine for Ada"]),
        ({"ExternalReference": "offer-1"}, ["Oak for Grace"]),
        ({"Statuses": ["draft", "SENT"]}, ["Oak for Grace", "Pine for Ada"]),
        ({"Statuses": ["SENT"]}, ["Oak for Grace"]),
        ({"Page": 2, "Limit": 1}, ["Pine for Ada"]),
    ],
)
def test_proposals_are_found_by_what_was_told(
    client: ApiClient, clock: SetClock, wanted: dict[str, Any], found: list[str]
) -> None:
    after(client, "SEND")
    clock.advance(timedelta(seconds=1))
    created(client, Name="Pine for Ada", ExternalReference=None, BillingDetails={"Email": "ada@example.com"})

    page = client.call("searchProposals", wanted)

    assert [proposal["Name"] for proposal in page["Items"]] == found
