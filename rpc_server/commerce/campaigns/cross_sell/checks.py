"""What a cross-sell campaign must be to be stored."""

from collections.abc import Container

from rpc_server.commerce.campaigns import window
from rpc_server.commerce.campaigns.cross_sell import errors
from rpc_server.commerce.campaigns.cross_sell.model import CrossSellCampaign
from rpc_server.commerce.campaigns.terms import is_percentage

LONGEST_NAME = 255


def check(campaign: CrossSellCampaign, known: Container[str]) -> None:
    """Refuse a campaign that cannot be, naming the member to blame; ``known`` are the merchant's products."""
    if not 1 <= len(campaign.name) <= LONGEST_NAME:
        raise errors.CampaignNameInvalid(field="Name")
    if window.is_backward(campaign.start, campaign.end):
        raise errors.CampaignDatesInvalid(field="EndDate")
    _check_masters(campaign.master_products, known)
    _check_offers(campaign, known)


def _check_masters(codes: tuple[str, ...], known: Container[str]) -> None:
    if not codes:
        raise errors.MasterProductsInvalid(field="MasterProducts")
    for number, code in enumerate(codes):
        if code not in known:
            raise errors.MasterProductsInvalid(f"There is no product {code[:50]!r}.", field=f"MasterProducts[{number}]")


def _check_offers(campaign: CrossSellCampaign, known: Container[str]) -> None:
    if not campaign.offers:
        raise errors.RecommendedProductsInvalid(field="Products")
    if len({offer.product_code for offer in campaign.offers}) < len(campaign.offers):
        raise errors.RecommendedProductsInvalid("A product is recommended twice.", field="Products")
    for number, offer in enumerate(campaign.offers):
        at = f"Products[{number}]"
        if offer.product_code not in known:
            raise errors.RecommendedProductsInvalid(
                f"There is no product {offer.product_code[:50]!r}.", field=f"{at}.ProductCode"
            )
        if not is_percentage(offer.discount_percent):
            raise errors.CampaignDiscountInvalid(field=f"{at}.Discount")
