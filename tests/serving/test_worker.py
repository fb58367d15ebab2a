"""What falls due is carried out: by whoever looks, once, whatever happens to others."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import URL, Select, func, select

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.tables import IdempotencyRow
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.duties import DUTIES, Done
from rpc_server.commerce.duty import Duty
from rpc_server.sandbox.clock import service
from rpc_server.sandbox.clock.advancing import advance_by
from rpc_server.worker import Job, Worker, drain, look
from tests.duty_world import Bells, hang, told
from tests.server import ROOT

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
LOW, HIGH = Bells("low"), Bells("high")
_PATIENCE_SECONDS = 30


@dataclass(eq=False)
class Watched:
    """A duty that remembers what it did, and waits in the middle of it while ``gate`` is shut."""

    duty: Bells
    rung: list[str] = field(default_factory=list)
    begun: threading.Event = field(default_factory=threading.Event)
    gate: threading.Event = field(default_factory=threading.Event)

    @property
    def name(self) -> str:
        return self.duty.name

    def waiting(self) -> Select[int, datetime]:
        return self.duty.waiting()

    def carry_out(self, context: Context) -> str | None:
        context.work.commit()
        self.begun.set()
        assert self.gate.wait(_PATIENCE_SECONDS)
        text = self.duty.carry_out(context)
        if text is not None:
            self.rung.append(text)
        return text


@contextmanager
def working(services: Services, *duties: Duty) -> Iterator[Worker]:
    """A worker at work, which has ended when the block ends."""
    worker = Worker(services, duties, poll=timedelta(milliseconds=20))
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        yield worker
    finally:
        worker.stop()
        thread.join(_PATIENCE_SECONDS)
    assert not thread.is_alive()


def until(is_so: Callable[[], bool]) -> None:
    """Wait for it, within reason."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def hanging(services: Services) -> int:
    """How many bells have not been rung."""
    with services.database.reading() as work:
        return work.session.scalar(select(func.count()).select_from(IdempotencyRow)) or 0


def ungated(name: str) -> Watched:
    watched = Watched(Bells(name))
    watched.gate.set()
    return watched


def test_everything_due_is_done_for_everybody_and_the_rest_waits(
    services: Services, merchant: Merchant, other_merchant: Merchant
) -> None:
    hang(services, merchant.merchant_id, "low", {"overdue": NOON - HOUR, "due": NOON, "later": NOON + HOUR})
    hang(services, other_merchant.merchant_id, "low", {"his": NOON})

    done = list(drain(services, [LOW]))

    assert {(each.merchant, each.text) for each in done if isinstance(each, Done)} == {
        ("APITEST", "overdue"),
        ("APITEST", "due"),
        ("OTHERCO", "his"),
    }
    assert hanging(services) == 1


def test_duties_keep_their_order(services: Services, merchant: Merchant) -> None:
    hang(services, merchant.merchant_id, "low", {"first": NOON - HOUR})
    hang(services, merchant.merchant_id, "high", {"second": NOON - HOUR})

    assert [each.duty for each in drain(services, [HIGH, LOW]) if isinstance(each, Done)] == ["high", "low"]


def test_a_merchant_with_a_clock_of_his_own_goes_by_it(
    services: Services, merchant: Merchant, other_merchant: Merchant
) -> None:
    service.set_to(services, merchant.code, NOON + 2 * HOUR)
    service.set_to(services, other_merchant.code, NOON - 2 * HOUR, may_go_back=True)
    for owner in (merchant, other_merchant):
        hang(services, owner.merchant_id, "low", {f"{owner.code} {n}": NOON + n * HOUR for n in (-3, -1, 1)})

    done = [each for each in drain(services, [LOW]) if isinstance(each, Done)]

    assert sorted(told(done)) == [
        ("10 10:00", "low", "OTHERCO -3"),
        ("10 14:00", "low", "APITEST -1"),
        ("10 14:00", "low", "APITEST -3"),
        ("10 14:00", "low", "APITEST 1"),
    ]


def test_what_fails_is_told_and_stops_nobody_else(
    services: Services, merchant: Merchant, other_merchant: Merchant
) -> None:
    hang(services, merchant.merchant_id, "low", {"cracked": NOON - HOUR, "behind it": NOON})
    hang(services, merchant.merchant_id, "high", {"of another duty": NOON})
    hang(services, other_merchant.merchant_id, "low", {"his": NOON})

    done = list(drain(services, [LOW, HIGH]))

    assert [(job.name, job.merchant_id) for job in done if isinstance(job, Job)] == [("low", merchant.merchant_id)]
    assert {each.text for each in done if isinstance(each, Done)} == {"of another duty", "his"}


