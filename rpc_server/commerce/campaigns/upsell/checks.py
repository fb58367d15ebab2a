"""What an upsell campaign must be to be stored."""

from rpc_server.commerce.campaigns import window
from rpc_server.commerce.campaigns.terms import check_terms
from rpc_server.commerce.campaigns.upsell import errors
from rpc_server.commerce.campaigns.upsell.model import UpsellCampaign, UpsellProduct
from rpc_server.commerce.catalog.model import Product

LONGEST_NAME = 500
LAST_QUANTITY = 99_999


def check(campaign: UpsellCampaign, known: dict[str, Product]) -> None:
    """Refuse a campaign that cannot be, naming the member to blame; ``known`` are the merchant's products."""
    if not 1 <= len(campaign.name) <= LONGEST_NAME:
        raise errors.UpsellNameInvalid(field="Name")
    if window.is_backward(campaign.start, campaign.end):
        raise errors.UpsellDatesInvalid(field="EndDate")
    check_terms(campaign.terms, errors.UpsellDiscountInvalid)
    _check_product(campaign.primary, known, "PrimaryProduct")
    _check_product(campaign.recommended, known, "RecommendedProduct")


def _check_product(product: UpsellProduct, known: dict[str, Product], at: str) -> None:
    found = known.get(product.code)
    if found is None:
        raise errors.UpsellProductInvalid(f"There is no product {product.code[:50]!r}.", field=f"{at}.Code")
    if not 0 <= product.quantity <= LAST_QUANTITY:
        raise errors.UpsellProductInvalid("Quantity must be between 0 and 99999.", field=f"{at}.Quantity")
    offered = {
        (group.code, option.code)
        for configuration in found.configurations
        for group in configuration.option_groups
        for option in group.options
    }
    wanted = {(group.code, option.code) for group in product.groups for option in group.options}
    if not wanted <= offered:
        raise errors.UpsellProductInvalid(f"{product.code} has no such price options.", field=f"{at}.PriceOptions")
