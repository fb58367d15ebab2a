"""Cards kept in the vault, and attempts to move money: written before a processor is asked, settled after."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import BindParameter, Row, Table, bindparam, delete, insert, select, update

from rpc_server.commerce.context import Context
from rpc_server.commerce.payments import cards
from rpc_server.commerce.payments.model import Attempt, AttemptStatus, CardSummary
from rpc_server.commerce.payments.tables import AttemptRow, CardRow
from rpc_server.gateways import CardDetails, CardNotTaken, Outcome, Result
from rpc_server.storage import insert_counted

_attempts = cast("Table", AttemptRow.__table__)
_cards = cast("Table", CardRow.__table__)
_this_attempt = (_attempts.c.merchant_id == bindparam("in_merchant"), _attempts.c.attempt_id == bindparam("of_attempt"))
_outcome: dict[str, BindParameter[Any]] = {
    "status": bindparam("new_status"),
    "settled_at": bindparam("at"),
    "transaction": bindparam("new_transaction"),
    "reason": bindparam("new_reason"),
}
_SETTLE = update(_attempts).where(*_this_attempt, _attempts.c.status == bindparam("old_status")).values(_outcome)
_INSERT_CARD = insert(_cards)
_ASK_AGAIN = update(_attempts).where(*_this_attempt).values(due_at=bindparam("at"))
_LET_GO = (
    update(_attempts)
    .where(
        _attempts.c.merchant_id == bindparam("in_merchant"),
        _attempts.c.order_reference == bindparam("of_order"),
        _attempts.c.status == AttemptStatus.AUTHORISED,
    )
    .values(status=AttemptStatus.REVERSED)
)
_RETURN = (
    update(_attempts)
    .where(*_this_attempt, _attempts.c.status == AttemptStatus.SURPLUS)
    .values(status=AttemptStatus.RETURNED, due_at=None)
)
_stored = select(*(_attempts.c[name] for name in Attempt.__dataclass_fields__))
_FIND = _stored.where(*_this_attempt)
_OF_ORDER = _stored.where(
    _attempts.c.merchant_id == bindparam("in_merchant"), _attempts.c.order_reference == bindparam("of_order")
).order_by(_attempts.c.number, _attempts.c.started_at)
_LEFT_OPEN = _stored.where(
    _attempts.c.merchant_id == bindparam("in_merchant"),
    _attempts.c.status == AttemptStatus.OPEN,
    _attempts.c.started_at < bindparam("started_before"),
).order_by(_attempts.c.started_at)
_LEFT_OPEN_OF_ORDER = _LEFT_OPEN.where(_attempts.c.order_reference == bindparam("of_order"))
_FIND_CARD = select(_cards).where(
    _cards.c.merchant_id == bindparam("in_merchant"), _cards.c.card_id == bindparam("of_card")
)
_SETTLED = {Outcome.AUTHORISED: AttemptStatus.AUTHORISED, Outcome.DECLINED: AttemptStatus.DECLINED}


class UnknownCard(LookupError):
    """No card of this merchant has the id: a mistake of this program."""


def takes_card_numbers(context: Context, *, is_test: bool) -> bool:
    """Whether the processor takes card numbers, so that they are stored here; others take tokens of their own.

    Test orders, and all orders of accounts that are not live, are charged at the simulator, which takes them.
    """
    return is_test or not context.merchant.is_live or context.services.gateway.takes_cards


def check_taken(context: Context, *, is_test: bool, field: str) -> None:
    """Raise ``CardNotTaken`` where the processor takes no card numbers, so that none of them is stored here."""
    if not takes_card_numbers(context, is_test=is_test):
        raise CardNotTaken(field=field, hint="Send the processor's own token as EesToken of an EES_TOKEN_PAYMENT.")


def check_card(context: Context, card: CardDetails, card_type: str | None = None) -> CardSummary:
    """What may be shown of the card; raises ``PaymentRefused`` where it cannot be one.

    An expired card is refused on live accounts only.
    """
    today = context.clock.now().date() if context.merchant.is_live else None
    return cards.check_card(card, card_type, today=today)


def store_card(context: Context, card: CardDetails, card_type: str | None = None) -> str:
    """Put the card into the vault, without its security code, and answer its id.

    Raises ``PaymentRefused`` as ``check_card`` does.
    """
    return keep_card(context, card, check_card(context, card, card_type))


def keep_card(context: Context, card: CardDetails, summary: CardSummary) -> str:
    """Put a card that was checked into the vault, and answer its id."""
    card_id = context.ids.hexadecimal(32)
    vault = context.services.vault
    context.connection.execute(
        _INSERT_CARD,
        {
            "merchant_id": context.merchant_id,
            "card_id": card_id,
            "sealed": vault.seal(card.number, _owner(context, card_id)),
            "fingerprint": vault.fingerprints(card.number)[0],
            "first_digits": summary.first_digits,
            "last_digits": summary.last_digits,
            "brand": summary.brand,
            "expiry_month": summary.expiry_month,
            "expiry_year": summary.expiry_year,
            "holder_name": card.holder_name,
            "stored_at": context.clock.now(),
        },
    )
    return card_id


def forget_card(context: Context, card_id: str) -> None:
    """Take a card out of the vault that nothing was paid with."""
    context.connection.execute(
        delete(_cards).where(_cards.c.merchant_id == context.merchant_id, _cards.c.card_id == card_id)
    )


def open_card(context: Context, card_id: str) -> CardDetails:
    """The stored card, to charge it; it has no security code. Raises ``UnknownCard``."""
    row = _card(context, card_id)
    return CardDetails(
        number=context.services.vault.open(row.sealed, _owner(context, card_id)),
        expiry_month=row.expiry_month,
        expiry_year=row.expiry_year,
        holder_name=row.holder_name,
    )


def card_summary(context: Context, card_id: str) -> CardSummary:
    """What may be shown of the stored card. Raises ``UnknownCard``."""
    row = _card(context, card_id)
    return CardSummary(row.first_digits, row.last_digits, row.brand, row.expiry_month, row.expiry_year)


def reseal_cards(context: Context) -> int:
    """Seal the merchant's cards that an older key sealed anew with the current one; answers how many."""
    vault = context.services.vault
    stale = [
        row
        for row in context.session.scalars(select(CardRow).where(CardRow.merchant_id == context.merchant_id))
        if not vault.is_current(row.sealed)
    ]
    for row in stale:
        owner = _owner(context, row.card_id)
        number = vault.open(row.sealed, owner)
        row.sealed, row.fingerprint = vault.seal(number, owner), vault.fingerprints(number)[0]
    context.session.flush()
    return len(stale)


