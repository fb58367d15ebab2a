"""Product groups, and the products in them."""

from rpc_server.api.dispatch import Call
from rpc_server.api.errors import InvalidArgument
from rpc_server.api.families import MERCHANT, MERCHANT_3_TO_4, MERCHANT_5_TO_6
from rpc_server.api.objects.paging import Pagination, window
from rpc_server.api.objects.product_groups import (
    ProductGroup,
    ProductGroupPage,
    ProductGroupSearch,
    read_product_group,
    show_product_group,
)
from rpc_server.api.objects.sent_values import text
from rpc_server.api.registry import method
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.catalog.errors import ProductCodeInvalid
from rpc_server.commerce.catalog.product_groups import model, service
from rpc_server.commerce.catalog.product_groups.errors import (
    GeneralGroupFixed,
    ProductGroupNameEmpty,
    ProductGroupNameTaken,
    ProductGroupNotFound,
    ProductNotInGroup,
)

_NEW = model.ProductGroup("", "")


@method("getProductGroups", MERCHANT, errors=[Forbidden], writes=False)
def get_product_groups(call: Call) -> list[ProductGroup]:
    """Every group: General, then the others by name."""
    return [show_product_group(group) for group in service.all_groups(call.context)]


@method("getProductGroup", MERCHANT, errors=[Forbidden, ProductGroupNotFound], writes=False)
def get_product_group(call: Call, group_code: str) -> ProductGroup:
    """The group of this code."""
    return show_product_group(service.find(call.context, group_code))


@method("searchProductGroups", MERCHANT_3_TO_4, errors=[Forbidden, InvalidArgument], writes=False)
def search_product_groups_list(call: Call, search_options: ProductGroupSearch | None = None) -> list[ProductGroup]:
    """The groups that meet every given option: page 1 of 10 by default. The name of the method is inferred."""
    return _search(call, search_options).items


@method("searchProductGroups", MERCHANT_5_TO_6, errors=[Forbidden, InvalidArgument], writes=False)
def search_product_groups(call: Call, search_options: ProductGroupSearch | None = None) -> ProductGroupPage:
    """A page of the groups that meet every given option. The name of the method is inferred."""
    return _search(call, search_options)


@method("addProductGroup", MERCHANT, errors=[Forbidden, ProductGroupNameEmpty, ProductGroupNameTaken])
def add_product_group(call: Call, product_group: ProductGroup) -> bool:
    """Keep a new group under a drawn code; the name must be new."""
    service.add(call.context, read_product_group(product_group, _NEW))
    return True


@method(
    "updateProductGroup",
    MERCHANT,
    errors=[Forbidden, ProductGroupNotFound, ProductGroupNameEmpty, ProductGroupNameTaken, GeneralGroupFixed],
)
def update_product_group(call: Call, product_group: ProductGroup) -> bool:
    """Change what the object states of the group of its Code."""
    current = service.to_change(call.context, text(product_group.code) or "")
    service.update(call.context, read_product_group(product_group, current))
    return True


@method("assignProductGroup", MERCHANT, errors=[Forbidden, ProductCodeInvalid, ProductGroupNotFound])
def assign_product_group(call: Call, product_code: str, group_code: str) -> bool:
    """Move a product into a group."""
    service.assign(call.context, product_code, group_code)
    return True


@method(
    "unassignProductGroup", MERCHANT, errors=[Forbidden, ProductCodeInvalid, ProductGroupNotFound, ProductNotInGroup]
)
def unassign_product_group(call: Call, product_code: str, group_code: str) -> bool:
    """Move a product out of the group it is in; it falls back to General."""
    service.unassign(call.context, product_code, group_code)
    return True


def _search(call: Call, options: ProductGroupSearch | None) -> ProductGroupPage:
    options = options or ProductGroupSearch()
    page = window(options.pagination, options.page, options.limit)
    search = model.ProductGroupSearch(
        name=text(options.name),
        template_name=text(options.template_name),
        page=page.page or 1,
        limit=page.limit or 1,
    )
    groups, count = service.search(call.context, search)
    return ProductGroupPage(
        items=[show_product_group(group) for group in groups],
        pagination=Pagination(page=page.page, limit=page.limit, count=count),
    )
