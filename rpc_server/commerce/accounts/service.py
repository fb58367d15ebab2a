"""Opening and resuming sessions."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import msgspec
from sqlalchemy import Connection, Row, Table, bindparam, insert, or_, select, update

from rpc_server.clock import Clock
from rpc_server.commerce.accounts import signature
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.accounts.model import DEFAULT_RETRY_DAYS, AccountModel, Merchant, Session, SessionState
from rpc_server.commerce.accounts.tables import MerchantRow, SessionRow
from rpc_server.ids import Ids

TOUCH_EVERY = timedelta(seconds=1)
_SESSIONS = cast("Table", SessionRow.__table__)
_MERCHANTS = cast("Table", MerchantRow.__table__)
_RESUMED = (
    select(_SESSIONS.c.opened_at, _SESSIONS.c.seen_at, _SESSIONS.c.state, *_MERCHANTS.c)
    .join_from(_SESSIONS, _MERCHANTS)
    .where(_SESSIONS.c.digest == bindparam("digest"))
)
_RESUMED_LOCKED = _RESUMED.with_for_update(of=_SESSIONS)
_TOUCHED = (
    update(_SESSIONS)
    .where(_SESSIONS.c.digest == bindparam("digest_"))
    .values(seen_at=bindparam("seen_at"), ends_at=bindparam("ends_at"))
)
_BY_CODE, _BY_ID = (
    select(_MERCHANTS).where(column == bindparam("wanted")) for column in (_MERCHANTS.c.code, _MERCHANTS.c.merchant_id)
)
_MOVED_CLOCKS = select(_MERCHANTS).where(
    or_(_MERCHANTS.c.clock_offset.is_not(None), _MERCHANTS.c.clock_frozen_at.is_not(None)),
    _MERCHANTS.c.is_live.is_(False),
)
_OPENED = insert(_SESSIONS)
_REMEMBERED = update(_SESSIONS).where(_SESSIONS.c.digest == bindparam("digest_")).values(state=bindparam("state"))

_DATE_FORMAT = "%Y-%m-%d %H:%M:%S"
_NO_MERCHANT_KEY = "no merchant has this key"


@dataclass(frozen=True, slots=True)
class SessionPolicy:
    """How long a session lives and how far a client's clock may be off."""

    idle: timedelta = timedelta(minutes=10)
    absolute: timedelta = timedelta(hours=12)
    clock_skew: timedelta = timedelta(minutes=10)

    def end(self, opened_at: datetime, seen_at: datetime) -> datetime:
        """The first moment a session so old, and last used then, may not be used any more."""
        return min(seen_at + self.idle, opened_at + self.absolute) + datetime.resolution


def open_session(
    database: Connection,
    clock: Clock,
    ids: Ids,
    policy: SessionPolicy,
    *,
    merchant_code: str,
    date: str,
    hash_: str,
    algorithm: str | None,
) -> str:
    """Check the signed merchant code and date and answer a new session id.

    ``clock`` is the machine's; the session lives by the merchant's own. Raises ``Forbidden`` for an unknown code,
    a date that is not ``YYYY-MM-DD HH:MM:SS`` in UTC or is further than ``policy.clock_skew`` away from what
    either clock shows, a wrong hash, an unknown algorithm, and for MD5 where the merchant refuses it: always the
    same text, after the same work, so that nothing can be learned from it.
    """
    merchant = find_merchant(database, merchant_code)
    allowed = signature.candidates(algorithm, len(hash_.strip()))
    if merchant and not merchant.accepts_md5:
        allowed = tuple(a for a in allowed if a is not signature.Algorithm.MD5)
    key = merchant.secret_key if merchant else _NO_MERCHANT_KEY
    is_signed = signature.matches(allowed, hash_, key, merchant_code, date)
    is_near = any(_is_near(date, each.now(), policy.clock_skew) for each in _clocks(clock, merchant))
    if merchant is None or not is_signed or not is_near:
        raise Forbidden(hint="Sign byte length + merchant code + byte length + UTC date with the secret key.")
    session_id, now = ids.session_id(), merchant.clock(clock).now()
    opened = {
        "digest": _digest(session_id),
        "merchant_id": merchant.merchant_id,
        "opened_at": now,
        "seen_at": now,
        "ends_at": policy.end(now, now),
        "state": SessionState(),
    }
    database.execute(_OPENED, opened)
    return session_id


