"""Cross-sell: a recommended product is cheaper beside the product it is recommended for."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from rpc_server.commerce.campaigns.cross_sell.model import CrossSellCampaign, CrossSellOffer
from rpc_server.commerce.catalog.model import Product
from rpc_server.commerce.pricing.errors import CrossSellRefused
from rpc_server.commerce.pricing.money import percentage, rounded
from rpc_server.commerce.pricing.selection import find_configuration


def claimed_offer(
    campaign: CrossSellCampaign | None,
    *,
    product_code: str,
    parent_code: str,
    other_codes: Collection[str],
    day: date,
    path: str,
) -> CrossSellOffer:
    """The offer an item claims for ``product_code`` as recommended beside ``parent_code``.

    The published text calls ParentCode the recommended product, its examples send the other, triggering item
    of the order; the examples stand. ``other_codes`` are the products of the order's other items, ``campaign``
    is None when the merchant has none of the code. Raises ``CrossSellRefused`` naming members of
    ``{path}.CrossSell``; what the hosted service does then is not documented.
    """
    at = f"{path}.CrossSell" if path else "CrossSell"
    if campaign is None or not campaign.runs_on(day):
        raise CrossSellRefused("There is no such cross-sell campaign running.", field=f"{at}.CampaignCode")
    if parent_code not in campaign.master_products:
        raise CrossSellRefused(f"The campaign is not for buyers of {parent_code}.", field=f"{at}.ParentCode")
    if parent_code not in other_codes:
        raise CrossSellRefused(f"{parent_code} is not among the other items.", field=f"{at}.ParentCode")
    offer = next((offer for offer in campaign.offers if offer.product_code == product_code), None)
    if offer is None:
        raise CrossSellRefused(f"The campaign does not recommend {product_code}.", field=f"{at}.CampaignCode")
    return offer


def unit_discount(offer: CrossSellOffer, unit_price: Decimal) -> Decimal:
    """What the offer takes off one unit, to the cent."""
    return rounded(percentage(offer.discount_percent, unit_price))


def base_prices(product: Product) -> dict[str, Decimal]:
    """What one unit of a product costs before options and discounts, by currency, where no country is known.

    Where every combination of options has a price of its own, that of the fewest.
    """
    configuration = find_configuration(product, "")
    prices: dict[str, Decimal] = {}
    rows = configuration.regular if configuration else ()
    for price in sorted(rows, key=lambda price: (len(price.options), price.min_quantity)):
        prices.setdefault(price.currency, price.amount)
    return prices
