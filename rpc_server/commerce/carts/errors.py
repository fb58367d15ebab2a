"""What a session cart can be refused for. Texts as documented for the Channel Manager, where there are any."""

from rpc_server.errors import ApiError


class EmptyCart(ApiError):
    """A call that needs products in the cart came before any was added."""

    code = "EMPTY_CART"
    text = "The shopping cart is empty."


class NotInCart(ApiError):
    """The cart has no such line. The text is documented, the code is not."""

    code = "PRODUCT_NOT_FOUND"
    text = "There is no product with the specified settings in cart."


class CartFull(ApiError):
    """The cart has as many lines as it takes."""

    code = "CART_FULL"
    text = "The shopping cart takes no more products."


class InvalidExternalReference(ApiError):
    """An external reference that is empty, or too long to be kept."""

    code = "INVALID_SOURCE"
    text = "The provided external reference is empty."


class BillingNotSet(ApiError):
    """An order is placed before ``setBillingDetails``. Our code."""

    code = "ORDER_BILLING_DETAILS_EMPTY"
    text = "Billing details have not been set."
