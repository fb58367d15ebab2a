"""Partners, their carts, orders and proformas as the Channel Manager API 2.1 shows them."""

from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Annotated, ClassVar

from rpc_server.api.dates import show_time
from rpc_server.api.objects.cart import Price, show_price
from rpc_server.api.objects.product_infos import ProductInfo, SimpleProduct, show_product_info, show_simple_product
from rpc_server.api.shapes import ApiObject, Wire
from rpc_server.commerce.partners import model
from rpc_server.commerce.partners.cart import PricedLine
from rpc_server.commerce.partners.offers import Offer
from rpc_server.commerce.partners.pricing import unit_price


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


class PartnerCartItem(ApiObject):
    """A line of a partner's cart: that of order API 2.x with the price list and the figures of one unit (inferred)."""

    wire_type: ClassVar[str] = "CartItem"

    id_product: int
    product: SimpleProduct
    quantity: int
    price_options: str
    price: Price
    unit_price: UnitPrice
    pricing_list_code: str | None


class PartnerContents(ApiObject):
    """What is in a partner's cart."""

    wire_type: ClassVar[str] = "Contents"

    products: list[PartnerCartItem]


class PartnerOrder(ApiObject):
    """A partner's order. ``TotalSubbscriptionsNumber`` is spelled as the documents and their clients spell it.

    ``TotalAmount`` is what the partner owes: with tax, without its margin. ``OrderLockReason`` is None for an
    order nothing holds back.
    """

    wire_type: ClassVar[str] = "Order"

    ref_no: str
    status: str
    order_lock_reason: list[str] | None
    proforma_number: str | None
    total_amount: Decimal
    currency: str
    total_subscriptions_number: Annotated[int | None, Wire("TotalSubbscriptionsNumber")]


class Proforma(ApiObject):
    """An invoice over orders of a partner; ``Total`` is a text of two decimals, as documented."""

    number: str
    create_date: str | None
    due_date: str | None
    status: str
    currency: str
    total: str
    payment_method: str | None
    orders: list[str]
    business_model: str
    proforma_pdf: str | None


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


def show_contents(lines: tuple[PricedLine, ...]) -> PartnerContents:
    """The cart with what the partner owes for each line."""
    return PartnerContents(products=[_item(line) for line in lines])


def show_unit_price(price: model.UnitPrice) -> UnitPrice:
    """The figures of one unit."""
    return UnitPrice(
        currency=price.currency,
        net_price_per_unit=price.net,
        partner_margin_per_unit=price.margin,
        vat_per_unit=price.vat,
    )


def show_order(placed: model.PartnerOrder) -> PartnerOrder:
    """The order in the Channel Manager's words."""
    subscriptions = sum(line.subscription_reference is not None for line in placed.order.lines)
    return PartnerOrder(
        ref_no=placed.order.reference or "",
        status=placed.status.value,
        order_lock_reason=[reason.value for reason in placed.lock_reasons] or None,
        proforma_number=placed.proforma_number,
        total_amount=placed.amount,
        currency=placed.order.currency,
        total_subscriptions_number=subscriptions or None,
    )


def show_proforma(proforma: model.Proforma, *, now: datetime, zone: tzinfo) -> Proforma:
    """The proforma as it stands at ``now``, with times in ``zone``."""
    return Proforma(
        number=proforma.number,
        create_date=show_time(proforma.created_at, zone),
        due_date=show_time(proforma.due_at, zone),
        status=proforma.status(now).value,
        currency=proforma.currency,
        total=f"{proforma.total:.2f}",
        payment_method=proforma.payment_method,
        orders=list(proforma.orders),
        business_model=proforma.business_model.value,
        proforma_pdf=None,
    )


def _item(priced: PricedLine) -> PartnerCartItem:
    line, partner = priced.line, priced.offer.partner
    return PartnerCartItem(
        id_product=line.product_id,
        product=show_simple_product(priced.offer.product, currency=partner.currency, country=partner.billing.country),
        quantity=line.quantity,
        price_options=",".join(line.options),
        price=show_price(priced.price, partner.currency),
        unit_price=show_unit_price(unit_price(priced.price, partner.currency)),
        pricing_list_code=line.price_list_code,
    )
