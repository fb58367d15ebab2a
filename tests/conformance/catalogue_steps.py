"""What a merchant writes into its catalogue, and reads there: each method with success, and refused."""

from typing import Any

from tests.conformance.stepping import answered, step

_PRICES = {
    "Regular": [
        {"Amount": 10.5, "Currency": "USD", "MinQuantity": 1, "MaxQuantity": 9},
        {"Amount": 9, "Currency": "USD", "MinQuantity": "10", "MaxQuantity": "99999"},
        {"Amount": 8, "Currency": "EUR"},
    ]
}
_PRODUCT: dict[str, Any] = {
    "ProductCode": "GRÖSSE",
    "ProductName": "Größe ✓",
    "PricingConfigurations": [
        {"Name": "Main", "Prices": _PRICES, "PriceOptions": [{"Code": "SUPPORT", "Required": True}]}
    ],
    "Translations": [{"Language": "DE", "Name": "Neu"}],
    "ShippingClass": {"Name": "Heavy", "Amount": 2.5, "Currency": "USD", "ApplyTo": "PRODUCT", "Type": "FIXED"},
    "Tangible": 1,
    "GeneratesSubscription": True,
    "SubscriptionInformation": {"BillingCycle": "1", "BillingCycleUnits": "M", "GracePeriod": None},
}
_CODE = answered("getPricingConfigurations", 0, "Code")

PRODUCTS = (
    step("addProduct", _PRODUCT),
    step("addProduct", _PRODUCT),
    step("addProduct", {**_PRODUCT, "ProductCode": "BAD", "PricingConfigurations": []}),
    step("addProduct"),
    step("getProductByCode", "GRÖSSE"),
    step("updateProduct", answered("getProductByCode")),
    step("updateProduct", {"ProductCode": "GRÖSSE", "ProductName": "Kleiner", "ShippingClass": None}),
    step("updateProduct", {"ProductCode": "NOTHING"}),
    step("setProductStatus", "GRÖSSE", False),
    step("setProductStatus", "NOTHING", True),
    step("getProductByCode", "GRÖSSE"),
)
PRICING = (
    step("getPricingConfigurations", "NOTHING"),
    step("getPricingConfigurations", "GRÖSSE"),
    step("getPricingConfigurationByCode", "GRÖSSE", _CODE),
    step("getPricingConfigurationByCode", "GRÖSSE", "NOTHING"),
    step("getPricingConfigurationByName", "GRÖSSE", "Main", "DYNAMIC", "NET"),
    step("getPricingConfigurationByName", "GRÖSSE", "Main", "ROUND"),
    step("addPricingConfiguration", {"Name": "Second", "Default": True, "Prices": _PRICES}, "GRÖSSE"),
    step("addPricingConfiguration", {"Name": "Third", "Prices": {"Regular": []}}, "GRÖSSE"),
    step(
        "updatePricingConfiguration",
        lambda answers: {"Code": _CODE(answers), "Prices": {"Regular": [{"Amount": -1, "Currency": "EUR"}]}},
        "GRÖSSE",
    ),
    step("updatePricingConfiguration", {"Code": "NOTHING"}, "GRÖSSE"),
    step("assignPricingConfigurationOption", "GRÖSSE", _CODE, "ADDONS", True),
    step("assignPricingConfigurationOption", "GRÖSSE", _CODE, "NOTHING", True),
    step("unassignPricingConfigurationOption", "GRÖSSE", _CODE, "ADDONS"),
    step("unassignPricingConfigurationOption", "GRÖSSE", _CODE, "ADDONS"),
    step("getPricingConfigurations", "GRÖSSE"),
)

_GROUP = {
    "Type": "RADIO",
    "Code": "METAL",
    "Name": "Metal",
    "Options": [
        {
            "Value": "gold",
            "Name": "Gold",
            "PriceImpact": {"Method": "FIXED", "Amounts": [{"Currency": "USD", "Amount": 1.5}]},
        },
        {"Value": "tin", "PriceImpact": {"Method": "PERCENT", "Percent": 2.5, "Impact": "SUBTRACT"}},
    ],
}
OPTIONS = (
    step("addPriceOptionGroup", _GROUP),
    step("addPriceOptionGroup", _GROUP),
    step("addPriceOptionGroup", {**_GROUP, "Code": "EMPTY", "Options": []}),
    step("getPriceOptionGroup", "METAL"),
    step("getPriceOptionGroup", "NOTHING"),
    step("updatePriceOptionGroup", answered("getPriceOptionGroup")),
    step("updatePriceOptionGroup", {"Code": "METAL", "Required": True}),
    step("searchPriceOptionGroups", {"Types": ["RADIO"], "Limit": 1}),
    step("searchPriceOptionGroups", {"Types": ["WHEEL"]}),
)

