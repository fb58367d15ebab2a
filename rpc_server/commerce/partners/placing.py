"""Placing the cart of a partner's session as an order on credit."""

from decimal import Decimal

from rpc_server.commerce.carts.basket import Basket
from rpc_server.commerce.context import Context
from rpc_server.commerce.orders import store
from rpc_server.commerce.orders.drawing_up import SALE, commission_of, counted
from rpc_server.commerce.orders.model import Order, OrderLine, OrderStatus, PurchaseType
from rpc_server.commerce.partners import cart, credit, orders, releasing, service
from rpc_server.commerce.partners.cart import PricedLine
from rpc_server.commerce.partners.model import Margins, Partner, PartnerOrder
from rpc_server.commerce.partners.offers import Offer
from rpc_server.commerce.partners.proformas import service as proformas
from rpc_server.commerce.partners.standing import APPROVED, AWAITING_APPROVAL
from rpc_server.commerce.pricing.model import ChosenOption, LinePrice, PriceType
from rpc_server.commerce.pricing.money import ZERO
from rpc_server.commerce.subscriptions.birth import announce, subscribe


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
    priced = cart.contents(context, partner, basket)
    lines = tuple(_line(context, number, line) for number, line in enumerate(priced, start=1))
    asked = draw_up(context, partner, lines, kind=SALE, external_reference=external_reference)
    return carry_out(context, partner, asked, Margins(percent=_margin_percent(priced)), comment)


def draw_up(
    context: Context, partner: Partner, lines: tuple[OrderLine, ...], *, kind: str, external_reference: str | None
) -> Order:
    """The order of these lines, PENDING; of a partner whose orders are approved at once, or of no value, approved."""
    totals = counted(lines)
    is_approved_at_once = partner.is_trusted or not totals.gross_discounted
    return Order(
        kind=kind,
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
        lines=lines,
        totals=totals,
        commission=commission_of(context.merchant, totals),
        partner_code=partner.code,
    )


def carry_out(context: Context, partner: Partner, asked: Order, margins: Margins, comment: str | None) -> PartnerOrder:
    """Write the order on the partner's credit, with its subscriptions, and deliver it unless something holds it back.

    The caller holds the partner.
    """
    exceeds_credit = _exceeds_credit(context, partner, asked)
    order, begun = subscribe(context, store.insert(context, asked))
    store.set_subscriptions(context, order)
    orders.record(context, partner, order, exceeds_credit=exceeds_credit, margins=margins, comment=comment)
    announce(context, begun, releasing.deliver_unless_held(context, partner, order))
    placed = orders.find(context, partner, order.reference)
    return placed if placed.amount else _settled(context, partner, placed)


def _margin_percent(lines: tuple[PricedLine, ...]) -> Decimal | None:
    """The margin of every line; None where they differ."""
    percents = {line.offer.margin_percent for line in lines}
    return percents.pop() if len(percents) == 1 else None


def _exceeds_credit(context: Context, partner: Partner, order: Order) -> bool:
    amount = order.totals.gross_discounted
    return amount > ZERO and amount > (credit.available(context, partner) or ZERO)


def _settled(context: Context, partner: Partner, placed: PartnerOrder) -> PartnerOrder:
    """An order of no value on its own proforma, which is paid from the start."""
    proformas.issue(context, partner, [placed], paid_at=context.clock.now())
    return orders.find(context, partner, placed.order.reference)


def _line(context: Context, number: int, priced: PricedLine) -> OrderLine:
    quantity, options = priced.line.quantity, priced.line.options
    selected = priced.offer.select(quantity=quantity, options=options)
    renewal = priced.offer.renewal_unit_price(quantity=quantity, options=options)
    return order_line(context, number, priced.offer, quantity, priced.price, selected.options, renewal)


def order_line(
    context: Context,
    number: int,
    offer: Offer,
    quantity: int,
    price: LinePrice,
    options: tuple[ChosenOption, ...],
    renewal_unit_price: Decimal | None,
    subscription_reference: str | None = None,
) -> OrderLine:
    """A line of what is offered, at a price that was worked out; of the subscription it renews, if it does."""
    product = offer.product
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
        price=price,
        options=options,
        renewal_unit_price=renewal_unit_price,
        subscription_reference=subscription_reference,
    )
