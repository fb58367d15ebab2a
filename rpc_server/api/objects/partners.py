"""Partners, their price lists and their prices as the Channel Manager API 2.1 shows them."""

from decimal import Decimal
from typing import Annotated

from rpc_server.api.objects.product_infos import ProductInfo, show_product_info
from rpc_server.api.shapes import ApiObject, Wire
from rpc_server.commerce.partners import model
from rpc_server.commerce.partners.offers import Offer


class Partner(ApiObject):
    """A partner and its credit; the limits are None for a partner without credit."""

    partner_code: str
    company_name: str
    email: str
    communication_language: str
    currency: str
    credit_limit: Decimal | None
    available_credit_limit: Decimal | None


class SimplePricingList(ApiObject):
    """A price list by its code (members inferred)."""

    code: str
    name: str


class PricingList(SimplePricingList):
    """A price list with what the partner may buy from it, at list prices: its margin is not taken off."""

    products: list[ProductInfo]


class UnitPrice(ApiObject):
    """One unit for a partner: the list price is net price plus margin, the cost net price plus VAT."""

    currency: str
    net_price_per_unit: Decimal
    partner_margin_per_unit: Decimal
    vat_per_unit: Annotated[Decimal, Wire("VatPerUnit")]


def show_partner(partner: model.Partner, available_credit: Decimal | None) -> Partner:
    """The partner and what is left of its credit."""
    return Partner(
        partner_code=partner.code,
        company_name=partner.company_name,
        email=partner.email,
        communication_language=partner.language,
        currency=partner.currency,
        credit_limit=partner.credit_limit,
        available_credit_limit=available_credit,
    )


def show_price_list(price_list: model.PriceList) -> SimplePricingList:
    """The price list without its products."""
    return SimplePricingList(code=price_list.code, name=price_list.name)


def show_full_price_list(price_list: model.PriceList, offers: list[Offer]) -> PricingList:
    """The price list with what is offered from it."""
    return PricingList(code=price_list.code, name=price_list.name, products=[show_offer(offer) for offer in offers])


def show_offer(offer: Offer) -> ProductInfo:
    """The product with the prices of the list, in the partner's currency."""
    partner = offer.partner
    return show_product_info(offer.product, currency=partner.currency, country=partner.billing.country)


def show_unit_price(price: model.UnitPrice) -> UnitPrice:
    """The figures of one unit."""
    return UnitPrice(
        currency=price.currency,
        net_price_per_unit=price.net,
        partner_margin_per_unit=price.margin,
        vat_per_unit=price.vat,
    )
