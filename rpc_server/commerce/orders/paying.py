"""How an order is to be paid: what is taken, and what is kept of it."""

from dataclasses import replace

from rpc_server.commerce.accounts.errors import NotAllowed
from rpc_server.commerce.context import Context
from rpc_server.commerce.orders import errors, store
from rpc_server.commerce.orders.model import NewOrder, Order, OrderStatus
from rpc_server.commerce.payments import service as payments
from rpc_server.commerce.payments import tokens
from rpc_server.commerce.payments.addresses import check_address
from rpc_server.commerce.payments.errors import CardMissing, InstallmentsInvalid, PreviousOrderInvalid
from rpc_server.commerce.payments.installments import check_installments
from rpc_server.commerce.payments.methods import METHODS, Course, check_requirements
from rpc_server.commerce.payments.model import CardSummary, NewPayment, Payment, PaymentType, TokenKind
from rpc_server.gateways import CardDetails
from rpc_server.gateways.simulator import Simulator

_PATH = "PaymentDetails.PaymentMethod"
_PAID = (OrderStatus.AUTHRECEIVED, OrderStatus.COMPLETE)
_TOKEN_TYPES = (PaymentType.EES_TOKEN_PAYMENT, PaymentType.TEST)


def redeem(context: Context, new: NewOrder) -> NewPayment | None:
    """The payment of ``new``, with the card it names by a token or by an earlier order.

    Where the processor keeps cards itself an EesToken is its own, passed on as it is. Otherwise it is one of ours,
    and commits: it is spent even if the order fails. Raises ``InvalidEesToken``,
    ``TransientTokenInvalid`` and ``PreviousOrderInvalid``.
    """
    wanted = new.payment
    if wanted is None:
        return None
    if wanted.type is PaymentType.EES_TOKEN_PAYMENT and _has_own_tokens(context, wanted):
        return replace(wanted, token=wanted.ees_token)
    if wanted.type in _TOKEN_TYPES and wanted.ees_token is not None:
        return _spent(context, wanted, TokenKind.EES, wanted.ees_token)
    if wanted.type is PaymentType.EXISTING_PAYMENT_DATA and wanted.transient_token is not None:
        return _spent(context, wanted, TokenKind.TRANSIENT, wanted.transient_token)
    if wanted.type is PaymentType.PREVIOUS_ORDER and wanted.previous_reference is not None:
        return _one_click(context, new, wanted, wanted.previous_reference)
    return wanted


def is_test(wanted: NewPayment | None) -> bool:
    """Whether what is paid so is a test order: paid with TEST, or with the card of a test order."""
    return wanted is not None and (wanted.type is PaymentType.TEST or wanted.is_test)


def accept(context: Context, order: Order, new: NewPayment | None) -> tuple[Payment, CardDetails | None]:
    """The payment as the order will show it, and the card to charge now, if any; the card is stored.

    There is none where the processor is charged by a token of its own. ``new`` was redeemed. An order of no value needs no payment, but a card given with it is kept for renewals.
    The card holder is the buyer where no name is given. Raises ``PaymentMissing``, ``NotFree``, ``NotAllowed``,
    ``CurrencyMismatch``, ``CardNotTaken`` and ``PaymentRefused``.
    """
    wanted = new or NewPayment(PaymentType.FREE, order.currency)
    _check(context, order, wanted, is_given=new is not None)
    is_by_card = METHODS[wanted.type].course is Course.CARD and wanted.token is None
    card = _card(context, order, wanted) if is_by_card else None
    if card is None:
        _check_paid_at_once(wanted)
        return _payment(order, wanted), None
    summary = payments.check_card(context, card, wanted.card_type)
    _check_installments(order, wanted, summary)
    if wanted.card_id is not None:
        return _payment(order, wanted, payments.card_summary(context, wanted.card_id)), card
    stored = replace(wanted, card_id=payments.keep_card(context, card, summary))
    return _payment(order, stored, summary), card


def intended(order: Order, new: NewPayment | None) -> Payment | None:
    """The payment of a quote: nothing is checked or stored."""
    return None if new is None else _payment(order, new)


def _spent(context: Context, wanted: NewPayment, kind: TokenKind, token: str) -> NewPayment:
    card = tokens.spend(context, kind, token)
    context.work.commit()
    return replace(wanted, card_id=card.card_id, token=card.payment_token, card=None, is_test=card.is_test)


def _one_click(context: Context, new: NewOrder, wanted: NewPayment, reference: str) -> NewPayment:
    previous = store.find(context, reference)
    paid = previous.payment if previous else None
    card_id, token = (paid.card_id, paid.kept_token) if paid else (None, None)
    is_chargeable = card_id is not None or token is not None
    if previous is None or not is_chargeable or previous.status not in _PAID or not _is_same_buyer(new, previous):
        raise PreviousOrderInvalid(field=f"{_PATH}.RefNo")
    return replace(wanted, card_id=card_id, token=token, card=None, is_test=previous.is_test)