def open_attempt(
    context: Context, order_reference: str, amount: Decimal, currency: str, *, in_flight: timedelta
) -> Attempt | None:
    """Write an OPEN attempt for the order; None where it has one that is open or authorised already.

    The caller commits before he asks the processor, with the attempt's idempotency key. Without an outcome after
    ``in_flight`` it is looked up.
    """
    attempt_id, now = context.ids.hexadecimal(32), context.clock.now()
    attempt = Attempt(
        attempt_id=attempt_id,
        order_reference=order_reference,
        amount=amount,
        currency=currency,
        idempotency_key=f"{context.merchant.code}-{order_reference}-{attempt_id}",
        status=AttemptStatus.OPEN,
        started_at=now,
        settled_at=None,
        transaction=None,
        reason=None,
    )
    return attempt if _add(context, attempt, now + in_flight) else None


def ask_again(context: Context, attempt: Attempt, at: datetime) -> None:
    """Write when the processor is to be asked about the open attempt next."""
    row = {"in_merchant": context.merchant_id, "of_attempt": attempt.attempt_id, "at": at}
    context.connection.execute(_ASK_AGAIN, row)


def settle_attempt(context: Context, attempt: Attempt, result: Result) -> Attempt | None:
    """Write what became of the open attempt; None where it was settled meanwhile by someone else.

    Without an answer (UNKNOWN) it stays open.
    """
    status = _SETTLED.get(result.outcome)
    return attempt if status is None else _written(context, attempt, AttemptStatus.OPEN, status, result)


