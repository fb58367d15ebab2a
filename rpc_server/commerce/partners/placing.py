"""Placing the cart of a partner's session as an order on credit."""

from decimal import Decimal

from rpc_server.commerce.carts.basket import Basket
from rpc_server.commerce.context import Context
from rpc_server.commerce.orders import store
from rpc_server.commerce.orders.drawing_up import SALE, commission_of, counted
from rpc_server.commerce.orders.model import Order, OrderLine, OrderStatus, PurchaseType
from rpc_server.commerce.partners import cart, orders, releasing, service
from rpc_server.commerce.partners.cart import PricedLine
from rpc_server.commerce.partners.model import Margins, Partner, PartnerOrder
from rpc_server.commerce.partners.proformas import service as proformas
from rpc_server.commerce.partners.standing import APPROVED, AWAITING_APPROVAL
from rpc_server.commerce.pricing.model import PriceType
from rpc_server.commerce.pricing.money import ZERO
from rpc_server.commerce.subscriptions.birth import subscribe


def place(
    context: Context,
    partner_code: str | None,
    basket: Basket,
    *,
    external_reference: str | None,
    comment: str | None = None,
) -> PartnerOrder:
    """Place everything in the cart for the partner and answer the order as it stands.

    Currency, billing and margin are the partner's, prices its price lists'. Past the credit limit the order is
    placed as well, but locked with NOT_ENOUGH_CREDIT and not delivered. Of no value, it is delivered whatever
    the credit and gets a proforma of its own, paid. Subscriptions begin with the order, delivered or not.
    The partner is locked from here to the end of the transaction, so that no credit is given twice. Raises
    ``NoPartnerSet`` and ``EmptyCart``, and what ``addProduct`` raises where the lists have changed since.
    """
    partner = service.chosen_partner(context, partner_code, is_locked=True)
    lines = cart.contents(context, partner, basket)
    asked = _order(context, partner, lines, external_reference)
    exceeds_credit = _exceeds_credit(context, partner, asked)
    order = subscribe(context, store.insert(context, asked))
    store.set_subscriptions(context, order)
    margins = Margins(percent=_margin_percent(lines))
    orders.record(context, partner, order, exceeds_credit=exceeds_credit, margins=margins, comment=comment)
    releasing.deliver_unless_held(context, partner, order)
    placed = orders.find(context, partner, order.reference)
    return placed if placed.amount else _settled(context, partner, placed)


def _margin_percent(lines: tuple[PricedLine, ...]) -> Decimal | None:
    """The margin of every line; None where they differ."""
    percents = {line.offer.margin_percent for line in lines}
    return percents.pop() if len(percents) == 1 else None


def _exceeds_credit(context: Context, partner: Partner, order: Order) -> bool:
    amount = order.totals.gross_discounted
    return amount > ZERO and amount > (service.available_credit(context, partner) or ZERO)


def _settled(context: Context, partner: Partner, placed: PartnerOrder) -> PartnerOrder:
    """An order of no value on its own proforma, which is paid from the start."""
    proformas.issue(context, partner, [placed], paid_at=context.clock.now())
    return orders.find(context, partner, placed.order.reference)


def _order(context: Context, partner: Partner, lines: tuple[PricedLine, ...], external_reference: str | None) -> Order:
    ordered = tuple(_line(context, number, line) for number, line in enumerate(lines, start=1))
    totals = counted(ordered)
    is_approved_at_once = partner.is_trusted or not totals.gross_discounted
    return Order(
        kind=SALE,
        status=OrderStatus.PENDING,
        vendor_approve_status=APPROVED if is_approved_at_once else AWAITING_APPROVAL,
        placed_at=context.clock.now(),
        currency=partner.currency,
        country=partner.billing.country or "",
        language=partner.language,
        external_reference=external_reference,
        billing=partner.billing,
        delivery=partner.billing,
        is_test=False,
        lines=ordered,
        totals=totals,
        commission=commission_of(context.merchant, totals),
        partner_code=partner.code,
    )


def _line(context: Context, number: int, priced: PricedLine) -> OrderLine:
    product, quantity, options = priced.offer.product, priced.line.quantity, priced.line.options
    return OrderLine(
        reference=context.ids.hexadecimal(40),
        number=number,
        code=product.code,
        product_id=product.product_id,
        name=product.name,
        short_description=product.short_description,
        quantity=quantity,
        purchase_type=PurchaseType.PRODUCT,
        is_dynamic=False,
        is_tangible=product.is_tangible,
        price_type=PriceType.NET,
        price=priced.price,
        options=priced.offer.select(quantity=quantity, options=options).options,
        renewal_unit_price=priced.offer.renewal_unit_price(quantity=quantity, options=options),
    )
