"""Partners at the Channel Manager: each method with success, and refused."""

from typing import Any

from tests.conformance.stepping import Answers, answered, step

LIST = "EFBECC428A"
RESELLER = {
    "FirstName": "Zoë", "LastName": "Corner", "Company": "Corner Software", "Email": "zoe@corner.example",
    "Country": "us", "City": "Portland", "PostaCode": "97201",
}  # fmt: skip
END_USER = {
    "FirstName": "Ann", "LastName": "User", "CountryCode": "US", "Email": "ann@example.com", "City": "Portland",
    "State": "Oregon", "Language": "en",
}  # fmt: skip
CARD = {
    "CardNumber": "4111111111111111", "CardType": "VISA", "CCID": "123", "ExpirationMonth": "06",
    "ExpirationYear": "2030", "HolderName": "John Doe",
}  # fmt: skip
BY_CARD = {"Type": "CC", "Currency": None, "PaymentMethod": CARD, "CustomerIP": "10.0.0.1"}


def by_card(**changes: Any) -> dict[str, Any]:
    """Payment details with another card than the one that pays."""
    return {**BY_CARD, "PaymentMethod": {**CARD, **changes}}


SUBSCRIPTION = answered("getOrderSubscriptions", 0, "SubscriptionReference")

ORDERING = (
    step("getProforma", "100000001", True),
    step("addProduct", 4700001, 1, None, LIST),
    step("getPartnerByCode", "PARTNER1"),
    step("getPartnerByCode", "NOBODY"),
    step("getPartnerByCode", ""),
    step("searchPartners", "distribution"),
    step("searchPartners", ""),
    step(
        "getPartnerSingleSignOn",
        "orders@distribution.example",
        "PARTNER1",
        "https://secure.avangate.com/partners/proformas.php",
        60,
        "",
    ),
    step("getPartnerSingleSignOn", "orders@distribution.example", "PARTNER1"),
    step("getPartnerSingleSignOn", "someone@else.example", "PARTNER1", "", 60, ""),
    step("getPartnerSingleSignOn", "orders@distribution.example", "PARTNER1", "", 0, ""),
    step("getPartnerSingleSignOn", "orders@distribution.example", "PARTNER1", "", 60, "nowhere"),
    step("getPartnerSingleSignOn", "orders@distribution.example", "NOBODY"),
    step("setPartner", "NOBODY"),
    step("getPartnerPricingLists"),
    step("setPartner", "PARTNER1"),
    step("getPartnerPricingLists"),
    step("getPricingListInformation", LIST),
    step("getPricingListInformation", "0000000000"),
    step("getProductById", 4700002, LIST),
    step("getProductById", 99, LIST),
    step("getProductByCode", "PRO", LIST),
    step("getProductByCode", "", LIST),
    step("getProductPrice", 4700002, LIST, ["emailsupport"]),
    step("getProductPrice", 4700002, "0000000000", None),
    step("getContents"),
    step("placeOrder"),
    step("addProduct", 4700001, 2, None, LIST),
    step("addProduct", 4700001, None, None, "0000000000"),
    step("addProduct", 99, 1, None, LIST),
    step("getContents"),
    step("deleteProduct", 4700001, None, 1),
    step("deleteProduct", 99),
    step("setExternalRef", ""),
    step("setExternalRef", "NEW_ORDER_REFERENCE"),
    step("setComment", ""),
    step("setComment", "Please deliver to the back door, né"),
    step("placeOrder"),
    step("getOrderStatus", answered("placeOrder", "RefNo")),
    step("getOrderStatus", "1"),
    step("createProforma", [answered("placeOrder", "RefNo")]),
    step("createProforma", ["1"]),
    step("createProforma", []),
    step("getProforma", answered("createProforma", "Number")),
    step("getProforma", "100000001", True),
    step("getProforma", "1"),
    step("addProduct", 4700001, 1, None, LIST),
    step("clearProducts"),
    step("getContents"),
)

