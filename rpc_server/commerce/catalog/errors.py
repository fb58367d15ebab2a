"""What can be wrong with a request for something of the catalogue.

``ORDER_PRODUCT_CODE_INVALID`` and ``PRODUCT_ERROR`` are the documented codes of orders; the pages of the
catalogue methods name none, so they are used there too (inferred).
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


class CodeTaken(ApiError):
    """Something of the catalogue has this code already."""

    code = "PRODUCT_CODE_NOT_UNIQUE"
    text = "The code is taken."
