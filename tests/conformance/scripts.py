"""What is called at every endpoint to compare the wires: each method with success, and refused."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rpc_server.api.families import Family
from tests.conformance.catalogue_steps import CATALOGUE
from tests.conformance.customer_steps import CUSTOMERS, INFERRED, LEADS, LEGACY_PRICING, SIGN_ON
from tests.conformance.order_steps import ORDERS
from tests.conformance.partner_steps import CHANNEL_MANAGER, PAYLOADS
from tests.conformance.stepping import answered, step
from tests.conformance.subscription_steps import SUBSCRIPTIONS


def _published(name: str, **changes: Any) -> dict[str, Any]:
    order = json.loads((Path(__file__).parent / "php" / name).read_text())
    return {**order, **changes}


def _declined() -> dict[str, Any]:
    order = _published("order.json")
    order["PaymentDetails"]["PaymentMethod"]["HolderName"] = "Adrian Doe"
    return order


def _paid_by(type_: str, **method: Any) -> dict[str, Any]:
    order = _published("order.json")
    order["PaymentDetails"] = {**order["PaymentDetails"], "Type": type_, "PaymentMethod": method or None}
    return order


def _challenged() -> dict[str, Any]:
    order = _published("order.json")
    order["PaymentDetails"]["PaymentMethod"]["HolderName"] = "Vera Doe"
    return order


_BACK = {"ReturnURL": "https://example.com/ok", "CancelURL": "https://example.com/no"}
ORDER = _published("order.json")
CROSS_SELL = _published("cross_sell.json")
FREE = {"Items": [{"Code": "STARTER", "Quantity": 1}], "BillingDetails": ORDER["BillingDetails"]}

_CUSTOM = {"CycleLength": "15", "CycleUnit": "DAY", "CycleAmount": "12.5", "CycleAmountType": "NET"}
_GUARD = {"Code": "GUARD", "Quantity": 1, "Promotion": {"Coupon": "GUARD10"}, "SubscriptionCustomSettings": _CUSTOM}
_BOX = {**ORDER, "Items": [{"Code": "BOX", "Quantity": 2}]}
TERMS_OF_ORDERS = (
    step(
        "placeOrder", {**ORDER, "Items": [_GUARD], "GiftDetails": {"To": "Zoë"}, "MachineId": "M-1", "LocalTime": "-"}
    ),
    step("placeOrder", {**ORDER, "Items": [{**_GUARD, "SubscriptionCustomSettings": {"CycleLength": "many"}}]}),
    step("placeOrder", {**ORDER, "Items": [{**_GUARD, "Promotion": {"Coupon": "NONE"}}]}),
    step("placeOrder", _BOX),
    step("placeOrder", {**_BOX, "DeliveryInformation": {"ShippingMethod": {"Code": "PIGEON"}}}),
    step("placeOrder", {**ORDER, "CustomerIP": "10.0.0.256"}),
    step("placeOrder", {**ORDER, "BillingDetails": {**ORDER["BillingDetails"], "State": "Bavaria"}}),
    step("placeOrder", {**ORDER, "BillingDetails": {**ORDER["BillingDetails"], "Company": "X"}}),
    step("placeOrder", {**ORDER, "ExternalReference": "x" * 101}),
)

MERCHANT = (
    step("searchProducts", {"Limit": 3}),
    step("searchProducts", {"Pagination": {"Page": 1, "Limit": 500}}),
    step("getProductByCode", "STARTER"),
    step("getProductByCode", "SUITE"),
    step("getProductByCode", "NOTHING"),
    step("getProductById", 15),
    step("getProductById", 99),
    step("getProductById", "many"),
    step("getContents", ORDER),
    step("getContents", CROSS_SELL),
    step("getContents", FREE),
    step("getContents", {"Items": [], "BillingDetails": ORDER["BillingDetails"]}),
    *TERMS_OF_ORDERS,
    step("placeOrder", ORDER),
    step("getOrder", answered("placeOrder", "RefNo")),
    step("getOrder", "1"),
    step("getInvoices", answered("placeOrder", "RefNo")),
    step("getInvoices", "1"),
    step("placeOrder", CROSS_SELL),
    step("placeOrder", _declined()),
    step("getInvoices", answered("placeOrder", "RefNo")),
    step("placeOrder", _challenged()),
    step("placeOrder", _paid_by("IDEAL", **_BACK)),
    step("placeOrder", _paid_by("IDEAL", ReturnURL="javascript:alert(1)", CancelURL="https://example.com")),
    step("placeOrder", _paid_by("PAYPAL", ReturnURL="https://example.com", Email="grace@example.com")),
    step("placeOrder", _paid_by("WIRE")),
    step("placeOrder", _paid_by("PURCHASEORDER", InternalPONumber="7", AutoApprove=False)),
    step("placeOrder", _paid_by("EES_TOKEN_PAYMENT", EesToken="8e6a1a4c-0000-4000-8000-000000000000")),
    step("placeOrder", _paid_by("PREVIOUS_ORDER", RefNo="1")),
    step("placeOrder", {**ORDER, "Currency": "ZZZ"}),
    step("placeOrder", {**ORDER, "Items": [{"Code": "STARTER", "Quantity": 0}]}),
    step("placeOrder", {**ORDER, "Items": [{"Code": "NOTHING", "Quantity": 1}]}),
    step("placeOrder", {**ORDER, "Items": [{"Code": "STARTER", "Quantity": "some"}]}),
    step("placeOrder"),
)

SUBSCRIPTION = (
    step("getSubscription", "8AF9A9DC95"),
    step("getSubscription", "0000000000"),
    step("getSubscription"),
    step("searchSubscriptions", {"RecurringEnabled": True}),
    step("searchSubscriptions", {"Type": "sometimes"}),
    step("getSubscriptionHistory", "8AF9A9DC95"),
    step("getSubscriptionHistory", "0000000000"),
    step("getProductUpgradeOptions", "8AF9A9DC95"),
    step("getProductUpgradeOptions", "0000000000"),
    step("getProductUpgradeOptionsPrice", "8AF9A9DC95", "PRO", "USD", ""),
    step("getProductUpgradeOptionsPrice", "8AF9A9DC95", "BOX", "USD", ""),
    step("setExternalRef", ""),
    step("setExternalRef", "UPGRADE-é"),
    step("setSubscriptionUpgrade", "0000000000", "PRO"),
    step("setSubscriptionUpgrade", "8AF9A9DC95", "NOTHING"),
    step("setSubscriptionUpgrade", "8AF9A9DC95", "PRO", "emailsupport", 1),
    step("getSubscription", "8AF9A9DC95"),
    step("getSubscriptionHistory", "8AF9A9DC95"),
)

_BILLING = {
    "FirstName": "Zoë", "LastName": "Doe", "Email": "zoe@example.com", "Address": "Example Street",
    "City": "Paris", "PostalCode": "75001", "Country": "FR",
}  # fmt: skip
_CARD = {
    "Type": "CC", "Currency": "USD", "CustomerIP": "10.0.0.1",
    "PaymentMethod": {
        "CardNumber": "4111111111111111", "CardType": "VISA", "ExpirationYear": "2030", "ExpirationMonth": "12",
        "CCID": "123", "HolderName": "John Doe", "AutoRenewal": True,
    },
}  # fmt: skip

PRODUCT = (
    step("getProductById", 4700001),
    step("getProductById", 99),
    step("getProductByCode", "SUITE"),
    step("getProductByCode", "NOTHING"),
    step("getProductBySKU", "BKP-PRO"),
    step("getProductBySKU", "NOTHING"),
    step("searchProducts", {"PageSize": 2}),
    step("getProductCrossSellCampaigns", "15"),
    step("getProductCrossSellCampaigns", "NOTHING"),
    *LEGACY_PRICING,
)

CART = (
    *PRODUCT,
    step("setClientIP", "10.0.0.1"),
    step("setIp", "10.0.0.1"),
    step("setLanguage", "en"),
    step("setLanguage", "xx"),
    step("setCountry", "FR"),
    step("setCountry", "XX"),
    step("setCurrency", "usd"),
    step("setCurrency", "ZZZ"),
    step("placeOrder"),
    step("addProduct", 4700001, 2),
    step("addProduct", 4700004, 1, "emailsupport,reports"),
    step("addProduct", 99, 1),
    step("addProduct", "many", 1),
    step("getContents"),
    step("deleteProduct", 4700001, 1),
    step("deleteProduct", 99, 1),
    step("getPrice", 4700006, 10, "", "USD"),
    step("getPrice", 4700006, 10, "", "ZZZ"),
    step("placeOrder"),
    step("setBillingDetails", _BILLING),
    step("setBillingDetails", {**_BILLING, "Country": "US"}),
    step("setDeliveryDetails", _BILLING),
    step("setPaymentDetails", {**_CARD, "Type": "SHELLS"}),
    step("setPaymentDetails", _CARD),
    step("placeOrder"),
    step("getOrder", answered("placeOrder", "RefNo")),
    step("getOrder", "1"),
    step("getOrderStatus", answered("placeOrder", "RefNo")),
    step("getOrderStatus", "1"),
    step("addProduct", 4700001, 1),
    step("clearProducts"),
    step("getContents"),
    step("getAvailableCurrencies"),
    step("getAvailableLanguages"),
    step("getAvailableCountries"),
)

_PROMOTION = {
    "Name": "Tenth off, né",
    "ChannelType": "ECOMMERCE",
    "Type": "REGULAR",
    "Coupon": {"Type": "SINGLE", "Code": "TENTH"},
    "Discount": {"Type": "PERCENT", "Value": 10},
    "Products": [{"Code": "STARTER"}],
}
_SPECIAL = {
    "Name": "Scanner for less",
    "ChannelType": "ALL",
    "Type": "SPECIAL_PRICE",
    "InstantDiscount": True,
    "Enabled": False,
}

PROMOTIONS = (
    step("getPromotion", "62B7F22FC5"),
    step("getPromotion", "0000000000"),
    step("searchPromotions"),
    step("searchPromotions", {"Types": ["REGULAR"], "Coupons": "save30,OTHER", "Pagination": {"Page": 1, "Limit": 2}}),
    step("searchPromotions", {"Types": ["SEASONAL"]}),
    step("addPromotion", _PROMOTION),
    step("addPromotion", _PROMOTION),
    step("addPromotion", {**_PROMOTION, "Discount": {"Type": "FIXED", "Values": []}}),
    step("updatePromotion", answered("addPromotion")),
    step("updatePromotion", {"Code": "0000000000"}),
    step("addPromotionProducts", answered("addPromotion", "Code"), [{"Code": "PRO"}]),
    step("addPromotionProducts", answered("addPromotion", "Code"), [{"Code": "NOTHING"}]),
    step(
        "setPromotionDiscount",
        answered("addPromotion", "Code"),
        {"Type": "FIXED", "Values": [{"Currency": "USD", "Amount": 5}], "DefaultCurrency": "USD"},
    ),
    step("setPromotionDiscount", answered("addPromotion", "Code"), {"Type": "PERCENT", "Value": 101}),
    step("addPromotionTranslations", answered("addPromotion", "Code"), [{"language": "de", "name": "Zehnt"}]),
    step("addPromotionTranslations", answered("addPromotion", "Code"), [{"language": "xx", "name": "?"}]),
    step("deletePromotionTranslations", answered("addPromotion", "Code")),
    step("deletePromotionTranslations", "0000000000"),
    step("addPromotionCoupon", answered("addPromotion", "Code"), {"Type": "MULTIPLE", "Codes": ["A1", "B2"]}),
    step("addPromotionCoupon", answered("addPromotion", "Code"), {"Type": "SINGLE", "Code": "SAVE30"}),
    step("deletePromotionCoupon", answered("addPromotion", "Code"), {"Type": "MULTIPLE", "Codes": ["b2"]}),
    step("deletePromotionCoupon", answered("addPromotion", "Code"), {"Type": "MULTIPLE", "Codes": ["B2"]}),
    step("getPriceMatrix", [{"Code": "SCANNER"}]),
    step("getPriceMatrix", [{"Code": "NOTHING"}]),
    step("addPromotion", lambda answers: {**_SPECIAL, "PriceMatrix": answers.get("getPriceMatrix")}),
    step("updatePromotion", answered("addPromotion")),
)

CROSS_SELL_CAMPAIGNS = (
    step("getProductCrossSellCampaigns", "15"),
    step("getProductCrossSellCampaigns", "NOTHING"),
    step("getCrossSellTexts", "fr"),
    step("getCrossSellTexts", "xx"),
    step("getCrossSellCampaign", "2Xrl83KSkemCv3G3dL%2B9eA%3D%3D"),
    step("getCrossSellCampaign", "nothing"),
    step(
        "createCrossSellCampaign",
        {
            "Name": "Drives",
            "MasterProducts": ["STARTER"],
            "DisplayType": "review",
            "DisplayInEmail": False,
            "Products": [{"ProductCode": "BOX", "Discount": 12.5, "DiscountType": "PERCENT"}],
        },
    ),
    step("createCrossSellCampaign", {"Name": "Nothing"}),
    step("updateCrossSellCampaign", answered("createCrossSellCampaign")),
    step("updateCrossSellCampaign", {"CampaignCode": "nothing"}),
    step("searchCrossSellCampaigns", {"RecommendedProducts": ["BOX"]}),
    step("searchCrossSellCampaigns", {"Status": "SLEEPING"}),
)

_UPSELL = {
    "Name": "Go pro",
    "StartDate": "2026-01-01",
    "EndDate": None,
    "DisplayForManualRenewals": True,
    "Discount": {"Type": "PERCENT", "Value": 15},
    "PrimaryProduct": {"Code": "STARTER", "Quantity": 0, "PriceOptions": []},
    "RecommendedProduct": {
        "Code": "PRO",
        "Quantity": 1,
        "PriceOptions": [{"Code": "SUPPORT", "Options": [{"Code": "emailsupport", "Value": None}]}],
    },
    "Description": "",
}

UPSELLS = (
    step("createUpSellCampaign", _UPSELL),
    step("createUpSellCampaign", {**_UPSELL, "RecommendedProduct": {"Code": "NOTHING"}}),
    step("getUpSellCampaign", answered("createUpSellCampaign", "Code")),
    step("getUpSellCampaign", "00000000-0000-4000-8000-000000000000"),
    step("updateUpSellCampaign", answered("createUpSellCampaign", "Code"), {"Name": "Go professional"}),
    step("updateUpSellCampaign", answered("createUpSellCampaign", "Code"), {"Name": ""}),
    step("disableUpSellCampaign", answered("createUpSellCampaign", "Code")),
    step("enableUpSellCampaign", answered("createUpSellCampaign", "Code")),
    step("enableUpSellCampaign", "00000000-0000-4000-8000-000000000000"),
    step("searchUpsellCampaigns", {"PrimaryProductCodes": ["STARTER"]}),
    step("searchUpsellCampaigns", {"Statuses": ["Gone"]}),
    step("updateDisplayType", {"UpsellingDisplayType": "interstitial"}),
    step("updateDisplayType", {"UpsellingDisplayType": "poster"}),
    step("deleteUpSellCampaign", answered("createUpSellCampaign", "Code")),
    step("deleteUpSellCampaign", answered("createUpSellCampaign", "Code")),
)

SCRIPTS = {
    Family.MERCHANT: (
        *MERCHANT,
        *ORDERS,
        *CATALOGUE,
        *SUBSCRIPTION,
        *PROMOTIONS,
        *CROSS_SELL_CAMPAIGNS,
        *UPSELLS,
        *CUSTOMERS,
        *SIGN_ON,
        *INFERRED,
        *LEADS,
        *SUBSCRIPTIONS,
        *PAYLOADS,
    ),
    Family.ORDER: CART,
    Family.PRODUCT: PRODUCT,
    Family.SUBSCRIPTION: (*SUBSCRIPTION, *SUBSCRIPTIONS),
    Family.CHANNEL_MANAGER: CHANNEL_MANAGER,
}


def methods_of(family: Family) -> Iterator[str]:
    """The names a family's script calls."""
    return (called.method for called in SCRIPTS[family])
