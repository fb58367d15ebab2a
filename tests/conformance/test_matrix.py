"""Every declared method over SOAP and over JSON-RPC: the same answers and the same refusals.

Two servers start alike and live the same story, each told over one wire.
"""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rpc_server.api.binding import bind
from rpc_server.api.errors import InvalidArgument
from rpc_server.api.families import ENDPOINTS, Endpoint, Family, Version
from tests.conformance import customer_steps, subscription_steps
from tests.conformance.clients import JsonRpcClient, Refusal, SoapClient
from tests.conformance.partner_steps import END_USER, RESELLER, UPDATE
from tests.conformance.scripts import ORDER, SCRIPTS
from tests.conformance.stepping import Answers, Step
from tests.conformance.worlds import REGISTRY, world

WIRES = ("soap", "jsonrpc")


def _script(endpoint: Endpoint) -> list[Step]:
    """The calls of the family's script that this version has."""
    return [step for step in SCRIPTS[endpoint.family] if step.method.lower() in REGISTRY.table(endpoint)]


def _told(folder: Path, wire: str, endpoint: Endpoint) -> list[tuple[str, Any]]:
    folder.mkdir()
    answers: Answers = {}
    outcomes: list[tuple[str, Any]] = []
    with world(folder) as server:
        client = server.client(wire, endpoint)
        session_id = server.session(client)
        outcomes.append(("login", session_id))
        for step in _script(endpoint):
            try:
                outcome = client.call(step.method, session_id, *step.resolved(answers))
                answers[step.method] = outcome
            except Refusal as refusal:
                outcome = Refusal(refusal.code, refusal.message.removeprefix(f"{refusal.code}: "), refusal.field)
            outcomes.append((step.method, outcome))
    return outcomes


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.name)
def test_both_wires_answer_and_refuse_alike(endpoint: Endpoint, tmp_path: Path) -> None:
    soap, rpc = (_told(tmp_path / wire, wire, endpoint) for wire in WIRES)

    for over_soap, over_rpc in zip(soap, rpc, strict=True):
        assert over_soap == over_rpc
    accepted = {method for method, outcome in soap if not isinstance(outcome, Refusal)}
    assert {name.lower() for name in accepted} == set(REGISTRY.table(endpoint))


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.name)
@pytest.mark.parametrize("wire", WIRES)
def test_no_method_serves_a_dead_session(wire: str, endpoint: Endpoint, dead_session_world: Any) -> None:
    client = dead_session_world.client(wire, endpoint)

    for step in _script(endpoint):
        arguments = _made_up(step.arguments)
        with pytest.raises(Refusal) as refusal:
            client.call(step.method, "0" * 32, *arguments)
        assert refusal.value.code == _expected_code(endpoint, step.method, arguments), step
    with pytest.raises(Refusal) as refusal:
        client.call("login", "APITEST", "2026-03-10 12:00:00", "0" * 64)
    assert refusal.value.code == "FORBIDDEN"


def _made_up(arguments: Any) -> list[Any]:
    """The arguments with an invented reference for each that an earlier answer would tell."""
    return [
        _made_up(argument) if isinstance(argument, list) else "9" * 9 if callable(argument) else argument
        for argument in arguments
    ]


def _expected_code(endpoint: Endpoint, method: str, arguments: list[Any]) -> str:
    """Arguments that cannot be read are told of before the session is looked at."""
    exact = json.loads(json.dumps(arguments), parse_float=Decimal)
    try:
        bind(REGISTRY.find(endpoint, method), ["0" * 32, *exact])
    except InvalidArgument as unreadable:
        return unreadable.code
    return "FORBIDDEN"


