"""What can be wrong with a product group. That names are unique and not blank is documented, the codes are ours."""

from rpc_server.commerce.catalog.errors import CatalogRefused


class ProductGroupNotFound(CatalogRefused):
    code = "PRODUCT_GROUP_NOT_FOUND"
    text = "There is no such product group."


class ProductGroupNameEmpty(CatalogRefused):
    code = "PRODUCT_GROUP_NAME_EMPTY"
    text = "A product group needs a name."


class ProductGroupNameTaken(CatalogRefused):
    code = "PRODUCT_GROUP_NAME_NOT_UNIQUE"
    text = "There is a product group of this name."


class GeneralGroupFixed(CatalogRefused):
    """The group General is every merchant's, and stays as it is."""

    code = "PRODUCT_GROUP_NOT_EDITABLE"
    text = "The group General cannot be changed."


class ProductNotInGroup(CatalogRefused):
    code = "PRODUCT_GROUP_NOT_ASSIGNED"
    text = "The product is not in this group."
