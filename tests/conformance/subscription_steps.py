"""What merchants do with subscriptions beside upgrading them: each method with success, and refused."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from rpc_server.commerce.accounts.service import find_merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders.model import NewItem, NewOrder, TrialTerms
from rpc_server.commerce.payments import tokens
from rpc_server.commerce.payments.model import NewPayment, PaymentType
from rpc_server.gateways import CardDetails
from rpc_server.ids import Ids
from tests.conformance.stepping import Answers, answered, step

EES_TOKEN = "c0ffee00-5e55-4a2b-8c3d-0123456789ab"
TRIAL = "71A1000001"
"""A trial of GUARD that renews by itself, sold on the day the world stands at."""

_ANA = 298084139
_JUERGEN = 298084140
_OURS = "8AF9A9DC95"
_DECLINED = "B7D4E8F0A1"
_EXPIRED = "3C5F1D9E20"
_NOBODYS = "0000000000"
_CARD = CardDetails("4111111111111111", 12, 2030, "John Doe")


class _Known(Ids):
    """Numbers the steps know beforehand; all others are drawn as usual."""

    def uuid(self) -> str:
        return EES_TOKEN

    def subscription_reference(self) -> str:
        return TRIAL


def prepare(services: Services) -> None:
    """Sell APITEST's trial, and mint a card token for it."""
    services = replace(services, ids=_Known(services.ids.source))
    with services.database.writing() as work:
        merchant = find_merchant(work.connection, "APITEST")
        assert merchant is not None
        context = Context(merchant, work, services)
        tokens.mint(context, replace(_CARD, number="5555555555554444"))
        orders.place(
            context,
            NewOrder(
                items=(NewItem("Items[0]", "GUARD", 1, (), trial=TrialTerms(14, Decimal(1))),),
                billing=Address(first_name="Tri", last_name="Al", email="tri@example.com", country="US", state="CA"),
                payment=NewPayment(PaymentType.CC, "USD", card=_CARD, recurring_enabled=True),
                currency="USD",
            ),
        )


_IMPORT: dict[str, Any] = {
    "ExternalSubscriptionReference": "ELSEWHERE-é-1",
    "SubscriptionCode": None,
    "StartDate": "2025-07-16",
    "ExpirationDate": "2026-07-16",
    "Product": {"ProductCode": "", "ProductId": "4700002", "ProductQuantity": 2, "PriceOptionCodes": ["emailsupport"]},
    "EndUser": {
        "FirstName": "Zoë", "LastName": "Doe", "Email": "zoe.doe@example.com", "CountryCode": "us", "Language": "en",
        "City": "Denver",
    },
    "DeliveryInfo": {
        "Description": "Keys",
        "Codes": [{
            "Code": "KEY-é", "Description": "First", "ExtraInfo": None,
            "File": [{"Content": "aGk=", "ContentLength": 2, "Filename": "hi.txt", "FileType": "text/plain"}],
        }],
    },
    "NextRenewalPrice": 49.99,
    "NextRenewalPriceCurrency": "usd",
    "CustomPriceBillingCyclesLeft": 2,
    "SubscriptionValue": 80,
    "Test": 1,
    "RecurringEnabled": "YES",
}  # fmt: skip
_PAID_WITH = {
    "CardNumber": "4111111111111111", "CardType": "visa", "ExpirationYear": "2031", "ExpirationMonth": "1",
    "CCID": "123", "HolderName": "John Doe",
}  # fmt: skip
_IMPORTED = answered("addSubscription")


def _corrected(**changes: Any) -> Any:
    """The subscription read last, with changes."""

    def made(answers: Answers) -> Any:
        return {**answers["getSubscription"], **changes}

    return made


def _token(token: str, type_: str = "EES_TOKEN_PAYMENT") -> dict[str, Any]:
    back = {"Vendor3DSReturnURL": "https://example.com/ok", "Vendor3DSCancelURL": "https://example.com/no"}
    return {"PaymentDetails": {"Type": type_, "PaymentMethod": {"EesToken": token, **back}}}