def _is_same_buyer(new: NewOrder, previous: Order) -> bool:
    """By the customer references the new order gives; without any, by the e-mail address."""
    references = {
        new.customer_reference: previous.customer_reference,
        new.external_customer_reference: previous.external_customer_reference,
    }
    references.pop(None, None)
    if references:
        return all(given == known for given, known in references.items())
    email = previous.billing.email
    return email is not None and email.casefold() == (new.billing.email or "").casefold()


def _check(context: Context, order: Order, wanted: NewPayment, *, is_given: bool) -> None:
    amount = order.totals.gross_discounted
    if not is_given and amount:
        raise errors.PaymentMissing(field="PaymentDetails")
    if wanted.type is PaymentType.FREE and amount:
        raise errors.NotFree(f"The order costs {amount} {order.currency}.", field="PaymentDetails.Type")
    if is_test(wanted) and not context.merchant.accepts_test_orders:
        raise NotAllowed("Test orders are not enabled on this account.", field="PaymentDetails.Type")
    if wanted.currency is not None and wanted.currency != order.currency:
        raise errors.CurrencyMismatch(
            f"The order is in {order.currency}, its payment in {wanted.currency}.", field="PaymentDetails.Currency"
        )
    check_address(wanted.return_url, f"{_PATH}.{_address_member(wanted, 'Return')}")
    check_address(wanted.cancel_url, f"{_PATH}.{_address_member(wanted, 'Cancel')}")
    if amount:
        check_requirements(wanted, order.currency, order.billing.company)
    _check_processor(context, wanted)


def _address_member(wanted: NewPayment, which: str) -> str:
    is_card = METHODS[wanted.type].course is Course.CARD
    return f"Vendor3DS{which}URL" if is_card else f"{which}URL"


def _check_processor(context: Context, wanted: NewPayment) -> None:
    """Raise where real money moves and the processor cannot: wallets are played, and some take no card numbers."""
    is_played = not context.merchant.is_live or is_test(wanted) or context.services.gateway.name == Simulator.name
    if METHODS[wanted.type].course is Course.REDIRECT and not is_played:
        raise NotAllowed(f"{wanted.type.value} is simulated, and this account is live.", field="PaymentDetails.Type")
    if wanted.card is not None:
        payments.check_taken(context, is_test=is_test(wanted), field=f"{_PATH}.CardNumber")
    if wanted.card_id is not None:
        payments.check_taken(context, is_test=is_test(wanted), field=_PATH)


def _has_own_tokens(context: Context, wanted: NewPayment) -> bool:
    """Whether the processor that is charged so keeps cards itself."""
    return context.merchant.is_live and not is_test(wanted) and not context.services.gateway.takes_cards


def _check_paid_at_once(wanted: NewPayment) -> None:
    """Raise where a processor that keeps cards itself is asked for installments: it knows none."""
    if wanted.token is not None and wanted.installments not in (None, 1):
        raise InstallmentsInvalid("The processor takes the whole amount at once.", field=f"{_PATH}.InstallmentsNumber")


def _check_installments(order: Order, wanted: NewPayment, card: CardSummary) -> None:
    if wanted.installments is not None:
        check_installments(
            wanted.installments,
            order.totals.gross_discounted,
            order.currency,
            order.billing,
            brand=card.brand,
            is_recurring=wanted.recurring_enabled,
        )


def _card(context: Context, order: Order, wanted: NewPayment) -> CardDetails | None:
    if wanted.card is not None:
        buyer = f"{order.billing.first_name or ''} {order.billing.last_name or ''}".strip()
        return replace(wanted.card, holder_name=wanted.card.holder_name.strip() or buyer)
    if wanted.card_id is not None:
        return replace(payments.open_card(context, wanted.card_id), security_code=wanted.security_code)
    if order.totals.gross_discounted:
        raise CardMissing(field=_PATH)
    return None


def _payment(order: Order, wanted: NewPayment, card: CardSummary | None = None) -> Payment:
    return Payment(
        type=wanted.type,
        currency=order.currency,
        customer_ip=wanted.customer_ip or order.customer_ip,
        recurring_enabled=wanted.recurring_enabled,
        card_id=wanted.card_id,
        card=card,
        return_url=wanted.return_url,
        cancel_url=wanted.cancel_url,
        email=wanted.email,
        purchase_order_number=wanted.purchase_order_number,
        is_approved_at_once=wanted.is_approved_at_once,
        installments=wanted.installments,
        pages_at=wanted.pages_at,
        token=wanted.token,
    )
