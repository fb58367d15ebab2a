"""Stopping a merchant's clock, setting it, and letting it run again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, select

from rpc_server.commerce.accounts import service as accounts
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Services
from rpc_server.sandbox.clock.errors import BackInTime, ClockAdvances, TooFar
from rpc_server.sandbox.clock.model import ClockState, state_of
from rpc_server.sandbox.clock.tables import AdvanceRow
from rpc_server.sandbox.merchants import playable

_FIRST = datetime(2000, 1, 1, tzinfo=UTC)
_LAST = datetime(2200, 1, 1, tzinfo=UTC)

Change = Callable[[Merchant], Merchant]


def show(services: Services, code: str) -> ClockState:
    """How the merchant's clock stands."""
    with services.database.reading() as work:
        return state_of(playable(work.connection, code), services.clock)


def freeze(services: Services, code: str) -> ClockState:
    """Let the clock stand at what it shows."""
    return _move(services, code, lambda merchant: frozen(merchant, merchant.clock(services.clock).now()))


def set_to(services: Services, code: str, moment: datetime, *, may_go_back: bool = False) -> ClockState:
    """Let the clock show ``moment``, and run on from there or stand there, as it did before.

    What fell due in between is left to workers, who find it overdue; ``advancing.advance`` does each thing at
    its moment. Raises ``BackInTime`` for a moment that has passed, unless it ``may_go_back``, and ``TooFar``.
    """
    check_reachable(moment)

    def changed(merchant: Merchant) -> Merchant:
        if moment < merchant.clock(services.clock).now() and not may_go_back:
            raise BackInTime(field="moment", hint="Say that it may go back, if that is what you want.")
        is_frozen = merchant.clock_frozen_at is not None
        return frozen(merchant, moment) if is_frozen else running(merchant, moment - services.clock.now())

    return _move(services, code, changed)


def resume(services: Services, code: str) -> ClockState:
    """Let the clock run on from what it shows."""
    return _move(services, code, lambda merchant: running(merchant, state_of(merchant, services.clock).ahead))


def follow(services: Services, code: str) -> ClockState:
    """Let the clock show the machine's time again, even if that lies back."""
    return _move(services, code, lambda merchant: running(merchant, timedelta()))


def frozen(merchant: Merchant, moment: datetime) -> Merchant:
    """The merchant with a clock that stands at ``moment``."""
    return replace(merchant, clock_offset=None, clock_frozen_at=moment)


def running(merchant: Merchant, ahead: timedelta) -> Merchant:
    """The merchant with a clock that runs ``ahead`` of the machine's."""
    return replace(merchant, clock_offset=ahead or None, clock_frozen_at=None)


def check_reachable(moment: datetime) -> None:
    """Raises ``TooFar`` for a moment no clock is moved to."""
    if not _FIRST <= moment < _LAST:
        raise TooFar(field="moment")


def advancing(database: Connection, now: datetime) -> set[int]:
    """The merchants whose clock somebody leads through time; ``now`` is the machine's."""
    return set(database.scalars(select(AdvanceRow.merchant_id).where(AdvanceRow.held_until > now)))


def _move(services: Services, code: str, change: Change) -> ClockState:
    with services.database.writing() as work:
        merchant = playable(work.connection, code, is_locked=True)
        if merchant.merchant_id in advancing(work.connection, services.clock.now()):
            raise ClockAdvances
        work.connection.execute(delete(AdvanceRow).where(AdvanceRow.merchant_id == merchant.merchant_id))
        moved = change(merchant)
        accounts.store_clock(work.connection, moved)
        return state_of(moved, services.clock)
