"""A process that dies at any step of a renewal: another one finishes it, and the period is billed once."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from rpc_server.clock import SetClock
from rpc_server.commerce.context import Context
from rpc_server.commerce.orders import duties as orders
from rpc_server.commerce.orders.tables import OrderRow
from rpc_server.commerce.payments.model import AttemptStatus
from rpc_server.commerce.payments.tables import AttemptRow
from rpc_server.commerce.subscriptions import service, store
from rpc_server.commerce.subscriptions.renewals.duties import DUTIES, RENEWALS
from rpc_server.commerce.subscriptions.renewals.store import LEASE
from rpc_server.gateways import Charge, Result
from rpc_server.storage import Database, UnitOfWork
from tests.order_world import Crash, CrashingAfter, CrashingBefore, Recorder, Silent
from tests.renewal_world import current, paid, paying, run_due
from tests.subscription_world import REFERENCE

ENDS = datetime(2026, 3, 20, 12, tzinfo=UTC)
MOST_COMMITS = 8


class Dying(UnitOfWork):
    """A unit of work whose process dies before or after one of its commits."""

    __slots__ = ("_is_after", "_left")

    def __init__(self, database: Database, commit: int, *, is_after: bool) -> None:
        super().__init__(database.engine, reads_alone=False)
        self._left, self._is_after = commit, is_after

    def commit(self) -> None:
        self._left -= 1
        if self._left == 0 and not self._is_after:
            raise Crash
        super().commit()
        if self._left == 0:
            raise Crash


def _dies(context: Context, run: Callable[[], object]) -> bool:
    """Whether the process died; what it had not committed is lost then."""
    try:
        run()
    except Crash:
        context.work.rollback()
        return True
    return False


def _dies_at(context: Context, commit: int, *, is_after: bool) -> bool:
    """Whether a process that would die around its commit of that number, from 1, came so far with the renewals."""
    context.work.commit()
    with closing(Dying(context.services.database, commit, is_after=is_after)) as work:
        dying = replace(context, work=work)
        return _dies(dying, lambda: RENEWALS.carry_out(dying))


def _recover(context: Context, clock: SetClock) -> None:
    """Let other workers come when the claims of the dead one have run out, and again for what that begins."""
    for _ in range(3):
        clock.advance(LEASE + timedelta(minutes=1))
        while any(duty.carry_out(context) for duty in (*orders.DUTIES, *DUTIES)):
            pass


def _assert_billed_once(context: Context, gateway: Recorder) -> None:
    assert paid(context) == [Decimal("30.00")]
    assert len({charge.idempotency_key for charge in gateway.charges}) <= 1
    assert context.session.scalar(select(func.count()).select_from(OrderRow)) == 1
    authorised = select(func.count()).where(AttemptRow.status == AttemptStatus.AUTHORISED)
    assert context.session.scalar(authorised) == 1
    renewed = current(context)
    assert (renewed.expires_at, renewed.renewals) == (datetime(2026, 4, 20, 12, tzinfo=UTC), 1)
    assert len(service.history(context, REFERENCE)) == 2


@pytest.mark.parametrize("is_after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("commit", range(1, MOST_COMMITS))
def test_a_crash_around_any_commit_bills_the_period_once(
    context: Context, clock: SetClock, commit: int, is_after: bool
) -> None:
    gateway = Recorder()
    context = replace(context, services=replace(context.services, gateway=gateway))
    paying(context)
    clock.advance(ENDS - clock.now())

    _dies_at(context, commit, is_after=is_after)
    _recover(context, clock)

    _assert_billed_once(context, gateway)


def test_the_crashes_above_reach_beyond_the_last_commit(context: Context, clock: SetClock) -> None:
    paying(context)
    clock.advance(ENDS - clock.now())

    assert not _dies_at(context, MOST_COMMITS, is_after=False)


@pytest.mark.parametrize("processor", [CrashingBefore, CrashingAfter])
def test_a_crash_around_the_charge_bills_the_period_once(
    context: Context, clock: SetClock, processor: type[Recorder]
) -> None:
    gateway = processor()
    paying(context)
    clock.advance(ENDS - clock.now())
    dying = replace(context, services=replace(context.services, gateway=gateway))

    assert _dies(context, lambda: RENEWALS.carry_out(dying))

    survivor = Recorder()
    survivor._ledger = gateway._ledger
    living = replace(context, services=replace(context.services, gateway=survivor))
    assert run_due(living) == []
    _recover(living, clock)
    _assert_billed_once(living, survivor)


def test_a_charge_that_never_arrived_is_no_refusal(context: Context, clock: SetClock) -> None:
    paying(context)
    clock.advance(ENDS - clock.now())
    dying = replace(context, services=replace(context.services, gateway=CrashingBefore()))
    _dies(context, lambda: RENEWALS.carry_out(dying))

    _recover(context, clock)

    statuses = context.session.scalars(select(AttemptRow.status).order_by(AttemptRow.started_at))
    assert list(statuses) == [AttemptStatus.DECLINED, AttemptStatus.AUTHORISED]
    assert current(context).lapse is None


def test_a_processor_that_does_not_answer_is_asked_later(context: Context, clock: SetClock) -> None:
    gateway = Silent()
    context = replace(context, services=replace(context.services, gateway=gateway))
    paying(context)
    clock.advance(ENDS - clock.now())

    assert run_due(context) != []
    assert (paid(context), run_due(context)) == ([], [])
    _recover(context, clock)

    _assert_billed_once(context, gateway)


@pytest.mark.parametrize("changes", [{"product_version": "2"}, {"is_recurring": False}, {"is_enabled": False}])
def test_what_a_client_changes_while_it_is_charged_begins_no_second_charge(
    context: Context, clock: SetClock, changes: dict[str, object]
) -> None:
    gateway = Silent()
    context = replace(context, services=replace(context.services, gateway=gateway))
    paying(context)
    clock.advance(ENDS - clock.now())
    run_due(context)

    store.save(context, replace(current(context), **changes))  # type: ignore[arg-type]
    context.work.commit()
    run_due(context)
    _recover(context, clock)

    _assert_billed_once(context, gateway)
    assert {name: getattr(current(context), name) for name in changes} == changes


def test_one_that_fails_for_a_mistake_of_this_program_keeps_nobody_waiting(context: Context, clock: SetClock) -> None:
    class Broken(Recorder):
        def charge(self, charge: Charge) -> Result:
            raise ZeroDivisionError

    paying(context)
    clock.advance(ENDS - clock.now())
    broken = replace(context, services=replace(context.services, gateway=Broken()))

    with pytest.raises(ZeroDivisionError):
        RENEWALS.carry_out(broken)

    assert RENEWALS.carry_out(context) is None
    _recover(context, clock)
    assert paid(context) == [Decimal("30.00")]
