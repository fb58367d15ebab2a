"""Leading a merchant's clock through time, from one moment something falls due to the next.

The clock stands still at each step and is stored there: whoever dies on the way leaves it at the last step, and
another advance does the rest. Workers leave the merchant alone meanwhile.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, Connection, delete, update

from rpc_server.commerce.accounts import service as accounts
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Services
from rpc_server.commerce.duties import DUTIES, Done, carry_out, first_due, only
from rpc_server.commerce.duty import Duty
from rpc_server.sandbox.clock.errors import AdvanceStopped, BackInTime, ClockAdvances, TooFar
from rpc_server.sandbox.clock.service import check_reachable, frozen, running
from rpc_server.sandbox.clock.tables import AdvanceRow
from rpc_server.sandbox.merchants import playable

HOLD = timedelta(minutes=1)
"""How long an advance that died keeps others from the clock; longer than one thing that falls due takes."""

_log = structlog.get_logger("rpc_server.sandbox")


def advance_by(services: Services, code: str, by: timedelta, duties: Sequence[Duty] = DUTIES) -> Iterator[Done]:
    """Lead the clock forward by a span of time; otherwise as ``advance_to``."""
    with services.database.reading() as work:
        now = playable(work.connection, code).clock(services.clock).now()
    try:
        target = now + by
    except OverflowError:
        raise TooFar(field="by") from None
    yield from advance_to(services, code, target, duties)


def advance_to(services: Services, code: str, target: datetime, duties: Sequence[Duty] = DUTIES) -> Iterator[Done]:
    """Lead the clock forward to ``target`` and tell each thing that falls due on the way, once it is done.

    When all is told the clock runs on from there, or stands there, as it did before. Raises ``BackInTime``,
    ``TooFar``, ``ClockAdvances`` while another advance is under way, and ``AdvanceStopped`` where something
    fails: the clock stands at its moment then.
    """
    check_reachable(target)
    advance = _begin(services, code, target, duties)
    try:
        yield from advance.steps()
    except BaseException:
        advance.give_up()
        raise
    advance.arrive()


@dataclass(slots=True)
class _Advance:
    """One advance under way, at ``moment``. ``runs_after``: the clock was running before, and will be."""

    services: Services
    duties: Sequence[Duty]
    merchant: Merchant
    holder: str
    moment: datetime
    target: datetime
    runs_after: bool
    held_until: datetime

    def row(self) -> AdvanceRow:
        """What tells others that it is under way."""
        return AdvanceRow(
            merchant_id=self.merchant.merchant_id,
            holder=self.holder,
            held_until=self.held_until,
            runs_after=self.runs_after,
        )

    def steps(self) -> Iterator[Done]:
        """Do what is due, go on to the next moment something is, and so forth to the last before the target."""
        while True:
            yield from self._carry_out_due()
            next_moment = min(filter(None, self._first_due(after=self.moment)), default=None)
            if next_moment is None or next_moment > self.target:
                return
            self._go_on(next_moment)

    def arrive(self) -> None:
        """Show the target, and leave the clock to itself."""
        ahead = self.target - self.services.clock.now()
        with self.services.database.writing() as work:
            self._hold(work.connection)
            moved = running(self.merchant, ahead) if self.runs_after else frozen(self.merchant, self.target)
            accounts.store_clock(work.connection, moved)
            work.connection.execute(delete(AdvanceRow).where(*self._is_mine))

    def give_up(self) -> None:
        """Leave the clock where it stands, for another advance to go on from."""
        with self.services.database.writing() as work:
            held_until = self.services.clock.now()
            work.connection.execute(update(AdvanceRow).where(*self._is_mine).values(held_until=held_until))

    def _carry_out_due(self) -> Iterator[Done]:
        """Everything due at this moment, in the order of the duties; what that made due, too."""
        has_done = True
        while has_done:
            has_done = False
            for duty, due_at in zip(self.duties, self._first_due(), strict=True):
                while due_at is not None and due_at <= self.moment and (done := self._carry_out(duty)) is not None:
                    has_done = True
                    yield done

    def _carry_out(self, duty: Duty) -> Done | None:
        if self.held_until - self.services.clock.now() < HOLD / 2:
            self._go_on(self.moment)
        try:
            return carry_out(self.services, duty, self.merchant.merchant_id)
        except Exception as bug:
            _log.exception("bug", duty=duty.name, merchant=self.merchant.code)
            shown = f"{self.moment:%Y-%m-%d %H:%M:%S}"
            raise AdvanceStopped(f"{duty.name} failed at {shown} UTC; the clock stands there.") from bug

    def _first_due(self, after: datetime | None = None) -> list[datetime | None]:
        with self.services.database.reading() as work:
            return first_due(work.connection, self.duties, only(self.merchant.merchant_id), after)

    def _go_on(self, moment: datetime) -> None:
        """Show this moment, and keep others from the clock for longer."""
        with self.services.database.writing() as work:
            self._hold(work.connection)
            accounts.store_clock(work.connection, frozen(self.merchant, moment))
        self.moment = moment

    def _hold(self, database: Connection) -> None:
        """Raises ``ClockAdvances`` where another advance has taken over meanwhile."""
        self.held_until = self.services.clock.now() + HOLD
        held = database.execute(update(AdvanceRow).where(*self._is_mine).values(held_until=self.held_until))
        if not held.rowcount:
            raise ClockAdvances

    @property
    def _is_mine(self) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return AdvanceRow.merchant_id == self.merchant.merchant_id, AdvanceRow.holder == self.holder


def _begin(services: Services, code: str, target: datetime, duties: Sequence[Duty]) -> _Advance:
    """Stop the clock and keep others from it; one that died on the way hands over whether the clock is to run again."""
    with services.database.writing() as work:
        merchant = playable(work.connection, code, is_locked=True)
        earlier = work.session.get(AdvanceRow, merchant.merchant_id)
        machine, now = services.clock.now(), merchant.clock(services.clock).now()
        if earlier is not None and earlier.held_until > machine:
            raise ClockAdvances
        if target < now:
            raise BackInTime(field="until")
        runs_after = merchant.clock_frozen_at is None or (earlier is not None and earlier.runs_after)
        begun = _Advance(services, duties, merchant, services.ids.uuid(), now, target, runs_after, machine + HOLD)
        work.session.merge(begun.row())
        accounts.store_clock(work.connection, frozen(merchant, now))
    return begun
