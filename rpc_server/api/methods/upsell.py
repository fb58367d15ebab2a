"""Upsell campaigns (6.0).

Published pages spell the names ``Upsell`` and ``UpSell``; either reaches the method, for names are matched in any case.
"""

from rpc_server.api.dispatch import Call
from rpc_server.api.errors import InvalidArgument
from rpc_server.api.families import Family, span
from rpc_server.api.objects.paging import window
from rpc_server.api.objects.upsell import (
    NEW,
    UpsellCampaign,
    UpsellPage,
    UpsellSearchOptions,
    UpsellSettings,
    read_campaign,
    read_display_type,
    read_search,
    show_campaign,
)
from rpc_server.api.registry import method
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.campaigns.upsell import errors, model, service

_SIXTH = span(Family.MERCHANT, "6.0", "6.0")
_REFUSALS = (
    Forbidden,
    InvalidArgument,
    errors.UpsellNameInvalid,
    errors.UpsellDatesInvalid,
    errors.UpsellDiscountInvalid,
    errors.UpsellProductInvalid,
    errors.UpsellStatusInvalid,
)


@method("searchUpsellCampaigns", _SIXTH, errors=[Forbidden, InvalidArgument, errors.UpsellStatusInvalid], writes=False)
def search_upsell_campaigns(call: Call, search_options: UpsellSearchOptions | None = None) -> UpsellPage:
    """A page of the campaigns that meet every given option, by name; only enabled ones unless others are asked for."""
    options = search_options or UpsellSearchOptions()
    page = window(options.pagination, options.page, options.limit)
    number, rows = page.page or 1, page.limit or 1
    found, count = service.search(call.context, read_search(options, page=number, limit=rows))
    return UpsellPage(
        page=number, limit=rows, upsells=[_show(call, campaign) for campaign in found], upsells_count=count
    )


@method("createUpSellCampaign", _SIXTH, errors=_REFUSALS)
def create_upsell_campaign(call: Call, campaign: UpsellCampaign) -> UpsellCampaign:
    """Add a campaign and answer it with its Code (name of the method inferred).

    Name, Discount, PrimaryProduct and RecommendedProduct are required; it is enabled unless ``Status`` says otherwise.
    """
    return _show(call, service.create(call.context, read_campaign(campaign, NEW)))


@method("getUpSellCampaign", _SIXTH, errors=[Forbidden, errors.UpsellNotFound], writes=False)
def get_upsell_campaign(call: Call, campaign_code: str) -> UpsellCampaign:
    """The campaign of this code (name of the method inferred)."""
    return _show(call, service.find(call.context, campaign_code))


@method("updateUpSellCampaign", _SIXTH, errors=[*_REFUSALS, errors.UpsellNotFound])
def update_upsell_campaign(call: Call, campaign_code: str, campaign: UpsellCampaign) -> UpsellCampaign:
    """Change the campaign of this code to what the object says and answer it; a member left out stays as it is."""
    before = service.find(call.context, campaign_code)
    return _show(call, service.update(call.context, read_campaign(campaign, before)))


@method("deleteUpSellCampaign", _SIXTH, errors=[Forbidden, errors.UpsellNotFound])
def delete_upsell_campaign(call: Call, campaign_code: str) -> bool:
    """Delete the campaign of this code (name of the method inferred)."""
    service.delete(call.context, campaign_code)
    return True


@method("enableUpSellCampaign", _SIXTH, errors=[Forbidden, errors.UpsellNotFound, errors.UpsellExpired])
def enable_upsell_campaign(call: Call, campaign_code: str) -> bool:
    """Switch the campaign on (name of the method inferred)."""
    service.enable(call.context, campaign_code)
    return True


@method("disableUpSellCampaign", _SIXTH, errors=[Forbidden, errors.UpsellNotFound])
def disable_upsell_campaign(call: Call, campaign_code: str) -> bool:
    """Switch the campaign off (name of the method inferred)."""
    service.disable(call.context, campaign_code)
    return True


@method("updateDisplayType", _SIXTH, errors=[Forbidden, errors.UpsellDisplayTypeInvalid])
def update_display_type(call: Call, settings: UpsellSettings) -> bool:
    """Choose how the shop shows upsells: as an overlay, or on a page of their own."""
    service.set_display_type(call.context, read_display_type(settings))
    return True


def _show(call: Call, campaign: model.UpsellCampaign) -> UpsellCampaign:
    return show_campaign(campaign, call.context.today)
