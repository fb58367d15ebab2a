"""Products: whole, and written too, in API 3.0 to 6.0; as cart products, to read, in order 2.x and product 2.x."""

from typing import Annotated, Any

from rpc_server.api.dispatch import Call
from rpc_server.api.errors import InvalidArgument
from rpc_server.api.families import MERCHANT, MERCHANT_3_TO_4, MERCHANT_5_TO_6, ORDER, PRODUCT
from rpc_server.api.objects.paging import Pagination, window
from rpc_server.api.objects.product_infos import (
    ProductInfo,
    ProductsSearchOptions,
    SimpleProduct,
    show_product_info,
    show_simple_product,
)
from rpc_server.api.objects.product_reading import read_id, read_product
from rpc_server.api.objects.product_showing import show_product
from rpc_server.api.objects.products import Product, ProductPage, ProductSearchOptions
from rpc_server.api.objects.sent_values import text
from rpc_server.api.registry import method
from rpc_server.api.shapes import MaxLength, Wire
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.catalog import model, service
from rpc_server.commerce.catalog.additional_fields import service as additional_fields
from rpc_server.commerce.catalog.authoring import products
from rpc_server.commerce.catalog.errors import (
    CatalogRefused,
    CodeTaken,
    NotEditable,
    ProductCodeInvalid,
    ProductIdInvalid,
    ProductSkuInvalid,
)

_CART = ORDER + PRODUCT


@method("addProduct", MERCHANT, errors=[Forbidden, CodeTaken, CatalogRefused, InvalidArgument])
def add_product(call: Call, product: Product) -> bool:
    """Put a new product on sale; required are ProductCode, ProductName and PricingConfigurations.

    ``AvangateId`` and ``GroupName`` are not looked at. As recorded: pricing configurations get codes of their own
    and none is the default one, RenewalEmails of the type GLOBAL are the account's, and translations of the
    information by e-mail are not kept. ProductGroupCode and TaxCategory, documented as required in 6.0, are not:
    without them the product is in the group General, and taxed at the standard rate.
    """
    products.add(call.context, read_product(product))
    return True


@method(
    "updateProduct",
    MERCHANT,
    errors=[Forbidden, ProductCodeInvalid, ProductIdInvalid, NotEditable, CatalogRefused, InvalidArgument],
)
def update_product(call: Call, product: Product) -> bool:
    """Change what the object states of the product of its AvangateId, or of its ProductCode without one.

    ProductType and ProductCode stay, and inside PricingConfigurations, which are told apart by their codes, Code,
    PricingSchema and the intervals of quantity; configurations not spoken of stay as well.
    """
    code = text(product.product_code) or ""
    current = products.to_change(call.context, product_id=read_id(product.avangate_id), code=code)
    products.update(call.context, current, read_product(product, onto=current))
    return True


@method("setProductStatus", MERCHANT, errors=[Forbidden, ProductCodeInvalid])
def set_product_status(
    call: Call,
    product_code: str,
    status: bool = False,  # noqa: FBT001, FBT002 - the documented place
    review_product_url: Annotated[str | None, Wire("ReviewProductUrl"), MaxLength(2000)] = None,
    review_additional_details: Annotated[str | None, Wire("ReviewAdditionalDetails"), MaxLength(65_535)] = None,
) -> bool:
    """Put a product on sale or take it off; off without a status, for published sample clients leave false out.

    There are no reviews here: what is told for one is not kept.
    """
    products.set_status(call.context, product_code, is_enabled=status)
    return True


@method("getProductByCode", MERCHANT, errors=[Forbidden, ProductCodeInvalid], writes=False)
def get_product_by_code(call: Call, product_code: str) -> Product:
    """The product of this code."""
    return _show(call, [service.known_product(call.context, product_code)])[0]


@method("getProductById", MERCHANT, errors=[Forbidden, ProductIdInvalid], writes=False)
def get_product_by_id(call: Call, product_id: int) -> Product:
    """The product of this AvangateId."""
    return _show(call, [service.known_product_by_id(call.context, product_id)])[0]


@method("searchProducts", MERCHANT_3_TO_4, errors=[Forbidden, InvalidArgument], writes=False)
def search_products_list(call: Call, search_options: ProductSearchOptions | None = None) -> list[Product]:
    """The products that meet every given option, by code unless asked otherwise: page 1 of 10 by default."""
    return _search(call, search_options).items


@method("searchProducts", MERCHANT_5_TO_6, errors=[Forbidden, InvalidArgument], writes=False)
def search_products(call: Call, search_options: ProductSearchOptions | None = None) -> ProductPage:
    """A page of the products that meet every given option, by code unless asked otherwise."""
    return _search(call, search_options)