@pytest.fixture(scope="module")
def dead_session_world(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with world(tmp_path_factory.mktemp("dead")) as server:
        yield server


_OF_ORDER = {"PartnerCode": "THEIRS", "ResellerCode": "5D0C8AE1B2", "OrderRefNo": "61404720"}

REFERENCES = [
    ("merchant-6.0", "getOrder", ("{order}",)),
    ("merchant-6.0", "getInvoices", ("{order}",)),
    ("merchant-6.0", "issueRefund", ("{order}", 1, [], "", "Other")),
    ("merchant-6.0", "placeOrder", ({"RefNo": "{order}", "PaymentDetails": {"Type": "TEST"}},)),
    ("merchant-6.0", "getProductByCode", ("STARTER",)),
    ("merchant-6.0", "getProductById", (4700001,)),
    ("merchant-6.0", "updateProduct", ({"ProductCode": "STARTER"},)),
    ("merchant-6.0", "setProductStatus", ("STARTER", False)),
    ("merchant-6.0", "getPricingConfigurations", ("STARTER",)),
    ("merchant-6.0", "getPriceOptionGroup", ("SUPPORT",)),
    ("merchant-6.0", "updatePriceOptionGroup", ({"Code": "SUPPORT"},)),
    ("merchant-6.0", "getProductGroup", ("Backup",)),
    ("merchant-6.0", "getSchema", ("STARTER",)),
    ("merchant-6.0", "getPrice", ({"Code": "STARTER", "Quantity": 1},)),
    ("merchant-6.0", "getSubscription", ("8AF9A9DC95",)),
    ("merchant-6.0", "getSubscriptionHistory", ("8AF9A9DC95",)),
    ("merchant-6.0", "getProductUpgradeOptions", ("8AF9A9DC95",)),
    ("merchant-6.0", "getProductUpgradeOptionsPrice", ("8AF9A9DC95", "PRO", "USD", "")),
    ("merchant-6.0", "setSubscriptionUpgrade", ("8AF9A9DC95", "PRO", "", 1)),
    ("merchant-6.0", "getPromotion", ("62B7F22FC5",)),
    ("merchant-6.0", "updatePromotion", ({"Code": "62B7F22FC5"},)),
    ("merchant-6.0", "addPromotionCoupon", ("62B7F22FC5", {"Type": "SINGLE", "Code": "MINE"})),
    ("merchant-6.0", "getCrossSellCampaign", ("2Xrl83KSkemCv3G3dL+9eA==",)),
    ("merchant-6.0", "getProductCrossSellCampaigns", ("15",)),
    ("merchant-6.0", "getUpSellCampaign", ("0b5c3f52-7d1e-4a86-9c2f-5e8d1a40b763",)),
    ("merchant-6.0", "deleteUpSellCampaign", ("0b5c3f52-7d1e-4a86-9c2f-5e8d1a40b763",)),
    ("merchant-6.0", "getPricingConfigurationByCode", ("STARTER", "0000000000")),
    ("merchant-6.0", "getPricingConfigurationByName", ("STARTER", "Default", "DYNAMIC")),
    ("merchant-6.0", "addPricingConfiguration", ({"Name": "Mine"}, "STARTER")),
    ("merchant-6.0", "updatePricingConfiguration", ({"Code": "0000000000"}, "STARTER")),
    ("merchant-6.0", "assignPricingConfigurationOption", ("STARTER", "0000000000", "SUPPORT", True)),
    ("merchant-6.0", "unassignPricingConfigurationOption", ("STARTER", "0000000000", "SUPPORT")),
    ("merchant-6.0", "assignProductGroup", ("STARTER", "Backup")),
    ("merchant-6.0", "unassignProductGroup", ("STARTER", "Backup")),
    ("merchant-6.0", "getAssignedAdditionalFields", ("STARTER",)),
    ("merchant-6.0", "assignAdditionalField", ("FIELD", True, "STARTER")),
    ("merchant-6.0", "unassignAdditionalField", ("FIELD", "STARTER")),
    ("merchant-6.0", "getAdditionalField", ("FIELD",)),
    ("merchant-6.0", "getShippingPrice", ([{"Code": "BOX", "Quantity": 1}], {"CountryCode": "US"}, None, "USD", [])),
    ("merchant-6.0", "addPromotionProducts", ("62B7F22FC5", [{"Code": "PRO"}])),
    ("merchant-6.0", "setPromotionDiscount", ("62B7F22FC5", {"Type": "PERCENT", "Value": 5})),
    ("merchant-6.0", "addPromotionTranslations", ("62B7F22FC5", [{"language": "de", "name": "Mein"}])),
    ("merchant-6.0", "deletePromotionTranslations", ("62B7F22FC5",)),
    ("merchant-6.0", "deletePromotionCoupon", ("62B7F22FC5", {"Type": "MULTIPLE", "Codes": ["SAVE30"]})),
    ("merchant-6.0", "updateUpSellCampaign", ("0b5c3f52-7d1e-4a86-9c2f-5e8d1a40b763", {"Name": "Mine"})),
    ("merchant-6.0", "enableUpSellCampaign", ("0b5c3f52-7d1e-4a86-9c2f-5e8d1a40b763",)),
    ("merchant-6.0", "disableUpSellCampaign", ("0b5c3f52-7d1e-4a86-9c2f-5e8d1a40b763",)),
    ("order-2.0", "deleteProduct", (4700001, 1)),
    ("channel-manager-2.1", "getPricingListInformation", ("EFBECC428A",)),
    ("channel-manager-2.1", "getProductById", (4700001, "EFBECC428A")),
    ("channel-manager-2.1", "getProductByCode", ("STARTER", "EFBECC428A")),
    ("channel-manager-2.1", "getProductPrice", (4700001, "EFBECC428A", None)),
    ("channel-manager-2.1", "deleteProduct", (4700001,)),
    ("order-2.0", "getOrder", ("{order}",)),
    ("order-2.0", "getOrderStatus", ("{order}",)),
    ("order-2.0", "addProduct", (4700001, 1)),
    ("order-2.0", "getPrice", (4700001, 1)),
    ("order-2.0", "getProductById", (4700001,)),
    ("order-2.0", "getProductByCode", ("STARTER",)),
    ("order-2.0", "getProductBySKU", ("BKP-PRO",)),
    ("channel-manager-2.1", "setPartner", ("PARTNER1",)),
    ("channel-manager-2.1", "getPartnerByCode", ("PARTNER1",)),
    ("channel-manager-2.1", "getOrderStatus", ("{order}",)),
    ("channel-manager-2.1", "createProforma", (["{order}"],)),
    ("channel-manager-2.1", "getProforma", ("100000001",)),
    ("channel-manager-2.1", "addProduct", (4700001, 1, None, "EFBECC428A")),
    ("merchant-6.0", "getPartnerUser", ({"Email": "orders@distribution.example"},)),
    ("merchant-6.0", "getPartnerResellers", ({"PartnerCode": "PARTNER1"},)),
    ("merchant-6.0", "updateReseller", ({**UPDATE, "PartnerCode": "THEIRS"},)),
    ("merchant-6.0", "updateOrderReseller", (_OF_ORDER,)),
    ("merchant-6.0", "renewPartnerSubscriptions", ({"Items": [{"SubscriptionReference": "8AF9A9DC95"}]},)),
    ("merchant-6.0", "getPartnerSubscriptionsRenewalPrice", ({"Items": [{"SubscriptionReference": "8AF9A9DC95"}]},)),
    ("channel-manager-2.1", "getPartnerSingleSignOn", ("orders@distribution.example", "PARTNER1")),
    ("channel-manager-2.1", "getOrderSubscriptions", ("61404720",)),
    ("channel-manager-2.1", "updateSubscriptionsEndUser", (["8AF9A9DC95"], END_USER)),
    ("channel-manager-2.1", "updateEndUser", (["8AF9A9DC95"], END_USER)),
    ("channel-manager-2.1", "updateEndUserInformation", (["8AF9A9DC95"], END_USER)),
    ("channel-manager-2.1", "updateSubscriptionEndUser", (["8AF9A9DC95"], END_USER)),
    ("channel-manager-2.1", "updateReseller", ({**RESELLER, "ResellerCode": "5D0C8AE1B2"},)),
    ("channel-manager-2.1", "setOrderReseller", ("61404720", "5D0C8AE1B2")),
    ("channel-manager-2.1", "getOrderReseller", ("61404720",)),
    ("channel-manager-2.1", "setProforma", ("100000001",)),
    ("channel-manager-2.1", "confirmInvoicePayment", ("THEIRS", "100000001", "R-1")),
    *customer_steps.REFERENCES,
    *subscription_steps.REFERENCES,
]


INVENTED = {
    "STARTER": "NOTHING", 4700001: 4799999, "15": "NOTHING", "PRO": "NOTHING", "BKP-PRO": "NOTHING", "SUPPORT": "NOTHING",
    "Backup": "NOTHING", "BOX": "NOTHING", "8AF9A9DC95": "0000000001", "62B7F22FC5": "0000000001", "2Xrl83KSkemCv3G3dL+9eA==": "AAAA",
    "0b5c3f52-7d1e-4a86-9c2f-5e8d1a40b763": "0b5c3f52-7d1e-4a86-9c2f-5e8d1a40b700", "PARTNER1": "NOBODY",
    "100000001": "999999999", "EFBECC428A": "0000000001", "{order}": "999999999", "61404720": "999999999",
    "5D0C8AE1B2": "0000000001",
    **customer_steps.INVENTED,
}  # fmt: skip
"""What nobody has, for each thing that APITEST has."""


@pytest.mark.parametrize(("name", "method", "arguments"), REFERENCES, ids=lambda value: str(value)[:30])
def test_a_merchant_meets_anothers_things_as_if_they_were_not_there(
    name: str, method: str, arguments: tuple[Any, ...], strangers: Any
) -> None:
    server, ours, session_id = strangers
    endpoint = next(e for e in ENDPOINTS if e.name == name)
    client: SoapClient | JsonRpcClient = server.client("jsonrpc", endpoint)
    if endpoint.family is Family.CHANNEL_MANAGER:
        client.call("setPartner", session_id, "THEIRS")

    of_another = _refusal(client, method, session_id, _filled(arguments, ours))
    of_nobody = _refusal(client, method, session_id, _filled(arguments, INVENTED))

    assert (of_another.code, of_another.field) == (of_nobody.code, of_nobody.field)
    assert of_another.code not in ("FORBIDDEN", "INTERNAL_ERROR", "INVALID_ARGUMENT")


_NAMES_A_THING = re.compile("reference|refno|code|proformanumber|productid|idproduct|^sku$", re.IGNORECASE)
_OF_THE_WORLD = {"countryCode", "languageCode", "MerchantCode"}


@pytest.mark.parametrize("name", ["merchant-6.0", "order-2.0", "channel-manager-2.1"])
def test_every_method_that_is_given_a_reference_is_among_them(name: str) -> None:
    endpoint = next(e for e in ENDPOINTS if e.name == name)
    given = {
        method.name
        for method in REGISTRY.table(endpoint).values()
        for parameter in method.parameters
        if _NAMES_A_THING.search(parameter.wire_name) and parameter.wire_name not in _OF_THE_WORLD
    }

    assert given <= {method for tried, method, _ in REFERENCES if tried == name}


def _refusal(client: SoapClient | JsonRpcClient, method: str, session_id: str, arguments: Any) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        client.call(method, session_id, *arguments)
    return refusal.value


def _filled(value: Any, names: dict[Any, Any]) -> Any:
    match value:
        case tuple() | list():
            return [_filled(entry, names) for entry in value]
        case dict():
            return {key: _filled(entry, names) for key, entry in value.items()}
        case _:
            return names.get(value, value)


@pytest.fixture(scope="module")
def strangers(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A server, what APITEST made there by the names ``REFERENCES`` gives it, and a session of OTHERCO."""
    with world(tmp_path_factory.mktemp("strangers")) as server:
        client = server.client("jsonrpc", Endpoint(Family.MERCHANT, Version(6, 0)))
        ours = server.session(client)
        made = {"{order}": client.call("placeOrder", ours, ORDER)["RefNo"], **customer_steps.made(client, ours)}
        yield server, made, server.session(client, "OTHERCO", "OTHER_KEY")
