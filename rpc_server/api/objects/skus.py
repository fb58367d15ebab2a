"""SKUs as the merchant API 6.0 shows and reads them.

Only the members of the details of a purchase are documented; what answers and searches hold is inferred.
"""

from typing import Annotated

from rpc_server.api.errors import MissingArgument
from rpc_server.api.objects.paging import Pagination
from rpc_server.api.objects.pricing_configurations import Line, ProductCode
from rpc_server.api.objects.reading import present, required_word
from rpc_server.api.objects.sent_values import text, upper
from rpc_server.api.shapes import ApiObject, MaxLength, Wire
from rpc_server.commerce.catalog.model import LAST_QUANTITY
from rpc_server.commerce.catalog.skus import model
from rpc_server.commerce.catalog.skus.service import LONGEST_SKU

SkuCode = Annotated[str | None, MaxLength(LONGEST_SKU), Wire("SkuCode")]
Options = list[str] | None


class SkuDetails(ApiObject):
    """A purchase; ``PurchaseType`` is NEW_PRODUCT, RENEWAL, UPGRADE or TRIAL."""

    pricing_configuration_code: Line = None
    currency: Line = None
    purchase_type: Line = None
    price_options: Options = None
    quantity: int | None = None


class SkuPrice(ApiObject):
    """One way a product is sold, and its SKU; null, or blank, where it has none."""

    product_code: ProductCode = None
    pricing_configuration_code: Line = None
    currency: Line = None
    purchase_type: Line = None
    price_options: Options = None
    min_quantity: int | None = None
    max_quantity: int | None = None
    sku_code: SkuCode = None


class SkuSchema(ApiObject):
    """All ways a product is sold; setSku takes it back with SKUs written in."""

    product_code: ProductCode = None
    prices: list[SkuPrice] | None = None


class SkuSearch(ApiObject):
    """What to look for; null and empty members ask for nothing."""

    product_codes: list[str] | None = None
    sku_codes: Annotated[list[str] | None, Wire("SkuCodes")] = None
    currencies: list[str] | None = None
    purchase_types: list[str] | None = None
    limit: int | None = None
    page: int | None = None
    pagination: Pagination | None = None


class SkuPage(ApiObject):
    """One page of the SKUs found."""

    items: list[SkuPrice]
    pagination: Pagination


def show_sku(entry: model.SkuEntry) -> SkuPrice:
    """The SKU and what it stands for, as answered."""
    terms = entry.terms
    return SkuPrice(
        product_code=entry.product_code,
        pricing_configuration_code=terms.configuration_code,
        currency=terms.currency,
        purchase_type=terms.purchase.value,
        price_options=sorted(terms.options),
        min_quantity=terms.min_quantity,
        max_quantity=terms.max_quantity,
        sku_code=entry.sku,
    )


def read_query(sent: SkuDetails) -> model.SkuQuery:
    """The purchase whose SKU is wanted, one unit unless said otherwise; raises ``InvalidArgument``."""
    return model.SkuQuery(
        configuration_code=_required(sent.pricing_configuration_code, "PricingConfigurationCode"),
        currency=_required(upper(sent.currency), "Currency"),
        purchase=required_word(model.SkuPurchase, sent.purchase_type, "PurchaseType"),
        options=frozenset(present(sent.price_options)),
        quantity=1 if sent.quantity is None else sent.quantity,
    )


def read_schema(sent: SkuSchema) -> tuple[model.SkuEntry, ...]:
    """What each SKU is to stand for; raises ``InvalidArgument``."""
    prices = present(sent.prices)
    return tuple(_read_price(price, sent.product_code or "", number) for number, price in enumerate(prices))


def read_purchases(sent: list[str] | None, path: str) -> tuple[model.SkuPurchase, ...]:
    """The purchases a search is for; raises ``InvalidArgument``."""
    return tuple(required_word(model.SkuPurchase, stated, path) for stated in present(sent))


def read_codes(sent: list[str] | None) -> tuple[str, ...]:
    """Codes as sent, without blanks."""
    return tuple(code.strip() for code in present(sent) if code.strip())


def read_currencies(sent: list[str] | None) -> tuple[str, ...]:
    """Codes of currencies, in upper case as they are kept."""
    return tuple(code.upper() for code in read_codes(sent))


def _read_price(sent: SkuPrice, product_code: str, number: int) -> model.SkuEntry:
    path = f"Prices[{number}]"
    terms = model.SkuTerms(
        configuration_code=_required(sent.pricing_configuration_code, f"{path}.PricingConfigurationCode"),
        currency=_required(upper(sent.currency), f"{path}.Currency"),
        purchase=required_word(model.SkuPurchase, sent.purchase_type, f"{path}.PurchaseType"),
        options=frozenset(present(sent.price_options)),
        min_quantity=1 if sent.min_quantity is None else sent.min_quantity,
        max_quantity=LAST_QUANTITY if sent.max_quantity is None else sent.max_quantity,
    )
    return model.SkuEntry(product_code, terms, text(sent.sku_code))


def _required(stated: str | None, path: str) -> str:
    found = text(stated)
    if found is None:
        raise MissingArgument(f"{path} is required.", field=path)
    return found