@method("getProductByCode", _CART, errors=[Forbidden, ProductCodeInvalid], writes=False)
def get_product_info_by_code(call: Call, product_code: str) -> ProductInfo:
    """The product of this code, priced in the currency and for the country of the session."""
    return _show_info(call, service.known_product(call.context, product_code))


@method("getProductById", _CART, errors=[Forbidden, ProductIdInvalid], writes=False)
def get_product_info_by_id(call: Call, product_id: int) -> ProductInfo:
    """The product of this id, priced in the currency and for the country of the session."""
    return _show_info(call, service.known_product_by_id(call.context, product_id))


@method("getProductBySKU", _CART, errors=[Forbidden, ProductSkuInvalid], writes=False)
def get_product_info_by_sku(call: Call, sku: str) -> ProductInfo:
    """The product sold under this SKU, priced in the currency and for the country of the session."""
    product = service.product_by_sku(call.context, sku)
    if product is None:
        raise ProductSkuInvalid(f"No product has the SKU [{sku}].", field="SKU")
    return _show_info(call, product)


@method("searchProducts", _CART, errors=[Forbidden, InvalidArgument], writes=False)
def search_simple_products(call: Call, search_options: ProductsSearchOptions | None = None) -> list[SimpleProduct]:
    """The products that meet every given option, by code, priced in the currency of the session."""
    options = search_options or ProductsSearchOptions()
    number, rows = _cart_page(options.page)
    page = window(None, number, rows or options.page_size or options.limit)
    types = [*(options.types or []), *([options.type] if options.type else [])]
    search = model.ProductSearch(
        name=options.name,
        codes=tuple(options.codes or ()),
        types=_types(types),
        is_enabled=options.enabled,
        group_name=options.group_name,
        page=page.page or 1,
        limit=page.limit or 1,
    )
    found, _ = service.search_products(call.context, search)
    state = call.open_session.state
    return [show_simple_product(product, currency=state.currency, country=state.country) for product in found]


def _show(call: Call, found: list[model.Product]) -> list[Product]:
    bundled = service.products_by_code(call.context, {code for product in found for code in product.bundle})
    ids = {code: product.product_id for code, product in bundled.items()}
    asked = {assigned.code for product in found for assigned in product.fields}
    fields = additional_fields.fields_by_code(call.context, asked)
    return [show_product(product, ids, fields) for product in found]


def _show_info(call: Call, product: model.Product) -> ProductInfo:
    state = call.open_session.state
    return show_product_info(product, currency=state.currency, country=state.country)


def _search(call: Call, options: ProductSearchOptions | None) -> ProductPage:
    options = options or ProductSearchOptions()
    page = window(options.pagination, options.page, options.limit)
    field, is_descending = _order(options)
    search = model.ProductSearch(
        name=options.name,
        codes=tuple(options.codes or ()),
        types=_types(options.types or []),
        is_enabled=options.enabled,
        group_name=options.group_name,
        order_by=field,
        is_descending=is_descending,
        page=page.page or 1,
        limit=page.limit or 1,
    )
    found, count = service.search_products(call.context, search)
    return ProductPage(items=_show(call, found), pagination=Pagination(page=page.page, limit=page.limit, count=count))


def _order(options: ProductSearchOptions) -> tuple[model.ProductOrder, bool]:
    """The field to order by and whether from the last: codes ascending, a named field descending (documented)."""
    if options.order_by is None or not options.order_by.field:
        return model.ProductOrder.CODE, False
    fields = {field.value.lower(): field for field in model.ProductOrder}
    field = fields.get(options.order_by.field.lower())
    if field is None:
        names = ", ".join(field.value for field in model.ProductOrder)
        raise InvalidArgument(f"OrderBy.Field must be one of {names}.", field="searchOptions.OrderBy.Field")
    return field, (options.order_by.direction or "desc").lower() != "asc"


def _types(names: list[str]) -> tuple[model.ProductType, ...]:
    try:
        return tuple(model.ProductType(name.upper()) for name in names)
    except ValueError:
        raise InvalidArgument("Types must be REGULAR or BUNDLE.", field="searchOptions.Types") from None


def _cart_page(page: Any) -> tuple[int | None, int | None]:
    """The number and size of the page asked for as a number or as ``{page_size, page_number}``."""
    given = page if isinstance(page, dict) else {"page_number": page}
    return _number(given.get("page_number")), _number(given.get("page_size"))


def _number(value: Any) -> int | None:
    if value in (None, ""):
        return None
    text = str(value)
    if not (text.isascii() and text.isdigit()):
        raise InvalidArgument("Page must be a number.", field="searchOptions.Page")
    return int(text)