PAYING = (
    step("payProforma"),
    step("setPaymentDetails", BY_CARD),
    step("setProforma", "1"),
    step("setProforma", answered("createProforma", "Number")),
    step("payProforma"),
    step("setPaymentDetails", {**BY_CARD, "Type": "SHELLS"}),
    step("setPaymentDetails", {**BY_CARD, "Currency": "EUR"}),
    step("setPaymentDetails", by_card(CardNumber="1")),
    step("setPaymentDetails", by_card(ExpirationMonth="13")),
    step("setPaymentDetails", by_card(HolderName="Mona Doe")),
    step("payProforma"),
    step("setPaymentDetails", BY_CARD),
    step("payProforma"),
    step("setProforma", answered("createProforma", "Number")),
    step("getProforma", answered("createProforma", "Number")),
    step("getPartnerByCode", "PARTNER1"),
    step("confirmInvoicePayment", "PARTNER1", "100000001", "R-1"),
)

RESELLERS = (
    step("createReseller", RESELLER),
    step("createReseller", {**RESELLER, "FirstName": ""}),
    step("createReseller", {**RESELLER, "LastName": None}),
    step("createReseller", {**RESELLER, "Company": " "}),
    step("createReseller", {**RESELLER, "Email": ""}),
    step("createReseller", {**RESELLER, "Email": "nowhere"}),
    step("createReseller", {**RESELLER, "Country": "XX"}),
    step("updateReseller", {**RESELLER, "ResellerCode": "5D0C8AE1B2", "City": "Salem"}),
    step("updateReseller", {**RESELLER, "ResellerCode": "0000000000"}),
    step("updateReseller", RESELLER),
    step("getOrderReseller", "61404720"),
    step("setOrderReseller", "61404720", answered("createReseller")),
    step("setOrderReseller", "61404720", "0000000000"),
    step("setOrderReseller", "61404720", ""),
    step("setOrderReseller", "1", "5D0C8AE1B2"),
    step("setOrderReseller", "", "5D0C8AE1B2"),
    step("getOrderReseller", "61404720"),
    step("getOrderReseller", "1"),
    step("getOrderReseller", ""),
)

INFORMING = (
    step("getOrdersWithoutProforma"),
    step("setPartner", "PARTNER3"),
    step("addProduct", 4700001, 3, None, LIST),
    step("placeOrder"),
    step("getOrdersWithoutProforma"),
    step("getOrderSubscriptions", answered("placeOrder", "RefNo"), 1),
    step("getOrderSubscriptions", answered("placeOrder", "RefNo"), 0),
    step("getOrderSubscriptions", "1"),
    step("getOrderSubscriptions", ""),
    step("updateSubscriptionsEndUser", [], END_USER),
    step("updateSubscriptionsEndUser", ["0000000000"], END_USER),
    step("updateSubscriptionsEndUser", [SUBSCRIPTION], {**END_USER, "CountryCode": "XX"}),
    step("updateSubscriptionsEndUser", [SUBSCRIPTION], {**END_USER, "Email": "nowhere"}),
    step("updateSubscriptionsEndUser", [SUBSCRIPTION], {**END_USER, "FirstName": ""}),
    step("updateSubscriptionsEndUser", [SUBSCRIPTION], {**END_USER, "LastName": ""}),
    step("updateSubscriptionsEndUser", [SUBSCRIPTION], {**END_USER, "City": ""}),
    step("updateSubscriptionsEndUser", [SUBSCRIPTION], END_USER),
    step("updateEndUser", [SUBSCRIPTION], END_USER),
    step("updateEndUserInformation", [SUBSCRIPTION], END_USER),
    step("updateSubscriptionEndUser", [SUBSCRIPTION], END_USER),
    step("getOrderSubscriptions", answered("placeOrder", "RefNo")),
    step("getOrderStatus", answered("placeOrder", "RefNo")),
    step("createProforma", [answered("placeOrder", "RefNo")]),
    step("confirmInvoicePayment", "PARTNER3", "1", "R-1"),
    step("confirmInvoicePayment", "PARTNER1", answered("createProforma", "Number"), "R-1"),
    step("setProforma", answered("createProforma", "Number")),
    step("confirmInvoicePayment", "R-1"),
    step("confirmInvoicePayment", "PARTNER3", answered("createProforma", "Number"), "R-1"),
)