_READING = (
    step("getSubscriptions", [_OURS, _DECLINED, _OURS], True),
    step("getSubscriptions", [_EXPIRED]),
    step("getSubscriptions", [_OURS, _NOBODYS]),
    step("getSubscriptions"),
    step("getCustomerSubscriptions", _ANA),
    step("getCustomerSubscriptions", None, "ana-popescu"),
    step("getCustomerSubscriptions", _JUERGEN, "ana-popescu"),
    step("getCustomerSubscriptions", 1),
    step("getCustomerSubscriptions"),
    step("searchSubscriptions", {"Page": 2, "Limit": 1}),
    step("searchSubscriptions", {"CustomerEmail": "POPESCU", "CountryCodes": ["us"], "Type": "REGULAR", "Limit": 1}),
    step("searchSubscriptions", {"NextBillingDateAfter": "2026-03-11", "TestSubscription": False}),
    step("searchSubscriptions", {"ExpireAfter": "soon"}),
)
_RENEWING = (
    step("getRenewalDetails", _OURS),
    step("getRenewalDetails", _EXPIRED),
    step("getRenewalDetails", _NOBODYS),
    step("getNextRenewalPrice", _OURS, "EUR"),
    step("getNextRenewalPrice", _OURS, "XXX"),
    step("getNextRenewalPrice", _NOBODYS, "USD"),
    step("setCustomRenewalPrice", _OURS, 5.5, "USD", 2, "Loyal"),
    step("setCustomRenewalPrice", _OURS, -1, "USD", 1),
    step("setCustomRenewalPrice", _NOBODYS, 1, "USD", 1),
    step("getNextRenewalPrice", _OURS, "USD"),
    step("renewSubscription", _OURS, 30, 9.95, "USD"),
    step("renewSubscription", _OURS, 0, 9.95, "USD"),
    step("renewSubscription", _DECLINED, 30, 9.95, "USD"),
    step("renewSubscription", _NOBODYS, 30, 9.95, "USD"),
    step("getSubscriptionHistory", _OURS),
    step("getSubscription", TRIAL),
    step("convertTrial", TRIAL, True),
    step("convertTrial", TRIAL),
    step("convertTrial", _NOBODYS),
    step("getSubscriptionHistory", TRIAL),
)
_MANAGING = (
    step("extendSubscription", _OURS, 10),
    step("extendSubscription", _OURS, -3),
    step("extendSubscription", _OURS, 0),
    step("extendSubscription", _OURS),
    step("extendSubscription", _NOBODYS, 10),
    step("disableRecurringBilling", _OURS, ["CHURN_REASON_OTHER", "churn_reason_high_price"], "Zu teuer"),
    step("disableRecurringBilling", _OURS, ["CHURN_REASON_WEATHER"]),
    step("disableRecurringBilling", _NOBODYS),
    step("enableRecurringBilling", _OURS),
    step("enableRecurringBilling", _EXPIRED),
    step("enableRecurringBilling", _NOBODYS),
    step("setSubscriptionCustomer", _OURS, _JUERGEN),
    step("setSubscriptionCustomer", _OURS, _JUERGEN, "ana-popescu"),
    step("setSubscriptionCustomer", _OURS, 1),
    step("setSubscriptionCustomer", _NOBODYS, _ANA),
    step("getSubscription", _OURS),
    step("updateSubscription", _corrected()),
    step(
        "updateSubscription", _corrected(EndUser={"Person": {"FirstName": "Zoë"}, "Fax": "1"}, ReceiveNotifications=0)
    ),
    step("updateSubscription", _corrected(ExpirationDate="2026-12-24", ExternalCustomerReference="ana-popescu")),
    step("updateSubscription", _corrected(ExpirationDate="2020-01-01")),
    step("updateSubscription", _corrected(ExpirationDate="later")),
    step("updateSubscription", _corrected(AvangateCustomerReference="1")),
    step("updateSubscription", _corrected(Product={"ProductId": "4700011"})),
    step("updateSubscription", _corrected(Product={"ProductQuantity": 3, "PriceOptionCodes": ["nothing"]})),
    step("updateSubscription", _corrected(Product={"ProductQuantity": 3, "ProductName": "Büro"})),
    step("updateSubscription", {"SubscriptionReference": _NOBODYS}),
    step("updateSubscription", {"SKU": "x"}),
    step("getSubscription", _OURS),
    step("cancelSubscription", _DECLINED, ["CHURN_REASON_EXTRAORDINARY"], "Weather"),
    step("cancelSubscription", _DECLINED),
    step("cancelSubscription", _OURS, ["CHURN_REASON_DONT_NEED"], "Words"),
    step("cancelSubscription", _NOBODYS),
    step("extendSubscription", _DECLINED, 1),
    step("enableSubscription", _DECLINED),
    step("enableSubscription", _NOBODYS),
)
_IMPORTING = (
    step("addSubscription", _IMPORT, _PAID_WITH),
    step("addSubscription", _IMPORT),
    step("addSubscription", {**_IMPORT, "ExternalSubscriptionReference": ""}),
    step("addSubscription", {**_IMPORT, "ExternalSubscriptionReference": "2", "Payment": {"CardNumber": "4"}}),
    step("addSubscription", {**_IMPORT, "ExternalSubscriptionReference": "2", "Product": {"ProductCode": "BOX"}}),
    step("addSubscription", {**_IMPORT, "ExternalSubscriptionReference": "2", "ExpirationDate": ""}),
    step("addSubscription", {**_IMPORT, "ExternalSubscriptionReference": "2", "PartnerCode": "NOBODY", "Test": 0}),
    step("addSubscription", {**_IMPORT, "ExternalSubscriptionReference": "2", "AvangateCustomerReference": 1}),
    step("addSubscription", {**_IMPORT, "ExternalSubscriptionReference": "2", "EndUser": {"Email": "x"}}),
    step("addSubscription", {**_IMPORT, "ExternalSubscriptionReference": "2", "SubscriptionValueCurrency": "EUR"}),
    step("getSubscription", _IMPORTED),
    step("searchSubscriptions", {"DeliveredCode": "KEY-é"}),
    step("getNextRenewalPrice", _IMPORTED, "USD"),
    step("updateSubscription", answered("getSubscription")),
)
_PAYING = (
    step("getSubscriptionPaymentInformation", _OURS),
    step("getSubscriptionPaymentInformation", _NOBODYS),
    step("updateSubscriptionPaymentInformation", _OURS, _token(EES_TOKEN)),
    step("updateSubscriptionPaymentInformation", _OURS, _token(EES_TOKEN)),
    step("updateSubscriptionPaymentInformation", _OURS, _token(EES_TOKEN, "CC")),
    step("updateSubscriptionPaymentInformation", _NOBODYS, _token(EES_TOKEN)),
    step("getSubscriptionPaymentInformation", _OURS),
)
_FIELDS = (
    step("addSubscriptionAdditionalInformationField", _OURS, "Größe", "9½"),
    step("addSubscriptionAdditionalInformationField", _OURS, "Größe", "9"),
    step("addSubscriptionAdditionalInformationField", _OURS, "x" * 101, "9"),
    step("addSubscriptionAdditionalInformationField", _NOBODYS, "x", "9"),
    step("updateSubscriptionAdditionalInformationField", _OURS, "Größe", "10"),
    step("updateSubscriptionAdditionalInformationField", _OURS, "Farbe", "rot"),
    step("getSubscriptionAdditionalInformationField", _OURS, "Größe"),
    step("getSubscriptionAdditionalInformationField", _OURS, "Farbe"),
    step("getSubscriptionAdditionalInformation", _OURS),
    step("getSubscriptionAdditionalInformation", _NOBODYS),
    step("deleteSubscriptionAdditionalInformationField", _OURS, "Größe"),
    step("deleteSubscriptionAdditionalInformationField", _OURS, "Größe"),
)
_TRAFFIC = {
    "Code": "TRAFFIC", "Name": "Traffic", "Type": "INTERVAL", "Usage": "PAY_PER_USAGE", "Required": False,
    "UsagePricingModel": "CUMULATIVE_INTERVALS",
    "Options": [
        {"ScaleMin": 1, "ScaleMax": 100, "PriceImpact": {"Method": "FIXED", "Amounts": [{"Currency": "USD", "Amount": 0.1}]}},
        {"ScaleMin": 101, "ScaleMax": 999, "PriceImpact": {"Method": "FIXED", "Amounts": [{"Currency": "USD", "Amount": 0.05}]}},
    ],
}  # fmt: skip
_USED = {
    "OptionCode": "TRAFFIC", "UsageStart": "2026-03-01 00:00:00", "UsageEnd": "2026-03-08 23:59:59", "Units": 150.5,
    "Description": "Wöche 10",
}  # fmt: skip
_MARCH = {"IntervalStart": "2026-03-01", "IntervalEnd": "2026-03-31 23:59:59"}
_USAGE = (
    step("addPriceOptionGroup", _TRAFFIC),
    step("getPricingConfigurations", "STARTER"),
    step("assignPricingConfigurationOption", "STARTER", answered("getPricingConfigurations", 0, "Code"), "TRAFFIC"),
    step("addSubscriptionUsage", _DECLINED, [_USED, {**_USED, "Units": "3"}]),
    step("addSubscriptionUsage", _DECLINED, [{**_USED, "OptionCode": "WATER"}]),
    step("addSubscriptionUsage", _DECLINED, [{**_USED, "UsageEnd": "2026-02-01"}]),
    step("addSubscriptionUsage", _DECLINED, [{**_USED, "Units": None}]),
    step("addSubscriptionUsage", _NOBODYS, [_USED]),
    step("updateSubscriptionUsage", _DECLINED, answered("addSubscriptionUsage", 1, "UsageReference"), {"Units": 4}),
    step("updateSubscriptionUsage", _DECLINED, answered("addSubscriptionUsage", 1, "UsageReference"), {"Color": "red"}),
    step("updateSubscriptionUsage", _DECLINED, 1, {"Units": 4}),
    step("importSubscriptionsUsages", [{**_USED, "SubscriptionReference": _DECLINED}]),
    step("importSubscriptionsUsages", [{**_USED, "SubscriptionReference": _NOBODYS}]),
    step("importSubscriptionsUsages", [_USED]),
    step("getSubscriptionUsages", _DECLINED, {**_MARCH, "Page": 1, "Limit": 2}),
    step("getSubscriptionUsages", _DECLINED, {**_MARCH, "Page": 0}),
    step("getSubscriptionUsages", _DECLINED, {"Page": 1}),
    step("getSubscriptionUsages", _NOBODYS, _MARCH),
    step(
        "deleteSubscriptionUsages", _DECLINED,
        lambda answers: {"UsageReference": answers["addSubscriptionUsage"][0]["UsageReference"]},
    ),
    step("deleteSubscriptionUsages", _DECLINED, _MARCH),
    step("deleteSubscriptionUsages", _DECLINED, {"IntervalStart": "2026-03-01"}),
    step("deleteSubscriptionUsages", _DECLINED, {"OptionCode": ""}),
    step("deleteSubscriptionUsages", _DECLINED, {"UsageReference": 1}),
    step("deleteSubscriptionUsages", _NOBODYS, _MARCH),
)  # fmt: skip

