"""Upsell campaigns, one object for what is sent and what is answered (6.0).

A member left out of an update stays as it is. The published table of the recommended product is cut off: it is taken
to be like the primary one (inferred).
"""

from datetime import date
from typing import Annotated

from msgspec import UNSET, UnsetType

from rpc_server.api.dates import read_day, show_day
from rpc_server.api.objects.discounts import Discount, read_terms, show_discount
from rpc_server.api.objects.paging import Pagination
from rpc_server.api.objects.sent_values import chosen, given, text
from rpc_server.api.shapes import ApiObject, MaxLength
from rpc_server.commerce.campaigns.terms import DiscountTerms
from rpc_server.commerce.campaigns.upsell import errors, model

Line = Annotated[str | None, MaxLength(255)]
SentLine = Annotated[str | UnsetType | None, MaxLength(255)]
ProductCode = Annotated[str | None, MaxLength(256)]

_NO_PRODUCT = model.UpsellProduct(code="")
NEW = model.UpsellCampaign(
    code="",
    name="",
    description="",
    start=None,
    end=None,
    is_enabled=True,
    is_for_manual_renewals=False,
    primary=_NO_PRODUCT,
    recommended=_NO_PRODUCT,
    terms=DiscountTerms(),
)
"""What a new campaign is where nothing is said."""


class UpsellOption(ApiObject):
    """A price option; ``Value`` is the number chosen where the group is a scale."""

    code: Line = None
    value: int | None = None


class UpsellPriceOptions(ApiObject):
    """A price option group, and the options meant of it."""

    code: Line = None
    options: list[UpsellOption | None] | None = None


class UpsellProduct(ApiObject):
    """A product of a campaign; a ``Quantity`` of 0 is any."""

    code: ProductCode = None
    quantity: int | None = None
    price_options: list[UpsellPriceOptions | None] | None = None


class UpsellCampaign(ApiObject):
    """``RecommendedProduct`` offered in place of ``PrimaryProduct``. ``Status``: Enabled, Disabled or Expired."""

    code: SentLine = UNSET
    name: Annotated[str | UnsetType | None, MaxLength(500)] = UNSET
    description: Annotated[str | UnsetType | None, MaxLength(2000)] = UNSET
    start_date: SentLine = UNSET
    end_date: SentLine = UNSET
    display_for_manual_renewals: bool | UnsetType | None = UNSET
    discount: Discount | UnsetType | None = UNSET
    primary_product: UpsellProduct | UnsetType | None = UNSET
    recommended_product: UpsellProduct | UnsetType | None = UNSET
    status: SentLine = UNSET


class UpsellSearchOptions(ApiObject):
    """What to look for; null and empty members ask for nothing, but without ``Statuses`` only Enabled is found."""

    name: Annotated[str | None, MaxLength(500)] = None
    primary_product_codes: list[ProductCode] | None = None
    recommended_product_codes: list[ProductCode] | None = None
    statuses: list[Line] | None = None
    starts_after: Line = None
    starts_before: Line = None
    ends_after: Line = None
    ends_before: Line = None
    enabled_for_renewals: bool | None = None
    campaign_codes: list[Line] | None = None
    page: int | None = None
    limit: int | None = None
    pagination: Pagination | None = None


class UpsellPage(ApiObject):
    """One page of found campaigns; ``UpsellsCount`` is how many there are in all."""

    page: int
    limit: int
    upsells: list[UpsellCampaign]
    upsells_count: int


class UpsellSettings(ApiObject):
    """How the shop shows upsells: overlay or interstitial."""

    upselling_display_type: Line = None


