"""Resellers of the Channel Manager API 2.1: whole answers, every documented code and text."""

from typing import Any

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from tests.api_client import ApiClient
from tests.partner_world import PARTNER, PRICE_LIST, partners_of

ROBIN = {
    "FirstName": "Robin",
    "LastName": "Corner",
    "Company": "Corner Software",
    "Email": "robin@corner.example",
    "Phone": "+1 503 555 0100",
    "Fax": None,
    "Country": "us",
    "State": "Oregon",
    "City": "Portland",
    "Address": "7 Main Street",
    "PostaCode": "97201",
}


@pytest.fixture
def client(services: Services, merchant: Merchant) -> ApiClient:
    """A session of APITEST that works for PARTNER1."""
    with services.database.writing() as work:
        partners_of(Context(merchant, work, services), PARTNER)
    client = ApiClient(services, "channel-manager-2.1", merchant)
    client.call("setPartner", "PARTNER1")
    return client


def order(client: ApiClient) -> str:
    client.call("addProduct", 1001, 1, None, PRICE_LIST)
    return str(client.call("placeOrder")["RefNo"])


def test_a_reseller_is_kept_under_a_code_drawn_for_him(client: ApiClient) -> None:
    code, reference = client.call("createReseller", ROBIN), order(client)

    assert client.call("setOrderReseller", reference, code) is True
    assert client.call("getOrderReseller", reference) == {"ResellerCode": code, **ROBIN, "Country": "US"}
    assert len(code) == 10


def test_the_later_spelling_of_the_postal_code_is_understood(client: ApiClient) -> None:
    later = {**ROBIN, "PostalCode": "10001"}
    del later["PostaCode"]
    reference = order(client)

    client.call("setOrderReseller", reference, client.call("createReseller", later))

    assert client.call("getOrderReseller", reference)["PostaCode"] == "10001"


def test_an_order_keeps_its_reseller_as_he_was(client: ApiClient) -> None:
    code, reference = client.call("createReseller", ROBIN), order(client)
    client.call("setOrderReseller", reference, code)
    known = client.call("getOrderReseller", reference)

    assert client.call("updateReseller", {**known, "City": "Salem"}) is True

    assert client.call("getOrderReseller", reference) == known
    client.call("setOrderReseller", reference, code)
    assert client.call("getOrderReseller", reference) == {**known, "City": "Salem"}


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"FirstName": ""}, ("EMPTY_RESELLER_FIRST_NAME", "Reseller first name is mandatory.")),
        ({"LastName": None}, ("EMPTY_RESELLER_LAST_NAME", "Reseller last name is mandatory.")),
        ({"Company": " "}, ("EMPTY_RESELLER_COMPANY", "Reseller company is mandatory.")),
        ({"Email": ""}, ("INVALID_RESELLER_EMAIL", "Reseller email is mandatory.")),
        ({"Email": "robin"}, ("INVALID_RESELLER_EMAIL", "Invalid reseller email provided.")),
        ({"Country": "XX"}, ("INVALID_COUNTRY", "Invalid reseller country code.")),
        ({"Country": None}, ("INVALID_COUNTRY", "Invalid reseller country code.")),
    ],
)
def test_what_a_reseller_cannot_be_without(
    client: ApiClient, changed: dict[str, Any], refusal: tuple[str, str]
) -> None:
    code = client.call("createReseller", ROBIN)

    assert client.refusal("createReseller", {**ROBIN, **changed}) == refusal
    assert client.refusal("updateReseller", {**ROBIN, **changed, "ResellerCode": code}) == refusal


def test_no_reseller_at_all_is_told_as_a_missing_name(client: ApiClient) -> None:
    assert client.refusal("createReseller")[0] == "EMPTY_RESELLER_FIRST_NAME"


@pytest.mark.parametrize(
    ("code", "text"),
    [("", "Invalid partner reseller provided."), ("0000000000", "No partner reseller found for the specified code.")],
)
def test_a_code_must_be_that_of_a_reseller(client: ApiClient, code: str, text: str) -> None:
    reference = order(client)

    assert client.refusal("setOrderReseller", reference, code) == ("INVALID_PARTNER_RESELLER_CODE", text)
    assert client.refusal("updateReseller", {**ROBIN, "ResellerCode": code}) == ("INVALID_PARTNER_RESELLER_CODE", text)


@pytest.mark.parametrize("method", ["setOrderReseller", "getOrderReseller"])
@pytest.mark.parametrize(
    ("reference", "refusal"),
    [
        ("", ("EMPTY_ORDER_REFERENCE", "Order reference not provided.")),
        ("999999999", ("INVALID_REFERENCE", "Invalid order reference.")),
    ],
)
def test_an_order_must_be_the_partners(
    client: ApiClient, method: str, reference: str, refusal: tuple[str, str]
) -> None:
    code = client.call("createReseller", ROBIN)

    assert client.refusal(method, reference, code) == refusal


def test_an_order_of_no_reseller_says_so(client: ApiClient) -> None:
    assert client.refusal("getOrderReseller", order(client)) == (
        "INVALID_SUBSCRIPTION_REFERENCE",
        "No reseller defined for this order reference.",
    )


@pytest.mark.parametrize(
    ("method", "text"),
    [
        ("createReseller", "A partner must be set first."),
        ("updateReseller", "A partner must be set first."),
        ("setOrderReseller", "No partner set before invoking the method."),
        ("getOrderReseller", "Set a partner before invoking the method."),
    ],
)
def test_each_method_has_its_own_words_without_a_partner(
    services: Services, merchant: Merchant, method: str, text: str
) -> None:
    assert ApiClient(services, "channel-manager-2.1", merchant).refusal(method) == ("NOT_FOUND_PARTNER", text)