_NEW_GROUP = answered("getProductGroups", -1, "Code")
GROUPS = (
    step("addProductGroup", {"Name": "Zoo", "TemplateName": "Animals"}),
    step("addProductGroup", {"Name": "Zoo"}),
    step("addProductGroup", {"Name": ""}),
    step("getProductGroups"),
    step("getProductGroup", _NEW_GROUP),
    step("getProductGroup", "NOTHING"),
    step("updateProductGroup", lambda answers: {**answers["getProductGroup"], "Enabled": False}),
    step("updateProductGroup", {"Code": "General", "Name": "Special"}),
    step("searchProductGroups", {"TemplateName": "anim"}),
    step("searchProductGroups", {"Limit": 500}),
    step("assignProductGroup", "GRÖSSE", _NEW_GROUP),
    step("assignProductGroup", "GRÖSSE", "NOTHING"),
    step("unassignProductGroup", "GRÖSSE", _NEW_GROUP),
    step("unassignProductGroup", "GRÖSSE", _NEW_GROUP),
)

_FIELD = {"Code": "SIZE", "Label": "Size", "Type": "LISTBOX", "ApplyTo": "PRODUCT", "Values": ["S", "größer"]}
FIELDS = (
    step("addAdditionalField", _FIELD),
    step("addAdditionalField", _FIELD),
    step("addAdditionalField", {**_FIELD, "Code": "OTHER", "Values": []}),
    step("getAdditionalFields"),
    step("getAdditionalField", "SIZE"),
    step("getAdditionalField", "NOTHING"),
    step("updateAdditionalField", answered("getAdditionalField")),
    step("updateAdditionalField", {"Code": "NOTHING"}),
    step("assignAdditionalField", "SIZE", True, "GRÖSSE"),
    step("assignAdditionalField", "NOTHING", True, "GRÖSSE"),
    step("getAssignedAdditionalFields", "GRÖSSE"),
    step("getAssignedAdditionalFields", "NOTHING"),
    step("unassignAdditionalField", "SIZE", "GRÖSSE"),
    step("unassignAdditionalField", "SIZE", "GRÖSSE"),
)


def _with_sku(answers: dict[str, Any]) -> dict[str, Any]:
    schema = answers["getSchema"]
    return {**schema, "Prices": [{**schema["Prices"][0], "SkuCode": "SKU-1"}]}


def _details(answers: dict[str, Any]) -> dict[str, Any]:
    price = answers["getSchema"]["Prices"][0]
    return {"Quantity": 1, **{key: price[key] for key in ("PricingConfigurationCode", "Currency", "PurchaseType")}}


SKUS = (
    step("getSchema", "STARTER", ["USD"]),
    step("getSchema", "NOTHING"),
    step("setSku", _with_sku),
    step("setSku", {"ProductCode": "NOTHING"}),
    step("searchSku", {"SkuCodes": ["SKU-1"]}),
    step("searchSku", {"PurchaseTypes": ["GIFT"]}),
    step("getSKUCodeByDetails", _details),
    step("getSKUCodeByDetails", {"PricingConfigurationCode": "X", "Currency": "USD", "PurchaseType": "TRIAL"}),
)

_US = {"CountryCode": "US", "State": "WV"}
SETTINGS = (
    step("getShippingPrice", [{"Code": "BOX", "Quantity": 2}], {"CountryCode": "RO"}, None, "EUR"),
    step("getShippingPrice", [{"Code": "NOTHING", "Quantity": 2}]),
    step("getPrice", {"Code": "34924C876E", "Quantity": 9}, _US, "USD"),
    step(
        "getPrice", {"Code": "SUITE", "Quantity": 1, "PriceOptions": ["emailsupport", "Users=7"]}, {"CountryCode": "RO"}
    ),
    step("getPrice", {"Code": "NOTHING", "Quantity": 1}),
    step("getAvailableCountries", "de"),
    step("getAvailableCountries", "xx"),
    step("getAvailableCurrencies"),
    step("getAvailableCurrencies", "RO", "CC"),
    step("getAvailableCurrencies", "RO", "SHELLS"),
    step("getAvailableLanguages"),
    step("getCountryStates", "RO"),
    step("getCountryStates", "XX"),
)

CATALOGUE = (*OPTIONS, *PRODUCTS, *PRICING, *GROUPS, *FIELDS, *SKUS, *SETTINGS)
