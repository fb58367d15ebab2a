"""Cross-sell campaigns: reading them since 2.5, writing and searching them with 6.0."""

from rpc_server.api.dispatch import Call
from rpc_server.api.errors import InvalidArgument
from rpc_server.api.families import MERCHANT, Family, span
from rpc_server.api.objects.cross_sell import (
    NEW,
    CrossSellCampaign,
    CrossSellCampaignPage,
    CrossSellSearchOptions,
    CrossSellTexts,
    LegacyCrossSellCampaign,
    read_campaign,
    read_search,
    show_campaign,
    show_legacy_campaign,
    show_texts,
)
from rpc_server.api.objects.paging import Pagination, window
from rpc_server.api.registry import method
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.campaigns.cross_sell import errors, model, service
from rpc_server.commerce.catalog.errors import ProductCodeInvalid

_SIXTH = span(Family.MERCHANT, "6.0", "6.0")
_LEGACY = span(Family.PRODUCT, "2.5", "2.5")
_REFUSALS = (
    Forbidden,
    InvalidArgument,
    errors.CampaignNameInvalid,
    errors.CampaignDatesInvalid,
    errors.CampaignStatusInvalid,
    errors.CampaignTypeInvalid,
    errors.DisplayTypeInvalid,
    errors.MasterProductsInvalid,
    errors.RecommendedProductsInvalid,
    errors.CampaignDiscountInvalid,
)


@method("createCrossSellCampaign", _SIXTH, errors=_REFUSALS)
def create_cross_sell_campaign(call: Call, campaign: CrossSellCampaign) -> CrossSellCampaign:
    """Add a campaign and answer it with its CampaignCode.

    Name, MasterProducts and Products are required; it is shown in the cart, and active, unless said otherwise.
    """
    return _show(call, [service.create(call.context, read_campaign(campaign, NEW))])[0]


@method("updateCrossSellCampaign", _SIXTH, errors=[*_REFUSALS, errors.CampaignNotFound])
def update_cross_sell_campaign(call: Call, campaign: CrossSellCampaign) -> CrossSellCampaign:
    """Change the campaign of the object's CampaignCode to what the object says; a member left out stays as it is."""
    before = service.find(call.context, campaign.campaign_code or "", field="CampaignCode")
    return _show(call, [service.update(call.context, read_campaign(campaign, before))])[0]


@method("getCrossSellCampaign", _SIXTH, errors=[Forbidden, errors.CampaignNotFound], writes=False)
def get_cross_sell_campaign(call: Call, campaign_code: str) -> CrossSellCampaign:
    """The campaign of this code, plain or URL-encoded, with the prices of what it recommends."""
    return _show(call, [service.find(call.context, campaign_code)])[0]


@method("getCrossSellCampaigns", MERCHANT, errors=[Forbidden], writes=False)
def get_cross_sell_campaigns(call: Call) -> list[CrossSellCampaign]:
    """All campaigns of the account, running or not, by name (inferred: the page is titled "Retrieve campaigns")."""
    return _show(call, service.every(call.context))


@method(
    "searchCrossSellCampaigns",
    _SIXTH,
    errors=[Forbidden, InvalidArgument, errors.CampaignStatusInvalid, errors.CampaignTypeInvalid],
    writes=False,
)
def search_cross_sell_campaigns(
    call: Call, search_options: CrossSellSearchOptions | None = None
) -> CrossSellCampaignPage:
    """A page of the campaigns that meet every given option, by name."""
    options = search_options or CrossSellSearchOptions()
    page = window(options.pagination, options.page, options.limit)
    found, count = service.search(call.context, read_search(options, page=page.page or 1, limit=page.limit or 1))
    return CrossSellCampaignPage(
        items=_show(call, found), pagination=Pagination(page=page.page, limit=page.limit, count=count)
    )


@method("getProductCrossSellCampaigns", MERCHANT, errors=[Forbidden, ProductCodeInvalid], writes=False)
def get_product_cross_sell_campaigns(call: Call, product_code: str) -> list[CrossSellCampaign]:
    """The campaigns that run today for buyers of the product, by name."""
    return _show(call, service.triggered_by(call.context, product_code))


@method("getProductCrossSellCampaigns", _LEGACY, errors=[Forbidden, ProductCodeInvalid], writes=False)
def list_product_cross_sell_campaigns(call: Call, product_code: str) -> list[LegacyCrossSellCampaign]:
    """The campaigns that run today for buyers of the product, by name."""
    found = service.triggered_by(call.context, product_code)
    return [show_legacy_campaign(campaign, product_code) for campaign in found]


@method("getCrossSellTexts", MERCHANT, errors=[Forbidden, errors.LanguageInvalid], writes=False)
def get_cross_sell_texts(call: Call, language_code: str) -> CrossSellTexts:
    """What stands over recommended products in this language; in English where there are no words in it."""
    return show_texts(service.texts(call.context, language_code.strip().lower()))


def _show(call: Call, campaigns: list[model.CrossSellCampaign]) -> list[CrossSellCampaign]:
    products = service.recommended_products(call.context, campaigns)
    return [show_campaign(campaign, products) for campaign in campaigns]
