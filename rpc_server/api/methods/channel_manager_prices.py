"""Channel Manager API 2.1: price lists, the products on them, and what a unit costs a partner."""

from dataclasses import fields
from typing import Annotated

from rpc_server.api.dispatch import Call
from rpc_server.api.families import CHANNEL_MANAGER
from rpc_server.api.methods.channel_manager import partner_of
from rpc_server.api.objects.partners import (
    PricingList,
    SimplePricingList,
    UnitPrice,
    show_full_price_list,
    show_offer,
    show_price_list,
    show_unit_price,
)
from rpc_server.api.objects.product_infos import ProductInfo
from rpc_server.api.registry import method
from rpc_server.api.shapes import Code
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.partners import price_lists
from rpc_server.commerce.partners.errors import (
    PRICING,
    READING_BY_CODE,
    READING_BY_ID,
    InvalidProductId,
    NoPartnerSet,
    NoPartnerSetForPricingLists,
    NoPriceLists,
    ProductIdMissing,
    Wording,
)
from rpc_server.commerce.partners.offers import find_offer, find_offer_by_code, offers_of
from rpc_server.commerce.partners.pricing import unit_price
from rpc_server.commerce.pricing.errors import PriceOptionsInvalid
from rpc_server.errors import ApiError

ProductId = Annotated[int | None, Code(InvalidProductId.code)]


def refusals(wording: Wording) -> dict[type[ApiError], None]:
    """The errors of a wording, each once."""
    return dict.fromkeys(getattr(wording, field.name) for field in fields(wording))


@method(
    "getPartnerPricingLists",
    CHANNEL_MANAGER,
    errors=[Forbidden, NoPartnerSetForPricingLists, NoPriceLists],
    writes=False,
)
def get_partner_pricing_lists(call: Call) -> list[SimplePricingList]:
    """The price lists the partner may buy from, by code."""
    partner = partner_of(call, NoPartnerSetForPricingLists)
    found = price_lists.of_partner(call.context, partner)
    if not found:
        raise NoPriceLists
    return [show_price_list(price_list) for price_list in found]


@method("getPricingListInformation", CHANNEL_MANAGER, errors=[Forbidden, NoPartnerSet, NoPriceLists], writes=False)
def get_pricing_list_information(call: Call, pricing_list_code: str | None = None) -> PricingList:
    """A price list of the partner with the products on it that are for sale, their prices and options."""
    partner = partner_of(call)
    found = price_lists.find(call.context, partner, pricing_list_code or "")
    if found is None:
        raise NoPriceLists(field="pricingListCode")
    return show_full_price_list(found, offers_of(call.context, partner, found))


@method("getProductById", CHANNEL_MANAGER, errors=[Forbidden, NoPartnerSet, *refusals(READING_BY_ID)], writes=False)
def get_product_by_id(
    call: Call,
    product_id: Annotated[int | None, Code(ProductIdMissing.code)] = None,
    pricing_list_code: str | None = None,
) -> ProductInfo:
    """A product on a price list of the partner, with the list's prices."""
    return show_offer(find_offer(call.context, partner_of(call), product_id, pricing_list_code, READING_BY_ID))


@method("getProductByCode", CHANNEL_MANAGER, errors=[Forbidden, NoPartnerSet, *refusals(READING_BY_CODE)], writes=False)
def get_product_by_code(
    call: Call, product_code: str | None = None, pricing_list_code: str | None = None
) -> ProductInfo:
    """A product on a price list of the partner, with the list's prices."""
    partner = partner_of(call)
    return show_offer(find_offer_by_code(call.context, partner, product_code, pricing_list_code, READING_BY_CODE))


@method(
    "getProductPrice",
    CHANNEL_MANAGER,
    errors=[Forbidden, NoPartnerSet, *refusals(PRICING), PriceOptionsInvalid],
    writes=False,
)
def get_product_price(
    call: Call,
    product_id: ProductId = None,
    pricing_list_code: str | None = None,
    price_options: list[str] | None = None,
) -> UnitPrice:
    """What one unit costs the partner when it buys the fewest the price list has a price for.

    The price list comes before the options here, and last in ``addProduct``.
    """
    partner = partner_of(call)
    offer = find_offer(call.context, partner, product_id, pricing_list_code, PRICING)
    price = offer.price(quantity=offer.smallest_quantity, options=tuple(price_options or ()))
    return show_unit_price(unit_price(price, partner.currency))
