"""Product groups as the merchant API 3.0 to 6.0 shows and reads them. A member left out, or null, says nothing."""

from typing import Annotated

from rpc_server.api.objects.option_groups import Words
from rpc_server.api.objects.paging import Pagination
from rpc_server.api.objects.pricing_configurations import Line
from rpc_server.api.objects.sent_values import text
from rpc_server.api.shapes import ApiObject, MaxLength
from rpc_server.commerce.catalog.product_groups import model


class ProductGroup(ApiObject):
    """A group of products. ``Code`` is drawn when it is made."""

    name: Line = None
    code: Annotated[str | None, MaxLength(50)] = None
    template_name: Line = None
    description: Words = None
    enabled: bool | None = None


class ProductGroupPage(ApiObject):
    """One page of found groups (5.0 on; before, the answer is the bare list)."""

    items: list[ProductGroup]
    pagination: Pagination


class ProductGroupSearch(ApiObject):
    """What to look for; null and empty members ask for nothing. Both texts are parts of names (members inferred)."""

    name: Line = None
    template_name: Line = None
    limit: int | None = None
    page: int | None = None
    pagination: Pagination | None = None


def show_product_group(group: model.ProductGroup) -> ProductGroup:
    """The group as answered."""
    return ProductGroup(
        name=group.name,
        code=group.code,
        template_name=group.template_name,
        description=group.description,
        enabled=group.is_enabled,
    )


def read_product_group(sent: ProductGroup, onto: model.ProductGroup) -> model.ProductGroup:
    """``onto`` with what was stated."""
    return model.ProductGroup(
        code=onto.code,
        name=onto.name if sent.name is None else text(sent.name) or "",
        template_name=onto.template_name if sent.template_name is None else sent.template_name,
        description=onto.description if sent.description is None else sent.description,
        is_enabled=onto.is_enabled if sent.enabled is None else sent.enabled,
    )