def resume(
    database: Connection, clock: Clock, policy: SessionPolicy, session_id: str, *, is_locked: bool = False
) -> Session:
    """The session of this id that lives by its merchant's clock; ``clock`` is the machine's.

    Raises ``Forbidden`` for an unknown, idle or worn-out one.
    With ``is_locked`` other calls that resume it so wait until this transaction ends.
    """
    digest = _digest(session_id)
    row = database.execute(_RESUMED_LOCKED if is_locked else _RESUMED, {"digest": digest}).one_or_none()
    if row is None:
        raise Forbidden(field="sessionID", hint="Call login and pass the session id it answers.")
    merchant = _merchant(row)
    if merchant.clock(clock).now() >= policy.end(row.opened_at, row.seen_at):
        raise Forbidden(field="sessionID", hint="The session has ended; call login again.")
    return Session(digest, merchant, row.opened_at, row.seen_at, row.state)


def needs_touch(session: Session, clock: Clock) -> bool:
    """Whether the session's last use is old enough to be written anew (once a second at most)."""
    return session.merchant.clock(clock).now() - session.seen_at >= TOUCH_EVERY


def touch(database: Connection, clock: Clock, policy: SessionPolicy, session: Session) -> None:
    """Note that the session was used now: its idle time starts again."""
    now = session.merchant.clock(clock).now()
    ends_at = policy.end(session.opened_at, now)
    database.execute(_TOUCHED, {"digest_": session.digest, "seen_at": now, "ends_at": ends_at})


def remember(database: Connection, session: Session, **changes: object) -> Session:
    """Store changed fields of the session's state and answer the session as it now is."""
    state = msgspec.structs.replace(session.state, **changes)
    database.execute(_REMEMBERED, {"digest_": session.digest, "state": state})
    return replace(session, state=state)


def find_merchant(database: Connection, code: str) -> Merchant | None:
    """The merchant of this code, or None."""
    row = database.execute(_BY_CODE, {"wanted": code}).one_or_none()
    return None if row is None else _merchant(row)


def merchant_of_session(database: Connection, session_id: str) -> Merchant | None:
    """Whose session this is, or was while it is remembered; it proves nothing."""
    owner = select(SessionRow.merchant_id).where(SessionRow.digest == _digest(session_id)).scalar_subquery()
    row = database.execute(select(_MERCHANTS).where(_MERCHANTS.c.merchant_id == owner)).one_or_none()
    return None if row is None else _merchant(row)


def merchant_by_id(database: Connection, merchant_id: int) -> Merchant | None:
    """The merchant of this number, or None."""
    row = database.execute(_BY_ID, {"wanted": merchant_id}).one_or_none()
    return None if row is None else _merchant(row)


def moved_clocks(database: Connection) -> list[Merchant]:
    """The merchants whose clock is not the machine's."""
    return [_merchant(row) for row in database.execute(_MOVED_CLOCKS)]


def store_clock(database: Connection, merchant: Merchant) -> None:
    """Keep how the merchant's clock stands."""
    stored = update(_MERCHANTS).where(_MERCHANTS.c.merchant_id == merchant.merchant_id)
    database.execute(stored.values(clock_offset=merchant.clock_offset, clock_frozen_at=merchant.clock_frozen_at))


def _merchant(row: Row[Any]) -> Merchant:
    return Merchant(
        merchant_id=row.merchant_id,
        code=row.code,
        name=row.name,
        secret_key=row.secret_key,
        model=AccountModel(row.model),
        is_live=row.is_live,
        accepts_md5=row.accepts_md5,
        accepts_test_orders=row.accepts_test_orders,
        utc_offset_minutes=row.utc_offset_minutes,
        default_currency=row.default_currency,
        commission_percent=row.commission_percent,
        commission_fixed=row.commission_fixed,
        approval_delay_seconds=row.approval_delay_seconds,
        refunds_need_approval=row.refunds_need_approval,
        unpaid_order_days=row.unpaid_order_days,
        country=row.country,
        clock_offset=row.clock_offset,
        clock_frozen_at=row.clock_frozen_at,
        retry_days=DEFAULT_RETRY_DAYS if row.retry_days is None else row.retry_days,
        grace_days=row.grace_days,
        faults=None if row.is_live else row.faults,
        ids_seed=None if row.is_live else row.ids_seed,
    )


def _clocks(clock: Clock, merchant: Merchant | None) -> tuple[Clock, Clock]:
    """The machine's clock and the merchant's; of somebody unknown the machine's again, for the same work."""
    return clock, merchant.clock(clock) if merchant else clock


def _digest(session_id: str) -> str:
    return hashlib.sha256(session_id.encode()).hexdigest()


def _is_near(date: str, now: datetime, tolerance: timedelta) -> bool:
    try:
        stated = datetime.strptime(date, _DATE_FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return False
    return abs(now - stated) <= tolerance
