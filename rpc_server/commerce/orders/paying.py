"""How an order is to be paid: what is taken, and what is kept of it."""

from dataclasses import replace

from rpc_server.commerce.accounts.errors import NotAllowed
from rpc_server.commerce.context import Context
from rpc_server.commerce.orders import errors
from rpc_server.commerce.orders.model import Order
from rpc_server.commerce.payments import service as payments
from rpc_server.commerce.payments.errors import CardMissing
from rpc_server.commerce.payments.model import NewPayment, Payment, PaymentType
from rpc_server.gateways import CardDetails

_CARD_TYPES = (PaymentType.CC, PaymentType.TEST)


def accept(context: Context, order: Order, new: NewPayment | None) -> tuple[Payment, CardDetails | None]:
    """The payment as the order will show it, and the card to charge now, if any; the card is stored.

    An order of no value needs no payment, but a card given with it is kept for renewals. The card holder is
    the buyer where no name is given. Raises ``PaymentMissing``, ``NotFree``, ``NotAllowed``,
    ``CurrencyMismatch`` and ``PaymentRefused``.
    """
    wanted = new or NewPayment(PaymentType.FREE, order.currency)
    _check(context, order, wanted, is_given=new is not None)
    card = None if wanted.type is PaymentType.FREE else _card(context, order, wanted)
    if card is None:
        return _payment(order, wanted), None
    summary = payments.check_card(context, card, wanted.card_type)
    card_id = wanted.card_id or payments.store_card(context, card, wanted.card_type)
    return replace(_payment(order, wanted), card_id=card_id, card=summary), card


def intended(order: Order, new: NewPayment | None) -> Payment | None:
    """The payment of a quote: nothing is checked or stored."""
    return None if new is None else _payment(order, new)


def _check(context: Context, order: Order, wanted: NewPayment, *, is_given: bool) -> None:
    amount = order.totals.gross_discounted
    if not is_given and amount:
        raise errors.PaymentMissing(field="PaymentDetails")
    if wanted.type is PaymentType.FREE and amount:
        raise errors.NotFree(f"The order costs {amount} {order.currency}.", field="PaymentDetails.Type")
    if wanted.type is PaymentType.TEST and not context.merchant.accepts_test_orders:
        raise NotAllowed("Test orders are not enabled on this account.", field="PaymentDetails.Type")
    if wanted.currency is not None and wanted.currency != order.currency:
        raise errors.CurrencyMismatch(
            f"The order is in {order.currency}, its payment in {wanted.currency}.", field="PaymentDetails.Currency"
        )


def _card(context: Context, order: Order, wanted: NewPayment) -> CardDetails | None:
    if wanted.card is not None:
        buyer = f"{order.billing.first_name or ''} {order.billing.last_name or ''}".strip()
        return replace(wanted.card, holder_name=wanted.card.holder_name.strip() or buyer)
    if wanted.card_id is not None:
        return payments.open_card(context, wanted.card_id)
    if order.totals.gross_discounted and wanted.type in _CARD_TYPES:
        raise CardMissing(field="PaymentDetails.PaymentMethod")
    return None


def _payment(order: Order, wanted: NewPayment) -> Payment:
    return Payment(
        type=wanted.type,
        currency=order.currency,
        customer_ip=wanted.customer_ip or order.customer_ip,
        recurring_enabled=wanted.recurring_enabled,
        card_id=wanted.card_id,
        card=None,
        return_url=wanted.return_url,
        cancel_url=wanted.cancel_url,
    )
