"""What can be wrong with the price of an item.

``ORDER_ITEMS_QUANTITY_INVALID`` is documented; no page names codes for price options, currencies and
cross-sell claims, so these are spelled after their documented neighbours (inferred).
"""

from rpc_server.errors import ApiError


class PriceOptionsInvalid(ApiError):
    """The price options of an item are not a choice its product offers."""

    code = "ORDER_PRODUCT_PRICE_OPTIONS_INVALID"
    text = "The price options are not valid."


class UnknownPriceOption(PriceOptionsInvalid):
    """An option code the product does not have."""


class PriceOptionMissing(PriceOptionsInvalid):
    """A required group without a choice and without a default one."""


class TooManyPriceOptions(PriceOptionsInvalid):
    """Several choices in a group that takes one."""


class ScaleOutOfRange(PriceOptionsInvalid):
    """A number none of the group's intervals holds."""


class CombinationNotPriced(PriceOptionsInvalid):
    """A FLAT configuration without a price for this combination of options."""


class QuantityNotPriced(ApiError):
    """No price interval holds the quantity."""

    code = "ORDER_ITEMS_QUANTITY_INVALID"
    text = "The quantity must be between 1 and 99999."


class CurrencyNotPriced(ApiError):
    """The product has no price in the currency asked for."""

    code = "ORDER_PRODUCT_CURRENCY_INVALID"
    text = "The product has no price in this currency."


class NotPriced(ApiError):
    """The product has no pricing configuration that speaks for the country."""

    code = "ORDER_PRODUCT_INVALID"
    text = "The product has no price."


class CrossSellRefused(ApiError):
    """The campaign does not give the discount claimed."""

    code = "ORDER_CROSS_SELL_INVALID"
    text = "The cross-sell campaign does not apply."