SUBSCRIPTIONS = (*_READING, *_RENEWING, *_MANAGING, *_IMPORTING, *_PAYING, *_FIELDS, *_USAGE)

_UPDATE = "updateSubscriptionPaymentInformation"
REFERENCES: list[tuple[str, str, tuple[Any, ...]]] = [
    ("merchant-6.0", method, (_OURS, *arguments))
    for method, arguments in (
        ("getRenewalDetails", ()),
        ("getNextRenewalPrice", ("USD",)),
        ("setCustomRenewalPrice", (1, "USD", 1)),
        ("renewSubscription", (30, 9.95, "USD")),
        ("convertTrial", ()),
        ("extendSubscription", (10,)),
        ("disableRecurringBilling", ()),
        ("enableRecurringBilling", ()),
        ("cancelSubscription", ()),
        ("enableSubscription", ()),
        ("setSubscriptionCustomer", (_ANA,)),
        ("getSubscriptionPaymentInformation", ()),
        (_UPDATE, (_token(EES_TOKEN),)),
        ("addSubscriptionAdditionalInformationField", ("Mine", "1")),
        ("updateSubscriptionAdditionalInformationField", ("Mine", "1")),
        ("getSubscriptionAdditionalInformationField", ("Mine",)),
        ("getSubscriptionAdditionalInformation", ()),
        ("deleteSubscriptionAdditionalInformationField", ("Mine",)),
        ("addSubscriptionUsage", ([_USED],)),
        ("updateSubscriptionUsage", (1, {"Units": 1})),
        ("getSubscriptionUsages", (_MARCH,)),
        ("deleteSubscriptionUsages", (_MARCH,)),
    )
]
REFERENCES += [
    ("merchant-6.0", "getSubscriptions", ([_OURS],)),
    ("merchant-6.0", "getCustomerSubscriptions", (_ANA,)),
    ("merchant-6.0", "updateSubscription", ({"SubscriptionReference": _OURS, "ReceiveNotifications": False},)),
    ("merchant-6.0", "importSubscriptionsUsages", ([{**_USED, "SubscriptionReference": _OURS}],)),
]
"""Methods that are given the reference of something APITEST has."""
