"""From an order's payment to the ``PaymentDetails`` API 3.0 to 6.0 answer."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from rpc_server.api.families import Endpoint, Family, Version
from rpc_server.api.objects import orders as shown
from rpc_server.commerce.orders.model import Order, OrderStatus
from rpc_server.commerce.payments.cards import title_of
from rpc_server.commerce.payments.challenges import TOKEN_PARAMETER
from rpc_server.commerce.payments.instructions import instructions
from rpc_server.commerce.payments.methods import METHODS, Course
from rpc_server.commerce.payments.model import CardSummary, Payment, PaymentType

_FIFTH = Version(5, 0)
_LATEST = Version(6, 0)
_PAYPAL = (PaymentType.PAYPAL, PaymentType.PAYPAL_EXPRESS)


@dataclass(frozen=True, slots=True)
class Payee:
    """Who is paid, and where: endpoint, account name, and this server's own address."""

    endpoint: Endpoint
    name: str
    base_url: str


def show_payment(order: Order, payee: Payee) -> shown.PaymentDetails | None:
    """How the order is or was paid; None for one that nobody pays for."""
    payment = order.payment
    if payment is None:
        return None
    return shown.PaymentDetails(
        type=payment.type.value,
        currency=payment.currency.lower(),
        payment_method=_method(order, payment, payee),
        customer_ip=payment.customer_ip,
    )


def _method(order: Order, payment: Payment, payee: Payee) -> shown.PaymentMethod | None:
    if payment.card is not None or payment.token is not None:
        return _card(order, payment, payment.card, payee)
    return _METHODS[METHODS[payment.type].course](order, payment, payee)


def _card(order: Order, payment: Payment, card: CardSummary | None, payee: Payee) -> shown.PaymentMethod:
    """A card paid with shows its expiry, one not paid with where 3-D Secure goes on (recorded).

    Of a card that the processor keeps as much is shown as it has told.
    """
    is_unpaid = order.status is OrderStatus.PENDING
    method = shown.PaymentMethod(recurring_enabled=payment.recurring_enabled)
    if card is not None:
        is_lower = payment.type is PaymentType.TEST and not is_unpaid
        method.first_digits, method.last_digits = card.first_digits or None, card.last_digits
        method.card_type = card.brand if is_lower else title_of(card.brand)
    if payee.endpoint.version < _FIFTH:
        return method
    method.vendor_3ds_return_url = payment.return_url if is_unpaid else None
    method.vendor_3ds_cancel_url = payment.cancel_url if is_unpaid else None
    if is_unpaid:
        method.authorize_3ds = _authorize(order, payee)
    elif card is not None:
        method.expiration_month = f"{card.expiry_month:02}"
        method.expiration_year = f"{card.expiry_year % 100:02}"
        method.installments_number = payment.installments
    return method


def _wallet(order: Order, payment: Payment, payee: Payee) -> shown.PaymentMethod:
    """Where the buyer goes, for PayPal in one address (recorded); null when he was or cannot go any more."""
    authorize = _authorize(order, payee)
    method = shown.PaymentMethod(recurring_enabled=payment.recurring_enabled)
    if payment.type in _PAYPAL:
        method.redirect_url = _address(authorize) if authorize else None
        return method
    setattr(method, f"authorize_{payment.type.value.lower()}", authorize)
    method.return_url, method.cancel_url = payment.return_url, payment.cancel_url
    return method


def _address(authorize: shown.Authorize3DS) -> str:
    return f"{authorize.href}?{urlencode(authorize.params or {})}"


def _offline(order: Order, payment: Payment, payee: Payee) -> shown.PaymentMethod:
    if payment.type is PaymentType.PURCHASEORDER:
        return shown.PaymentMethod(
            internal_po_number=payment.purchase_order_number, auto_approve=payment.is_approved_at_once
        )
    told = instructions(
        payment.type,
        payee=payee.name,
        amount=order.totals.gross_discounted,
        currency=order.currency,
        order_reference=order.reference,
    )
    return shown.PaymentMethod(instructions=told, recurring_enabled=payment.recurring_enabled)


def _nothing(_order: Order, _payment: Payment, _payee: Payee) -> None:
    return None


def _authorize(order: Order, payee: Payee) -> shown.Authorize3DS | None:
    """Where the client sends its buyer: it joins ``Href`` and the token with a question mark itself."""
    if order.authorisation is None:
        return None
    version = payee.endpoint.version if payee.endpoint.family is Family.MERCHANT else _LATEST
    return shown.Authorize3DS(
        href=f"{payee.base_url}/{version}/scripts/{order.authorisation.script}/authorize",
        method="GET",
        params={TOKEN_PARAMETER: order.authorisation.token},
    )


_METHODS: dict[Course, Callable[[Order, Payment, Payee], shown.PaymentMethod | None]] = {
    Course.CARD: _nothing,
    Course.REDIRECT: _wallet,
    Course.OFFLINE: _offline,
    Course.NONE: _nothing,
}