def test_it_is_known_when_the_next_thing_is_due(services: Services, merchant: Merchant) -> None:
    hang(services, merchant.merchant_id, "low", {"later": NOON + HOUR})
    hang(services, merchant.merchant_id, "high", {"much later": NOON + 9 * HOUR})

    outlook = look(services, [LOW, HIGH])

    assert (outlook.jobs, outlook.next_due) == ([], HOUR)
    assert look(services, []).next_due is None


def test_nothing_at_all_is_due_of_an_empty_database(services: Services) -> None:
    assert list(drain(services)) == []
    assert [duty.name for duty in DUTIES] == list(dict.fromkeys(duty.name for duty in DUTIES))


def test_a_worker_does_what_falls_due_while_it_runs(services: Services, merchant: Merchant, clock: SetClock) -> None:
    hang(services, merchant.merchant_id, "low", {"now": NOON, "later": NOON + HOUR})

    with working(services, LOW):
        until(lambda: hanging(services) == 1)
        clock.advance(HOUR)
        until(lambda: hanging(services) == 0)


def test_a_worker_that_is_stopped_finishes_what_is_in_hand_and_begins_nothing_new(
    services: Services, merchant: Merchant
) -> None:
    hang(services, merchant.merchant_id, "low", {"in hand": NOON - HOUR, "next": NOON})
    slow = Watched(Bells("low"))

    with working(services, slow) as worker:
        assert slow.begun.wait(_PATIENCE_SECONDS)
        worker.stop()
        slow.gate.set()

    assert slow.rung == ["in hand"]
    assert hanging(services) == 1


def test_one_merchants_failure_holds_up_nobody_and_is_tried_again(
    services: Services, merchant: Merchant, other_merchant: Merchant
) -> None:
    hang(services, merchant.merchant_id, "low", {"cracked": NOON - HOUR, "behind it": NOON})
    hang(services, other_merchant.merchant_id, "low", {"his": NOON})

    with working(services, LOW):
        until(lambda: hanging(services) == 2)
        with services.database.writing() as work:
            work.session.delete(work.session.get(IdempotencyRow, (merchant.merchant_id, "cracked")))
        until(lambda: hanging(services) == 0)


def test_a_slow_duty_does_not_hold_up_another(services: Services, merchant: Merchant) -> None:
    hang(services, merchant.merchant_id, "low", {"slow": NOON})
    hang(services, merchant.merchant_id, "high", {"quick": NOON})
    slow, quick = Watched(Bells("low")), ungated("high")

    with working(services, slow, quick):
        assert slow.begun.wait(_PATIENCE_SECONDS)
        until(lambda: quick.rung == ["quick"])
        assert slow.rung == []
        slow.gate.set()


def test_a_worker_leaves_the_rest_to_who_leads_the_clock_meanwhile(services: Services, merchant: Merchant) -> None:
    hang(services, merchant.merchant_id, "low", {f"bell {n}": NOON + n * HOUR for n in (-3, -2, -1)})
    slow = Watched(Bells("low"))

    with working(services, slow):
        assert slow.begun.wait(_PATIENCE_SECONDS)
        under_way = advance_by(services, merchant.code, HOUR, [LOW])
        assert next(under_way).text == "bell -3"
        slow.gate.set()
        until(lambda: slow.rung == ["bell -2"])
        assert [done.text for done in under_way] == ["bell -1"]


def test_workers_side_by_side_do_each_thing_once(services: Services, merchant: Merchant) -> None:
    bells = {f"bell {n}": NOON for n in range(60)}
    hang(services, merchant.merchant_id, "low", bells)
    ringers = [ungated("low") for _ in range(3)]

    with working(services, ringers[0]), working(services, ringers[1]), working(services, ringers[2]):
        until(lambda: hanging(services) == 0)

    assert sorted(text for ringer in ringers for text in ringer.rung) == sorted(bells)


@pytest.fixture
def worker_process(database_url: URL) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts processes with a worker that rings bells called low, one every few milliseconds."""
    started = []

    def start() -> subprocess.Popen[bytes]:
        url = database_url.render_as_string(hide_password=False)
        started.append(subprocess.Popen([sys.executable, "-m", "tests.serving.bell_ringer", url], cwd=ROOT))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def test_what_a_killed_worker_left_is_done_by_the_next(
    services: Services, merchant: Merchant, worker_process: Callable[[], subprocess.Popen[bytes]]
) -> None:
    hang(services, merchant.merchant_id, "low", {f"bell {n}": NOON for n in range(150)})

    for left in (100, 50):
        killed = worker_process()
        until(lambda left=left: hanging(services) <= left)  # type: ignore[misc]
        killed.kill()
        assert killed.wait(_PATIENCE_SECONDS) == -signal.SIGKILL
    last = worker_process()
    until(lambda: hanging(services) == 0)

    os.kill(last.pid, signal.SIGTERM)
    assert last.wait(_PATIENCE_SECONDS) == 0
