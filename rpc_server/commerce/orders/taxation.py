"""Who owes how much tax on an order.

Tax is that of the billing address. None is owed by a business with a VAT number in another member state of the
European Union than the seller's (reverse charge), and by a buyer in the United States who names his exemption.
"""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from rpc_server.commerce.accounts.model import AccountModel
from rpc_server.commerce.catalog import service as catalog
from rpc_server.commerce.catalog.model import Product
from rpc_server.commerce.context import Context
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.fiscal import EU_COUNTRIES, is_eu_vat_number
from rpc_server.commerce.orders import errors
from rpc_server.commerce.orders.model import NewItem, NewOrder
from rpc_server.commerce.pricing.money import ZERO
from rpc_server.commerce.states import tax_state

STANDARD = None
"""The category of what has none of its own."""


def is_exempt(buyer: Address, seller_country: str) -> bool:
    """Whether the buyer owes no tax on anything."""
    country = buyer.country or ""
    if country == "US":
        return bool(buyer.tax_exemption_id)
    is_abroad = country != seller_country and seller_country in EU_COUNTRIES
    return is_abroad and bool(buyer.company) and is_eu_vat_number(country, buyer.fiscal_code)


def percent(context: Context, buyer: Address, country: str, category: str | None, day: date) -> Decimal:
    """The tax in per cent of the net price; ``country`` counts where the buyer's is not known."""
    if is_exempt(buyer, context.merchant.country):
        return ZERO
    taxed_in = buyer.country or country
    return catalog.vat_percent(context, taxed_in, category, day, state=tax_state(taxed_in, buyer.state))


def percents(context: Context, new: NewOrder, products: Collection[Product], day: date) -> dict[str | None, Decimal]:
    """The tax by category, of every category the order has: catalogue products', and dynamic ones' of the platform.

    Raises ``TaxCategoryInvalid`` for a category of a dynamic product the account has no rate for, if it has
    rates by category at all.
    """
    categories = {product.tax_category for product in products}
    if any(product.is_tangible for product in products):
        categories.add(STANDARD)
    if context.merchant.model is AccountModel.MOR:
        _check_categories(context, new.items)
        categories |= {item.dynamic.tax_category for item in new.items if item.dynamic}
    country = new.country or ""
    return {category: percent(context, new.billing, country, category, day) for category in categories}


def _check_categories(context: Context, items: Collection[NewItem]) -> None:
    stated = {item.dynamic.tax_category: item.path for item in items if item.dynamic and item.dynamic.tax_category}
    known = catalog.tax_categories(context) if stated else frozenset()
    for category, path in stated.items():
        if known and category not in known:
            raise errors.TaxCategoryInvalid(
                f"There is no tax category {(category or '')[:50]!r}.", field=f"{path}.ProductTaxCategoryUUID"
            )
