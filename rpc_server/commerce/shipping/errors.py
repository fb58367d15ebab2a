"""What can be wrong with shipping. The code is ours."""

from rpc_server.errors import ApiError


class ShippingNotPriced(ApiError):
    """The shipping class of a product has neither an amount in the currency nor a rate to convert it."""

    code = "SHIPPING_CURRENCY_INVALID"
    text = "Shipping has no price in this currency."