def settle_late(context: Context, attempt: Attempt, result: Result, *, is_wanted: bool) -> Attempt | None:
    """Write that money moved for an attempt taken for lost; None where that was known. The caller holds the order.

    It is surplus, to be given back, unless it ``is_wanted`` and nothing else was charged or tried for the order.
    """
    others = [
        other for other in attempts_of(context, attempt.order_reference) if other.attempt_id != attempt.attempt_id
    ]
    is_alone = all(other.status not in (AttemptStatus.OPEN, AttemptStatus.AUTHORISED) for other in others)
    status = AttemptStatus.AUTHORISED if is_wanted and is_alone else AttemptStatus.SURPLUS
    late = _written(context, attempt, AttemptStatus.DECLINED, status, result)
    if late is not None and status is AttemptStatus.SURPLUS:
        ask_again(context, late, context.clock.now())
    return late


def note_surplus(context: Context, surplus: Attempt) -> None:
    """Write down a SURPLUS attempt that was never open here: money a processor took for more than one order at once."""
    _add(context, surplus, context.clock.now())


def mark_returned(context: Context, attempt: Attempt) -> None:
    """Write that the money of a surplus attempt was given back."""
    of_attempt = {"in_merchant": context.merchant_id, "of_attempt": attempt.attempt_id}
    context.connection.execute(_RETURN, of_attempt)


def _add(context: Context, attempt: Attempt, due_at: datetime) -> bool:
    """Write a new attempt; False where one like it is there."""
    values = {name: getattr(attempt, name) for name in Attempt.__dataclass_fields__}
    row = {"merchant_id": context.merchant_id, "due_at": due_at, **values}
    return insert_counted(context.connection, AttemptRow, "number", ("merchant_id", "order_reference"), row)


def _written(
    context: Context, attempt: Attempt, old: AttemptStatus, status: AttemptStatus, result: Result
) -> Attempt | None:
    settled = replace(
        attempt,
        status=status,
        settled_at=context.clock.now(),
        transaction=result.transaction,
        reason=result.reason,
    )
    written = context.connection.execute(
        _SETTLE,
        {
            "old_status": old,
            "in_merchant": context.merchant_id,
            "of_attempt": attempt.attempt_id,
            "new_status": settled.status,
            "at": settled.settled_at,
            "new_transaction": settled.transaction,
            "new_reason": settled.reason,
        },
    )
    return settled if written.rowcount else None


def let_go(context: Context, order_reference: str) -> None:
    """Write that the money of the order's charge was let go of: the order may be paid anew."""
    of_order = {"in_merchant": context.merchant_id, "of_order": order_reference}
    context.connection.execute(_LET_GO, of_order)


def find_attempt(context: Context, attempt_id: str) -> Attempt | None:
    """The attempt as it is stored now."""
    key = {"in_merchant": context.merchant_id, "of_attempt": attempt_id}
    row = context.connection.execute(_FIND, key).one_or_none()
    return None if row is None else Attempt(*row)


def attempts_of(context: Context, order_reference: str) -> list[Attempt]:
    """All attempts for the order, the first first."""
    of_order = {"in_merchant": context.merchant_id, "of_order": order_reference}
    return [Attempt(*row) for row in context.connection.execute(_OF_ORDER, of_order)]


def attempts_left_open(context: Context, started_before: datetime, order_reference: str | None = None) -> list[Attempt]:
    """Attempts that began before the moment and have no outcome, the oldest first; of all orders or of one."""
    wanted = {"in_merchant": context.merchant_id, "started_before": started_before, "of_order": order_reference}
    query = _LEFT_OPEN if order_reference is None else _LEFT_OPEN_OF_ORDER
    return [Attempt(*row) for row in context.connection.execute(query, wanted)]


def _card(context: Context, card_id: str) -> Row[Any]:
    key = {"in_merchant": context.merchant_id, "of_card": card_id}
    row = context.connection.execute(_FIND_CARD, key).one_or_none()
    if row is None:
        raise UnknownCard(card_id)
    return row


def _owner(context: Context, card_id: str) -> str:
    return f"{context.merchant_id}/{card_id}"
