"""What subscriptions can be searched by, and the conditions that makes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from rpc_server.commerce.context import Context
from rpc_server.commerce.delivery.tables import DeliveredCodeRow
from rpc_server.commerce.subscriptions import store
from rpc_server.commerce.subscriptions.codes.tables import StatedCodeRow
from rpc_server.commerce.subscriptions.model import Subscription
from rpc_server.commerce.subscriptions.tables import SubscriptionRow


class SubscriptionType(Enum):
    """In its trial, never in one, or paid for after one."""

    TRIAL = "trial"
    REGULAR = "regular"
    REGULAR_FROM_TRIAL = "regularfromtrial"


@dataclass(frozen=True, slots=True)
class Between:
    """Moments from ``since`` to before ``until``; None is no bound."""

    since: datetime | None = None
    until: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is no bound at all."""
        return self.since is None and self.until is None


ANYTIME = Between()


@dataclass(frozen=True, slots=True)
class SubscriptionSearch:
    """Subscriptions that meet every condition given; None, an empty tuple and ``ANYTIME`` are none.

    ``customer_email`` is any part of the end user's e-mail in any case, all of it with ``is_email_exact``.
    ``countries`` are upper-case codes of end users. ``next_billed`` is when a renewal will be charged.
    End users are not notified by this engine, so that ``notified`` finds nothing.
    """

    customer_email: str | None = None
    is_email_exact: bool = False
    delivered_code: str | None = None
    customer_reference: int | None = None
    external_customer_reference: str | None = None
    is_enabled: bool | None = None
    is_recurring: bool | None = None
    is_lifetime: bool | None = None
    is_test: bool | None = None
    product_codes: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    partner_code: str | None = None
    type: SubscriptionType | None = None
    purchased: Between = ANYTIME
    expires: Between = ANYTIME
    renewed: Between = ANYTIME
    notified: Between = ANYTIME
    modified: Between = ANYTIME
    next_billed: Between = ANYTIME
    page: int = 1
    limit: int = 10


def found(context: Context, search: SubscriptionSearch) -> tuple[list[Subscription], int]:
    """The page of subscriptions asked for, oldest purchase first, and how many there are on all pages."""
    matching = store.of_merchant(context).where(*_conditions(context, search))
    page = (
        matching.order_by(SubscriptionRow.purchased_at, SubscriptionRow.reference)
        .limit(search.limit)
        .offset((search.page - 1) * search.limit)
    )
    count = select(func.count()).select_from(matching.subquery())
    return store.read(context, page), context.connection.scalar(count) or 0


def _conditions(context: Context, search: SubscriptionSearch) -> Iterator[ColumnElement[bool]]:
    row = SubscriptionRow
    equals = (
        (row.customer_reference, search.customer_reference),
        (row.external_customer_reference, search.external_customer_reference),
        (row.partner_code, search.partner_code),
        (row.is_enabled, search.is_enabled),
        (row.is_recurring, search.is_recurring),
        (row.is_test, search.is_test),
    )
    yield from (column == value for column, value in equals if value is not None)
    if search.product_codes:
        yield row.product_code.in_(search.product_codes)
    if search.countries:
        yield row.end_user_country.in_(search.countries)
    if search.is_lifetime is not None:
        yield row.expires_at.is_(None) if search.is_lifetime else row.expires_at.is_not(None)
    if search.delivered_code is not None:
        yield _with_code(context, search.delivered_code)
    if not search.notified.is_open:
        yield false()
    yield from _of_email(search)
    yield from _of_type(search.type)
    yield from _of_dates(search)


def _with_code(context: Context, code: str) -> ColumnElement[bool]:
    """Those a merchant told the code of, and those it was delivered with."""
    stated = select(StatedCodeRow.subscription_reference).where(
        StatedCodeRow.merchant_id == context.merchant_id, StatedCodeRow.code == code
    )
    delivered = select(DeliveredCodeRow.subscription_reference).where(
        DeliveredCodeRow.merchant_id == context.merchant_id, DeliveredCodeRow.code == code
    )
    return or_(SubscriptionRow.reference.in_(stated), SubscriptionRow.reference.in_(delivered))


def _of_email(search: SubscriptionSearch) -> Iterator[ColumnElement[bool]]:
    if search.customer_email is not None:
        email = search.customer_email.strip().lower()
        exact = SubscriptionRow.email == email
        yield exact if search.is_email_exact else SubscriptionRow.email.contains(email, autoescape=True)


def _of_type(type_: SubscriptionType | None) -> Iterator[ColumnElement[bool]]:
    row = SubscriptionRow
    match type_:
        case SubscriptionType.TRIAL:
            yield row.is_trial.is_(True)
        case SubscriptionType.REGULAR:
            yield row.was_trial.is_(False)
        case SubscriptionType.REGULAR_FROM_TRIAL:
            yield and_(row.was_trial.is_(True), row.is_trial.is_(False))


def _of_dates(search: SubscriptionSearch) -> Iterator[ColumnElement[bool]]:
    row = SubscriptionRow
    yield from _within(row.purchased_at, search.purchased)
    yield from _within(row.expires_at, search.expires)
    yield from _within(row.renewed_at, search.renewed)
    yield from _within(row.modified_at, search.modified)
    yield from _within(row.bills_at, search.next_billed)


def _within(
    column: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None], between: Between
) -> Iterator[ColumnElement[bool]]:
    if between.since is not None:
        yield column >= between.since
    if between.until is not None:
        yield column < between.until
