"""What can be wrong with a request for something of the catalogue.

``ORDER_PRODUCT_CODE_INVALID`` and ``PRODUCT_ERROR`` are the documented codes of orders; the pages of the
catalogue methods name none, so they are used there too (inferred). All other codes here are ours, in the same
spelling.
"""

from rpc_server.errors import ApiError


class ProductCodeInvalid(ApiError):
    """No product of the merchant has this code."""

    code = "ORDER_PRODUCT_CODE_INVALID"
    text = "Invalid product code."


class ProductIdInvalid(ApiError):
    """No product of the merchant has this id."""

    code = "PRODUCT_ERROR"
    text = "Invalid product id."


class ProductSkuInvalid(ApiError):
    """No product of the merchant is sold under this SKU."""

    code = "PRODUCT_ERROR"
    text = "Invalid product SKU."


class ExchangeRateInvalid(ApiError):
    """No exchange rate can be so. The code is ours."""

    code = "EXCHANGE_RATE_INVALID"
    text = "The exchange rate is not valid."


class CatalogRefused(ApiError):
    """Something a merchant wants to put into its catalogue, or to change there, that is not kept."""

    code = "CATALOG_ERROR"
    text = "The catalogue cannot be changed so."


class CodeTaken(CatalogRefused):
    """Something of the catalogue has this code already."""

    code = "PRODUCT_CODE_NOT_UNIQUE"
    text = "The code is taken."


class TextMissing(CatalogRefused):
    """A name, code or label that is left out or blank."""

    code = "VALUE_EMPTY"
    text = "A text is required."


class LanguageInvalid(CatalogRefused):
    """A translation into no language."""

    code = "TRANSLATION_LANGUAGE_INVALID"
    text = "There is no such language."


class NotEditable(CatalogRefused):
    """A new value for what stays as it was made."""

    code = "VALUE_NOT_EDITABLE"
    text = "The value cannot be changed."


class BillingCycleInvalid(CatalogRefused):
    code = "PRODUCT_BILLING_CYCLE_INVALID"
    text = "The billing cycle is not valid."


class ShippingClassInvalid(CatalogRefused):
    code = "PRODUCT_SHIPPING_CLASS_INVALID"
    text = "The shipping class is not valid."


class BundleInvalid(CatalogRefused):
    code = "PRODUCT_BUNDLE_INVALID"
    text = "The bundled products are not valid."


class PricingConfigurationsEmpty(CatalogRefused):
    code = "PRODUCT_PRICING_CONFIGURATIONS_EMPTY"
    text = "At least one pricing configuration is required."


class PricingConfigurationNotFound(CatalogRefused):
    """The product has no pricing configuration of this code or name."""

    code = "PRICING_CONFIGURATION_NOT_FOUND"
    text = "There is no such pricing configuration."


class PricingConfigurationInvalid(CatalogRefused):
    code = "PRICING_CONFIGURATION_INVALID"
    text = "The pricing configuration is not valid."


class PricingNameTaken(PricingConfigurationInvalid):
    """Two configurations of one product that no name, schema and price type tell apart."""

    code = "PRICING_CONFIGURATION_NAME_NOT_UNIQUE"
    text = "The product has a pricing configuration of this name."


class BillingCountryUnknown(PricingConfigurationInvalid):
    code = "PRICING_CONFIGURATION_COUNTRY_INVALID"
    text = "There is no such country."


class PricesEmpty(PricingConfigurationInvalid):
    code = "PRICING_CONFIGURATION_PRICES_EMPTY"
    text = "At least one regular price in the default currency is required."


class PriceAmountInvalid(PricingConfigurationInvalid):
    code = "PRICE_AMOUNT_INVALID"
    text = "The amount is not valid."


class PriceCurrencyInvalid(PricingConfigurationInvalid):
    code = "PRICE_CURRENCY_INVALID"
    text = "There is no such currency."


class PriceIntervalInvalid(PricingConfigurationInvalid):
    """A quantity outside 1 to 99999, or intervals that overlap or leave a gap."""

    code = "PRICE_INTERVAL_INVALID"
    text = "The quantities are not valid."


class PriceCombinationInvalid(PricingConfigurationInvalid):
    """Options that no buyer can choose together, or a combination where there can be none."""

    code = "PRICE_OPTION_CODES_INVALID"
    text = "The combination of price options is not valid."


class OptionGroupNotFound(CatalogRefused):
    code = "PRICE_OPTION_GROUP_NOT_FOUND"
    text = "There is no such price option group."


class OptionGroupInvalid(CatalogRefused):
    code = "PRICE_OPTION_GROUP_INVALID"
    text = "The price option group is not valid."


class OptionsEmpty(OptionGroupInvalid):
    """That a group needs options is documented, the code is not."""

    code = "PRICE_OPTION_GROUP_OPTIONS_EMPTY"
    text = "A price option group needs options."


class OptionCodeInvalid(OptionGroupInvalid):
    code = "PRICE_OPTION_CODE_INVALID"
    text = "The code of the option is not valid."


class ScaleInvalid(OptionGroupInvalid):
    """That intervals need both ends and must not overlap is documented, the code is not."""

    code = "PRICE_OPTION_INTERVAL_INVALID"
    text = "The interval is not valid."


class UsageMustBeOptional(OptionGroupInvalid):
    """The rule is documented, the code is not."""

    code = "PRICE_OPTION_GROUP_REQUIRED_INVALID"
    text = "A choice of options paid per usage cannot be required."


class ImpactInvalid(OptionGroupInvalid):
    code = "PRICE_OPTION_IMPACT_INVALID"
    text = "The impact of the option is not valid."


class OptionInUse(OptionGroupInvalid):
    """An option a price was set for, or a group that has such options, is to go."""

    code = "PRICE_OPTION_IN_USE"
    text = "There are prices for this option."
