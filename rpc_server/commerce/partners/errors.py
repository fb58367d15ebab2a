"""What partner calls are refused for: codes and texts of the Channel Manager API 2.1, to the letter.

Clients match on texts too, and one code carries several. Where the documents show a text without its code, or
neither, the docstring says so.
"""

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
    """``getPartnerPricingLists`` and ``getPricingListInformation`` find none: an article less than elsewhere."""

    code = "PARTNER_PRICING_LISTS_NOT_FOUND"
    text = "There are no pricing lists with provided code."


class InvalidProductId(ApiError):
    """A product id that is none. The text is documented for ``addProduct``; the code is that of ``getProductPrice``."""

    code = "PRODUCT_ERROR"
    text = "Invalid product ID."


class ProductNotListed(ApiError):
    """The price list offers no such product. The text is documented for ``addProduct``; the code is inferred."""

    code = "PRODUCT_NOT_FOUND"
    text = "There is no active product with the specified product ID in the given pricing list."


class QuantityNotAvailable(ApiError):
    """The price list has no price for this many. The text is documented, the code is inferred."""

    code = "INVALID_QUANTITY"
    text = "Quantity is not available for purchase."


class InvalidOrderReference(ApiError):
    """No such order of this partner."""

    code = "INVALID_REFERENCE"
    text = "The provided order reference is invalid."


class OrderNotApproved(ApiError):
    """A proforma over an order the merchant has not approved, or that was canceled. Code and text are inferred."""

    code = "INVALID_REFERENCE"
    text = "Only approved orders can be added to a partner invoice."


class OrderAlreadyInvoiced(ApiError):
    """A proforma over an order that is on one. Code and text are inferred."""

    code = "INVALID_REFERENCE"
    text = "The order is already part of a partner invoice."


class MixedCurrencies(ApiError):
    """A proforma over orders of several currencies. Code and text are inferred."""

    code = "INVALID_REFERENCE"
    text = "All orders of a partner invoice must have the same currency."


class InvalidProformaNumber(ApiError):
    """No such proforma of this partner."""

    code = "INVALID_PROFORMA_NUMBER"
    text = "Invalid partner invoice number."
