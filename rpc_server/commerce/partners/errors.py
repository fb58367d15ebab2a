"""What partner calls are refused for: codes and texts of the Channel Manager API 2.1, to the letter.

Clients match on texts too, and one code carries several. Where the documents show a text without its code, or
neither, the docstring says so.
"""

from dataclasses import dataclass

from rpc_server.errors import ApiError


class NoPartnerSet(ApiError):
    """Pricing, products, cart, order status, proformas and billing need ``setPartner`` first."""

    code = "INVALID_PARTNER"
    text = "No partner is set."


class NoPartnerSetForPricingLists(NoPartnerSet):
    """``getPartnerPricingLists`` alone is documented without the full stop."""

    text = "No partner is set"


class PartnerCodeMissing(ApiError):
    """``setPartner`` or ``getPartnerByCode`` without a code."""

    code = "INVALID_PARTNER"
    text = "Partner code is mandatory."


class PartnerNotActive(ApiError):
    """``setPartner`` with the code of no active partner of this merchant."""

    code = "INVALID_PARTNER"
    text = "Provided partner code is not associated with an active partner account in the Avangate system."


class PartnerNotFound(ApiError):
    """``getPartnerByCode`` with the code of no active partner: other words than ``setPartner`` has."""

    code = "INVALID_PARTNER"
    text = "Partner code provided is not associated with an active partner account in the Avangate system."


class PriceListNotFound(ApiError):
    """No price list of this code is assigned to the partner."""

    code = "PARTNER_PRICING_LISTS_NOT_FOUND"
    text = "There are no pricing lists with the provided code."


class NoPriceLists(ApiError):
    """The same in ``getPartnerPricingLists``, ``getPricingListInformation`` and ``getProductById``: other words."""

    code = "PARTNER_PRICING_LISTS_NOT_FOUND"
    text = "There are no pricing lists with provided code."


class InvalidProductId(ApiError):
    """A product id that is none. The text is documented for ``addProduct``; the code is that of ``getProductPrice``."""

    code = "PRODUCT_ERROR"
    text = "Invalid product ID."


class ProductIdMissing(ApiError):
    """``getProductById`` without a product id."""

    code = "INVALID_PRODUCT"
    text = "Please provide a valid product ID."


class ProductCodeMissing(ApiError):
    """``getProductByCode`` without a product code; the text is the documented one."""

    code = "INVALID_PRODUCT"
    text = "Provide a valid product ID."


class PriceListCodeMissing(ApiError):
    """``getProductById`` without the code of a price list."""

    code = "INVALID_PRICING_LIST_CODE"
    text = "Please provide a valid pricing list code."


class PriceListCodeNotGiven(ApiError):
    """``getProductByCode`` without the code of a price list."""

    code = "INVALID_PRICING_LIST_CODE"
    text = "Provide a valid pricing list code."


class ProductNotListed(ApiError):
    """The price list offers no such product. The text is documented for ``addProduct``; the code is inferred."""

    code = "PRODUCT_NOT_FOUND"
    text = "There is no active product with the specified product ID in the given pricing list."


class ProductIdNotListed(ApiError):
    """The same in ``getProductById``."""

    code = "PRODUCT_NOT_FOUND"
    text = "There is no product with this id in the given pricing list."


class ProductCodeNotListed(ApiError):
    """The same in ``getProductByCode``; the text is the documented one."""

    code = "PRODUCT_NOT_FOUND"
    text = "There is no product with this ID in the given pricing list."


class ProductNotPriced(ApiError):
    """The same in ``getProductPrice``."""

    code = "PRODUCT_NOT_FOUND"
    text = "There is no active product with the provided ID in the given pricing list."


@dataclass(frozen=True, slots=True)
class Wording:
    """How one method refuses a product of a price list: the same situations have other words in each."""

    no_product: type[ApiError]
    no_price_list_code: type[ApiError]
    no_price_list: type[ApiError]
    not_listed: type[ApiError]


ADDING = Wording(InvalidProductId, PriceListNotFound, PriceListNotFound, ProductNotListed)
READING_BY_ID = Wording(ProductIdMissing, PriceListCodeMissing, NoPriceLists, ProductIdNotListed)
READING_BY_CODE = Wording(ProductCodeMissing, PriceListCodeNotGiven, PriceListNotFound, ProductCodeNotListed)
PRICING = Wording(InvalidProductId, PriceListNotFound, PriceListNotFound, ProductNotPriced)


class QuantityNotAvailable(ApiError):
    """The price list has no price for this many. The text is documented, the code is inferred."""

    code = "INVALID_QUANTITY"
    text = "Quantity is not available for purchase."


class InvalidOrderReference(ApiError):
    """No such order of this partner."""

    code = "INVALID_REFERENCE"
    text = "The provided order reference is invalid."


class InvalidSearch(ApiError):
    """``searchPartners`` without a text to look for."""

    code = "INVALID_SEARCH"
    text = "Invalid value. Please use a string to search."


class InvalidComment(ApiError):
    """``setComment`` without a comment."""

    code = "INVALID_COMMENT"
    text = "The provided comment is empty."


class PartnerNotSet(ApiError):
    """Subscriptions, end users and ``createReseller`` need ``setPartner`` first: another code than elsewhere."""

    code = "NOT_FOUND_PARTNER"
    text = "A partner must be set first."


class OrderReferenceMissing(ApiError):
    """Subscriptions or the reseller of an order, without its reference."""

    code = "EMPTY_ORDER_REFERENCE"
    text = "Order reference not provided."


class OrderReferenceInvalid(ApiError):
    """The same with a reference the partner has no order of: other words than ``getOrderStatus`` has."""

    code = "INVALID_REFERENCE"
    text = "Invalid order reference."


class OrderNotWaiting(ApiError):
    """An order that does not wait for what the merchant would do with it. Our code."""

    code = "PARTNER_ORDER_NOT_WAITING"
    text = "The order does not wait for this."


class PartnerUserNotFound(ApiError):
    """``getPartnerUser`` of nobody. Code and text are ours."""

    code = "PARTNER_USER_NOT_FOUND"
    text = "There is no such user of a partner."
