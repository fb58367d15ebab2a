"""Cross-sell campaigns, one object for what is sent and what is answered.

Members stand in the order of the 6.0 table. Those that answers of 3.0 and 4.0 do not have are taken to have come with
5.0 (inferred). A member left out of an update stays as it is; prices are answered only.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Annotated, ClassVar, TypeVar

from msgspec import UNSET, UnsetType

from rpc_server.api.dates import read_day, show_day
from rpc_server.api.objects.paging import Pagination
from rpc_server.api.objects.sent_values import chosen, given, text, upper
from rpc_server.api.shapes import ApiObject, MaxLength, Since
from rpc_server.commerce.campaigns.cross_sell import errors, model
from rpc_server.commerce.catalog.model import Product
from rpc_server.commerce.pricing.cross_sell import base_prices, unit_discount

T = TypeVar("T")

Line = Annotated[str | None, MaxLength(255)]
SentLine = Annotated[str | UnsetType | None, MaxLength(255)]
Code = Annotated[str | None, MaxLength(256)]

NEW = model.CrossSellCampaign(code="", name="", is_active=True, start=None, end=None, master_products=(), offers=())
"""What a new campaign is where nothing is said."""

_ACTIVE, _INACTIVE = "ACTIVE", "INACTIVE"
_PERCENT = "PERCENT"
_OWN = "Own"


class CrossSellPrice(ApiObject):
    currency: Line = None
    price: Decimal | None = None


class CrossSellProduct(ApiObject):
    """A recommended product. ``Discount`` is a percentage, a text of it in answers (documented)."""

    product_code: Code = None
    discount: Line = None
    discount_type: Line = None
    type: Annotated[str | None, MaxLength(20), Since("5.0")] = None
    auto_added: Annotated[bool | None, Since("5.0")] = None
    discounted_price: Annotated[list[CrossSellPrice] | None, Since("5.0")] = None
    base_price: Annotated[list[CrossSellPrice] | None, Since("5.0")] = None


class CrossSellCampaign(ApiObject):
    """Products recommended to buyers of ``MasterProducts``. ``DisplayType`` is cart, review or finish."""

    master_products: list[Code] | UnsetType | None = UNSET
    display_type: SentLine = UNSET
    display_in_email: bool | UnsetType | None = UNSET
    products: list[CrossSellProduct | None] | UnsetType | None = UNSET
    campaign_code: SentLine = UNSET
    name: SentLine = UNSET
    start_date: SentLine = UNSET
    end_date: SentLine = UNSET
    campaign_status: Annotated[str | UnsetType | None, MaxLength(255), Since("5.0")] = UNSET
    campaign_owner_type: Annotated[str | UnsetType | None, MaxLength(255), Since("5.0")] = UNSET


class CrossSellCampaignPage(ApiObject):
    """One page of found campaigns."""

    items: list[CrossSellCampaign]
    pagination: Pagination


class CrossSellSearchOptions(ApiObject):
    """What to look for; null and empty members ask for nothing. ``Type`` is MERCH or AFF."""

    campaign_name: Line = None
    status: Line = None
    products: list[Code] | None = None
    recommended_products: list[Code] | None = None
    start_date: Line = None
    end_date: Line = None
    type: Line = None
    limit: int | None = None
    page: int | None = None
    pagination: Pagination | None = None


class CrossSellTexts(ApiObject):
    """What stands over recommended products."""

    title: str
    description: str
    language: str


class LegacyCrossSellProduct(ApiObject):
    """A recommended product of 2.5: ``Discount`` is a number (recorded)."""

    wire_type: ClassVar[str] = "CrossSellProduct"

    product_code: str
    discount: Decimal
    discount_type: str


class LegacyCrossSellCampaign(ApiObject):
    """A campaign of 2.5: for buyers of one product (recorded)."""

    wire_type: ClassVar[str] = "CrossSellCampaign"

    product_code: str
    display_type: str
    display_in_email: bool
    products: list[LegacyCrossSellProduct]
    campaign_code: str
    name: str
    start_date: str | None
    end_date: str | None


def read_campaign(sent: CrossSellCampaign, base: model.CrossSellCampaign) -> model.CrossSellCampaign:
    """``base`` with what was sent of it. Raises ``CampaignRefused``."""
    return model.CrossSellCampaign(
        code=base.code,
        name=text(given(sent.name, base.name)) or "",
        is_active=_is_active(given(sent.campaign_status, None), base.is_active),
        start=base.start if sent.start_date is UNSET else read_day(sent.start_date, "StartDate"),
        end=base.end if sent.end_date is UNSET else read_day(sent.end_date, "EndDate"),
        master_products=base.master_products if sent.master_products is UNSET else _codes(sent.master_products),
        offers=base.offers if sent.products is UNSET else _offers(sent.products),
        display=_display(given(sent.display_type, None), base.display),
        is_in_email=bool(given(sent.display_in_email, base.is_in_email)),
        owner=_owner(given(sent.campaign_owner_type, None), "CampaignOwnerType") or base.owner,
    )


def read_search(options: CrossSellSearchOptions, *, page: int, limit: int) -> model.CrossSellSearch:
    """What to look for; raises ``CampaignStatusInvalid`` and ``CampaignTypeInvalid``."""
    return model.CrossSellSearch(
        name=text(options.campaign_name),
        is_active=_is_active(options.status, None, field="Status"),
        master_products=_codes(options.products),
        recommended_products=_codes(options.recommended_products),
        start=read_day(options.start_date, "StartDate"),
        end=read_day(options.end_date, "EndDate"),
        owner=_owner(options.type, "Type"),
        page=page,
        limit=limit,
    )


def show_campaign(campaign: model.CrossSellCampaign, products: Mapping[str, Product]) -> CrossSellCampaign:
    """The campaign with the prices of ``products``, those it recommends."""
    return CrossSellCampaign(
        master_products=list(campaign.master_products),
        display_type=campaign.display.value,
        display_in_email=campaign.is_in_email,
        products=[_show_offer(offer, products.get(offer.product_code)) for offer in campaign.offers],
        campaign_code=campaign.code,
        name=campaign.name,
        start_date=show_day(campaign.start),
        end_date=show_day(campaign.end),
        campaign_status=_ACTIVE if campaign.is_active else _INACTIVE,
        campaign_owner_type=campaign.owner.value,
    )


def show_legacy_campaign(campaign: model.CrossSellCampaign, product_code: str) -> LegacyCrossSellCampaign:
    """The campaign as one for buyers of this product."""
    return LegacyCrossSellCampaign(
        product_code=product_code,
        display_type=campaign.display.value,
        display_in_email=campaign.is_in_email,
        products=[
            LegacyCrossSellProduct(
                product_code=offer.product_code, discount=offer.discount_percent, discount_type=_PERCENT
            )
            for offer in campaign.offers
        ],
        campaign_code=campaign.code,
        name=campaign.name,
        start_date=show_day(campaign.start),
        end_date=show_day(campaign.end),
    )


def show_texts(texts: model.CrossSellTexts) -> CrossSellTexts:
    """The texts as answered."""
    return CrossSellTexts(title=texts.title, description=texts.description, language=texts.language)


def _show_offer(offer: model.CrossSellOffer, product: Product | None) -> CrossSellProduct:
    prices = base_prices(product) if product else {}
    return CrossSellProduct(
        product_code=offer.product_code,
        discount=f"{offer.discount_percent.normalize():f}",
        discount_type=_PERCENT,
        type=offer.type,
        auto_added=offer.is_added_by_itself,
        discounted_price=[
            CrossSellPrice(currency=currency, price=price - unit_discount(offer, price))
            for currency, price in prices.items()
        ],
        base_price=[CrossSellPrice(currency=currency, price=price) for currency, price in prices.items()],
    )


def _offers(sent: list[CrossSellProduct | None] | None) -> tuple[model.CrossSellOffer, ...]:
    return tuple(_offer(product, f"Products[{number}]") for number, product in enumerate(sent or ()) if product)


def _offer(sent: CrossSellProduct, at: str) -> model.CrossSellOffer:
    if (text(sent.discount_type) or _PERCENT).upper() != _PERCENT:
        raise errors.CampaignDiscountInvalid("DiscountType must be PERCENT.", field=f"{at}.DiscountType")
    return model.CrossSellOffer(
        product_code=text(sent.product_code) or "",
        discount_percent=_percent(text(sent.discount), f"{at}.Discount"),
        type=text(sent.type) or _OWN,
        is_added_by_itself=bool(sent.auto_added),
    )


def _percent(stated: str | None, field: str) -> Decimal:
    try:
        percent = Decimal(stated or 0)
    except InvalidOperation:
        percent = Decimal("NaN")
    if not percent.is_finite():
        raise errors.CampaignDiscountInvalid(field=field)
    return percent


def _codes(sent: list[Code] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code.strip() for code in sent or () if code and code.strip()))


def _is_active(stated: str | None, otherwise: T, field: str = "CampaignStatus") -> bool | T:
    match upper(stated):
        case "":
            return otherwise
        case "ACTIVE":
            return True
        case "INACTIVE":
            return False
    raise errors.CampaignStatusInvalid(field=field)


def _display(stated: str | None, otherwise: model.DisplayType) -> model.DisplayType:
    return chosen(model.DisplayType, stated, errors.DisplayTypeInvalid, "DisplayType") if text(stated) else otherwise


def _owner(stated: str | None, field: str) -> model.OwnerType | None:
    return chosen(model.OwnerType, stated, errors.CampaignTypeInvalid, field) if text(stated) else None
