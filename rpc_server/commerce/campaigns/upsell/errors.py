"""What can be wrong with an upsell campaign. No page names codes for these methods: all are ours."""

from rpc_server.errors import ApiError


class UpsellNotFound(ApiError):
    code = "UPSELL_CAMPAIGN_NOT_FOUND"
    text = "There is no such upsell campaign."


class UpsellRefused(ApiError):
    """A campaign that cannot be as it was sent."""

    code = "UPSELL_CAMPAIGN_INVALID"
    text = "The upsell campaign is not valid."


class UpsellNameInvalid(UpsellRefused):
    code = "UPSELL_NAME_INVALID"
    text = "A campaign needs a name of 500 characters at most."


class UpsellDatesInvalid(UpsellRefused):
    code = "UPSELL_DATES_INVALID"
    text = "The campaign ends before it starts."


class UpsellDiscountInvalid(UpsellRefused):
    code = "UPSELL_DISCOUNT_INVALID"
    text = "The discount is not valid."


class UpsellProductInvalid(UpsellRefused):
    code = "UPSELL_PRODUCT_INVALID"
    text = "A product of the campaign is not valid."


class UpsellStatusInvalid(UpsellRefused):
    code = "UPSELL_STATUS_INVALID"
    text = "A status is Enabled, Disabled or Expired."


class UpsellExpired(UpsellRefused):
    """Switching on a campaign whose last day has passed."""

    code = "UPSELL_CAMPAIGN_EXPIRED"
    text = "The campaign is over: give it another end date first."


class UpsellDisplayTypeInvalid(UpsellRefused):
    code = "UPSELL_DISPLAY_TYPE_INVALID"
    text = "UpsellingDisplayType must be overlay or interstitial."