def read_campaign(sent: UpsellCampaign, base: model.UpsellCampaign) -> model.UpsellCampaign:
    """``base`` with what was sent of it. Raises ``UpsellRefused``."""
    return model.UpsellCampaign(
        code=base.code,
        name=text(given(sent.name, base.name)) or "",
        description=given(sent.description, base.description) or "",
        start=base.start if sent.start_date is UNSET else read_day(sent.start_date, "StartDate"),
        end=base.end if sent.end_date is UNSET else read_day(sent.end_date, "EndDate"),
        is_enabled=_is_enabled(given(sent.status, None), base),
        is_for_manual_renewals=bool(given(sent.display_for_manual_renewals, base.is_for_manual_renewals)),
        primary=base.primary if sent.primary_product is UNSET else _product(sent.primary_product),
        recommended=base.recommended if sent.recommended_product is UNSET else _product(sent.recommended_product),
        terms=base.terms if sent.discount is UNSET else read_terms(sent.discount, errors.UpsellDiscountInvalid),
    )


def read_search(options: UpsellSearchOptions, *, page: int, limit: int) -> model.UpsellSearch:
    """What to look for; raises ``UpsellStatusInvalid``."""
    stated = [status for status in options.statuses or () if status]
    statuses = tuple(chosen(model.UpsellStatus, status, errors.UpsellStatusInvalid, "Statuses") for status in stated)
    return model.UpsellSearch(
        name=text(options.name),
        primary_products=tuple(code for code in options.primary_product_codes or () if code),
        recommended_products=tuple(code for code in options.recommended_product_codes or () if code),
        statuses=statuses or (model.UpsellStatus.ENABLED,),
        starts_after=read_day(options.starts_after, "StartsAfter"),
        starts_before=read_day(options.starts_before, "StartsBefore"),
        ends_after=read_day(options.ends_after, "EndsAfter"),
        ends_before=read_day(options.ends_before, "EndsBefore"),
        is_for_manual_renewals=options.enabled_for_renewals,
        codes=tuple(code for code in options.campaign_codes or () if code),
        page=page,
        limit=limit,
    )


def read_display_type(sent: UpsellSettings) -> model.DisplayType:
    """How upsells are to be shown; raises ``UpsellDisplayTypeInvalid``."""
    stated = sent.upselling_display_type
    return chosen(model.DisplayType, stated, errors.UpsellDisplayTypeInvalid, "UpsellingDisplayType")


def show_campaign(campaign: model.UpsellCampaign, today: date) -> UpsellCampaign:
    """The campaign as it stands on a day."""
    return UpsellCampaign(
        code=campaign.code,
        name=campaign.name,
        description=campaign.description,
        start_date=show_day(campaign.start),
        end_date=show_day(campaign.end),
        display_for_manual_renewals=campaign.is_for_manual_renewals,
        discount=show_discount(campaign.terms),
        primary_product=_show_product(campaign.primary),
        recommended_product=_show_product(campaign.recommended),
        status=campaign.status_on(today).value,
    )


def _is_enabled(stated: str | None, base: model.UpsellCampaign) -> bool:
    """Whether the campaign is to be on; of one that has expired the status says nothing about that."""
    if text(stated) is None:
        return base.is_enabled
    status = chosen(model.UpsellStatus, stated, errors.UpsellStatusInvalid, "Status")
    return base.is_enabled if status is model.UpsellStatus.EXPIRED else status is model.UpsellStatus.ENABLED


def _product(sent: UpsellProduct | None) -> model.UpsellProduct:
    if sent is None:
        return _NO_PRODUCT
    groups = tuple(_group(group) for group in sent.price_options or () if group)
    return model.UpsellProduct(code=text(sent.code) or "", quantity=sent.quantity or 0, groups=groups)


def _group(sent: UpsellPriceOptions) -> model.UpsellOptionGroup:
    options = tuple(model.UpsellOption(option.code or "", option.value) for option in sent.options or () if option)
    return model.UpsellOptionGroup(sent.code or "", options)


def _show_product(product: model.UpsellProduct) -> UpsellProduct:
    return UpsellProduct(
        code=product.code,
        quantity=product.quantity,
        price_options=[
            UpsellPriceOptions(
                code=group.code,
                options=[UpsellOption(code=option.code, value=option.value) for option in group.options],
            )
            for group in product.groups
        ],
    )
