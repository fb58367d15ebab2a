"""What can be wrong with a SKU. The codes are ours."""

from rpc_server.commerce.catalog.errors import CatalogRefused


class SkuNotFound(CatalogRefused):
    code = "SKU_NOT_FOUND"
    text = "There is no SKU for this purchase."


class SkuTaken(CatalogRefused):
    """A SKU of another product: one is found by its SKU."""

    code = "SKU_NOT_UNIQUE"
    text = "Another product has this SKU."


class SkuTermsInvalid(CatalogRefused):
    """A way the product is not sold."""

    code = "SKU_PRICE_INVALID"
    text = "The product is not sold so."
