"""What a customer has bought: whether his account is active, is on trial, and the cards he paid with.

Active is who has an enabled subscription; on trial who has an enabled one that is a trial (inferred: the documents
say that an account is off until a subscription is attached).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, exists, select

from rpc_server.commerce.context import Context
from rpc_server.commerce.customers.tables import CustomerRow
from rpc_server.commerce.orders.model import OrderStatus
from rpc_server.commerce.orders.tables import OrderRow
from rpc_server.commerce.payments.model import CardSummary, Payment
from rpc_server.commerce.payments.tables import CardRow
from rpc_server.commerce.subscriptions.tables import SubscriptionRow

_PAID = (OrderStatus.AUTHRECEIVED, OrderStatus.COMPLETE)
_LATEST_ORDERS = 500


@dataclass(frozen=True, slots=True)
class KnownCard:
    """A card a customer paid with: in the vault, or kept by the processor; ``is_test``: on a test order."""

    card_id: str | None
    summary: CardSummary
    is_test: bool
    payment_token: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """``cards`` holds each card once, the one used last first."""

    is_enabled: bool = False
    is_trial: bool = False
    cards: tuple[KnownCard, ...] = field(default=())


def standings(context: Context, references: Sequence[int]) -> dict[int, Standing]:
    """How each of these customers stands, by AvangateCustomerReference."""
    enabled = _enabled(context, references)
    cards = _cards(context, references)
    return {
        reference: Standing(
            is_enabled=reference in enabled,
            is_trial=enabled.get(reference, False),
            cards=tuple(cards.get(reference, ())),
        )
        for reference in references
    }


def is_active() -> ColumnElement[bool]:
    """Whether the customer of a row has an enabled subscription, as a condition."""
    return exists().where(*_own_subscriptions())


def is_on_trial() -> ColumnElement[bool]:
    """Whether the customer of a row has an enabled subscription that is a trial, as a condition."""
    return exists().where(*_own_subscriptions(), SubscriptionRow.is_trial.is_(True))


def _own_subscriptions() -> tuple[ColumnElement[bool], ...]:
    return (
        SubscriptionRow.merchant_id == CustomerRow.merchant_id,
        SubscriptionRow.customer_reference == CustomerRow.reference,
        SubscriptionRow.is_enabled.is_(True),
    )


def _enabled(context: Context, references: Sequence[int]) -> dict[int, bool]:
    """The customers with enabled subscriptions, and whether one of those is a trial."""
    query = (
        select(SubscriptionRow.customer_reference, SubscriptionRow.is_trial)
        .distinct()
        .where(
            SubscriptionRow.merchant_id == context.merchant_id,
            SubscriptionRow.customer_reference.in_(references),
            SubscriptionRow.is_enabled.is_(True),
        )
    )
    found: dict[int, bool] = {}
    for reference, is_trial in context.session.execute(query):
        if reference is not None:
            found[reference] = found.get(reference, False) or is_trial
    return found


def _cards(context: Context, references: Sequence[int]) -> dict[int, list[KnownCard]]:
    paid = _of_orders(context, references)
    used = [*_of_subscriptions(context, references), *_in_vault(paid)]
    stored = _stored(context, {card_id for _, card_id, _ in used})
    cards: dict[int, list[KnownCard]] = {}
    seen: set[tuple[int, str]] = set()
    for reference, card_id, is_test in used:
        row = stored.get(card_id)
        if row is not None and (reference, row.fingerprint) not in seen:
            seen.add((reference, row.fingerprint))
            summary = CardSummary(row.first_digits, row.last_digits, row.brand, row.expiry_month, row.expiry_year)
            cards.setdefault(reference, []).append(KnownCard(card_id, summary, is_test))
    for reference, payment, is_test in paid:
        token, kept = payment.kept_token, payment.card
        if token is not None and kept is not None and (reference, token) not in seen:
            seen.add((reference, token))
            cards.setdefault(reference, []).append(KnownCard(None, kept, is_test, token))
    return cards


def _in_vault(paid: Iterable[tuple[int, Payment, bool]]) -> list[tuple[int, str, bool]]:
    return [
        (reference, payment.card_id, is_test) for reference, payment, is_test in paid if payment.card_id is not None
    ]


def _of_subscriptions(context: Context, references: Sequence[int]) -> Iterable[tuple[int, str, bool]]:
    """Customer, card and whether it is of a test, for each subscription that is charged; the latest first."""
    row = SubscriptionRow
    query = (
        select(row.customer_reference, row.card_id, row.is_test)
        .where(
            row.merchant_id == context.merchant_id,
            row.customer_reference.in_(references),
            row.card_id.is_not(None),
        )
        .order_by(row.modified_at.desc(), row.reference)
    )
    return [
        (reference, card_id, is_test)
        for reference, card_id, is_test in context.session.execute(query)
        if reference is not None and card_id is not None
    ]


def _of_orders(context: Context, references: Sequence[int]) -> list[tuple[int, Payment, bool]]:
    """Customer, payment and whether it was a test, for each of the latest orders that were paid; the latest first."""
    row = OrderRow
    query = (
        select(row.customer_reference, row.payment, row.is_test)
        .where(row.merchant_id == context.merchant_id, row.customer_reference.in_(references), row.status.in_(_PAID))
        .order_by(row.placed_at.desc(), row.reference)
        .limit(_LATEST_ORDERS)
    )
    return [
        (reference, payment, is_test)
        for reference, payment, is_test in context.session.execute(query)
        if reference is not None and payment is not None
    ]


def _stored(context: Context, card_ids: set[str]) -> dict[str, CardRow]:
    query = select(CardRow).where(CardRow.merchant_id == context.merchant_id, CardRow.card_id.in_(card_ids))
    return {row.card_id: row for row in context.session.scalars(query)}
