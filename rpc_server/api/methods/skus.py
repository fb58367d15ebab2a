"""SKUs: under which code each way of selling a product goes. Shapes of answers and searches are inferred."""

from rpc_server.api.dispatch import Call
from rpc_server.api.errors import InvalidArgument
from rpc_server.api.families import MERCHANT_6
from rpc_server.api.objects.paging import Pagination, window
from rpc_server.api.objects.sent_values import text
from rpc_server.api.objects.skus import (
    SkuDetails,
    SkuPage,
    SkuSchema,
    SkuSearch,
    read_codes,
    read_currencies,
    read_purchases,
    read_query,
    read_schema,
    show_sku,
)
from rpc_server.api.registry import method
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.catalog.errors import ProductCodeInvalid
from rpc_server.commerce.catalog.skus import model, service
from rpc_server.commerce.catalog.skus.errors import SkuNotFound, SkuTaken, SkuTermsInvalid


@method("getSKUCodeByDetails", MERCHANT_6, errors=[Forbidden, SkuNotFound, InvalidArgument], writes=False)
def get_sku_code_by_details(call: Call, details: SkuDetails) -> str:
    """The SKU of a purchase."""
    return service.code_of(call.context, read_query(details))


@method("getSchema", MERCHANT_6, errors=[Forbidden, ProductCodeInvalid, InvalidArgument], writes=False)
def get_schema(
    call: Call, product_code: str, currencies: list[str] | None = None, purchase_types: list[str] | None = None
) -> SkuSchema:
    """Every way a product is sold in these currencies, or in all, with its SKU: what setSku takes back."""
    entries = service.schema(
        call.context,
        product_code,
        currencies=read_currencies(currencies),
        purchases=read_purchases(purchase_types, "purchaseTypes"),
    )
    return SkuSchema(product_code=product_code, prices=[show_sku(entry) for entry in entries])


@method("setSku", MERCHANT_6, errors=[Forbidden, ProductCodeInvalid, SkuTermsInvalid, SkuTaken, InvalidArgument])
def set_sku(call: Call, sku_schema: SkuSchema) -> bool:
    """Give each price of a product that is named its SKU; a blank one takes the SKU away."""
    service.set_skus(call.context, text(sku_schema.product_code) or "", read_schema(sku_schema))
    return True


@method("deleteSku", MERCHANT_6, errors=[Forbidden, SkuNotFound])
def delete_sku(call: Call, sku_code: str) -> bool:
    """Take the SKU away from all it stands for (the name and the argument are inferred)."""
    service.delete(call.context, sku_code.strip())
    return True


@method("searchSku", MERCHANT_6, errors=[Forbidden, InvalidArgument], writes=False)
def search_sku(call: Call, search_options: SkuSearch | None = None) -> SkuPage:
    """A page of the SKUs that meet every given option, in their alphabetical order."""
    options = search_options or SkuSearch()
    page = window(options.pagination, options.page, options.limit)
    search = model.SkuSearch(
        product_codes=read_codes(options.product_codes),
        skus=read_codes(options.sku_codes),
        currencies=read_currencies(options.currencies),
        purchases=read_purchases(options.purchase_types, "searchOptions.PurchaseTypes"),
        page=page.page or 1,
        limit=page.limit or 1,
    )
    entries, count = service.search(call.context, search)
    return SkuPage(
        items=[show_sku(entry) for entry in entries],
        pagination=Pagination(page=page.page, limit=page.limit, count=count),
    )