WITHOUT_A_PARTNER = (
    step("createReseller", RESELLER),
    step("updateReseller", RESELLER),
    step("setOrderReseller", "61404720", "5D0C8AE1B2"),
    step("getOrderReseller", "61404720"),
    step("getOrderSubscriptions", "61404720"),
    step("updateSubscriptionsEndUser", ["0000000000"], END_USER),
    step("getOrdersWithoutProforma"),
    step("setComment", "Nobody is listening"),
    step("setProforma", "100000001"),
    step("setPaymentDetails", BY_CARD),
    step("payProforma"),
    step("confirmInvoicePayment", "PARTNER1", "100000001", "R-1"),
)

CHANNEL_MANAGER = (*WITHOUT_A_PARTNER, *ORDERING, *PAYING, *RESELLERS, *INFORMING)


UPDATE = {
    "PartnerCode": "PARTNER1", "ResellerCode": "5D0C8AE1B2", "FirstName": "Robin", "LastName": "Corner",
    "Company": "Corner Software", "Email": "robin@corner.example", "Country": "us", "PostalCode": "97201",
}  # fmt: skip


def renewal(**changes: Any) -> Any:
    """The renewal of the subscription of the order read last."""

    def made(answers: Answers) -> dict[str, Any]:
        sold = answers["getOrder"]["Items"][0]["ProductDetails"]["Subscriptions"][0]["SubscriptionReference"]
        return {"Items": [{"SubscriptionReference": sold}], **changes}

    return made


PAYLOADS = (
    step("getPartnerUser", {"Email": "orders@distribution.example"}),
    step("getPartnerUser", lambda answers: {"PartnerUserUUID": answers["getPartnerUser"]["UUID"]}),
    step("getPartnerUser", {"PartnerUserUUID": "0b5c3f52-7d1e-4a86-9c2f-5e8d1a40b763"}),
    step("getPartnerUser"),
    step("getPartnerInvoiceTemplates"),
    step("getPartnerResellers", {"PartnerCode": "PARTNER1", "SearchBy": {"Page": 1, "Limit": 10}}),
    step("getPartnerResellers", {"PartnerCode": "NOBODY"}),
    step("getPartnerResellers", {"PartnerCode": "PARTNER1", "SearchBy": {"Page": 1, "Limit": 999}}),
    step("updateReseller", {**UPDATE, "City": "Salem"}),
    step("updateReseller", {**UPDATE, "PartnerCode": ""}),
    step("updateReseller", {**UPDATE, "Email": "nowhere"}),
    step("updateOrderReseller", {"PartnerCode": "PARTNER1", "ResellerCode": "5D0C8AE1B2", "OrderRefNo": "61404720"}),
    step("updateOrderReseller", {"PartnerCode": "PARTNER1", "ResellerCode": "0000000000", "OrderRefNo": "61404720"}),
    step("updateOrderReseller", {"PartnerCode": "PARTNER2", "ResellerCode": "5D0C8AE1B2", "OrderRefNo": "61404720"}),
    step("getOrder", "61404721"),
    step("getPartnerSubscriptionsRenewalPrice", renewal()),
    step("getPartnerSubscriptionsRenewalPrice", renewal(ExtraMargin={"Value": 5, "Type": "PERCENT"})),
    step("getPartnerSubscriptionsRenewalPrice", renewal(ExtraDiscount={"Value": 101, "Type": "PERCENT"})),
    step("getPartnerSubscriptionsRenewalPrice", renewal(ExtraDiscount={"Value": 1, "Type": "SHELLS"})),
    step("getPartnerSubscriptionsRenewalPrice", {"Items": [{"SubscriptionReference": "0000000000"}]}),
    step("getPartnerSubscriptionsRenewalPrice", {"Items": []}),
    step("renewPartnerSubscriptions", {"Items": [{"SubscriptionReference": "8AF9A9DC95"}]}),
    step(
        "renewPartnerSubscriptions",
        renewal(ExternalReferenceNumber="RENEW-é", Comment="Again", ExtraDiscount={"Value": 10.5, "Type": "FIXED"}),
    ),
    step("renewPartnerSubscriptions", renewal(ExternalReferenceNumber="x" * 101)),
    step(
        "getOrder", lambda answers: answers.get("renewPartnerSubscriptions", {"OrderReference": "1"})["OrderReference"]
    ),
)
