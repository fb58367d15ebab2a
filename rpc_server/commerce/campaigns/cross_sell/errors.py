"""What can be wrong with a cross-sell campaign. No page names codes for these methods: all are ours."""

from rpc_server.errors import ApiError


class CampaignNotFound(ApiError):
    code = "CROSS_SELL_CAMPAIGN_NOT_FOUND"
    text = "There is no such cross-sell campaign."


class CampaignRefused(ApiError):
    """A campaign that cannot be as it was sent."""

    code = "CROSS_SELL_CAMPAIGN_INVALID"
    text = "The cross-sell campaign is not valid."


class CampaignNameInvalid(CampaignRefused):
    code = "CROSS_SELL_NAME_INVALID"
    text = "A campaign needs a name."


class CampaignDatesInvalid(CampaignRefused):
    code = "CROSS_SELL_DATES_INVALID"
    text = "The campaign ends before it starts."


class CampaignStatusInvalid(CampaignRefused):
    code = "CROSS_SELL_CAMPAIGN_STATUS_INVALID"
    text = "CampaignStatus must be ACTIVE or INACTIVE."


class CampaignTypeInvalid(CampaignRefused):
    code = "CROSS_SELL_CAMPAIGN_TYPE_INVALID"
    text = "The type of a campaign must be MERCH or AFF."


class DisplayTypeInvalid(CampaignRefused):
    code = "CROSS_SELL_DISPLAY_TYPE_INVALID"
    text = "DisplayType must be cart, review or finish."


class MasterProductsInvalid(CampaignRefused):
    code = "CROSS_SELL_MASTER_PRODUCTS_INVALID"
    text = "A campaign needs products whose buyers it is for."


class RecommendedProductsInvalid(CampaignRefused):
    code = "CROSS_SELL_PRODUCTS_INVALID"
    text = "A campaign needs products to recommend."


class CampaignDiscountInvalid(CampaignRefused):
    code = "CROSS_SELL_DISCOUNT_INVALID"
    text = "A discount must be a percentage between 0 and 100, of two places at most."


class LanguageInvalid(ApiError):
    code = "CROSS_SELL_LANGUAGE_INVALID"
    text = "There is no such language."
