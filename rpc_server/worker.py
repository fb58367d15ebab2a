"""Carries out what falls due, in a process of its own beside any number of others, until it is told to stop."""

import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from rpc_server.commerce.accounts.service import moved_clocks
from rpc_server.commerce.context import Services
from rpc_server.commerce.duties import DUTIES, Done, Whose, all_but, carry_out, first_due, only, owing
from rpc_server.commerce.duty import Duty
from rpc_server.sandbox.clock.service import advancing

_SHARE_SECONDS = 1.0
"""How long one duty of one merchant is carried out before others have their turn."""

_FIRST_REST_SECONDS = 1.0
_LONGEST_REST_SECONDS = 300.0
_log = structlog.get_logger("rpc_server.worker")


@dataclass(frozen=True, slots=True)
class Job:
    """One duty to one merchant, of which something is due."""

    name: str
    merchant_id: int
    duty: Duty = field(compare=False)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is due, and how long it is till the machine's clock makes something else due; None where nothing waits."""

    jobs: list[Job]
    next_due: timedelta | None


def look(services: Services, duties: Sequence[Duty]) -> Outlook:
    """What is due by each merchant's own clock; those led through time by somebody are left to him."""
    with services.database.reading() as work:
        moved, now = moved_clocks(work.connection), services.clock.now()
        usual = _look(work.connection, duties, all_but([merchant.merchant_id for merchant in moved]), now)
        held = advancing(work.connection, now)
        others = [
            _look(work.connection, duties, only(merchant.merchant_id), merchant.clock(services.clock).now())
            for merchant in moved
            if merchant.merchant_id not in held
        ]
    return Outlook([job for outlook in (usual, *others) for job in outlook.jobs], usual.next_due)


def drain(services: Services, duties: Sequence[Duty] = DUTIES) -> Iterator[Done | Job]:
    """Carry out everything that is due and tell each thing; a job itself where it failed, which ends it."""
    failed: set[Job] = set()
    has_done = True
    while has_done:
        has_done = False
        for job in look(services, duties).jobs:
            try:
                while job not in failed and (done := carry_out(services, job.duty, job.merchant_id)):
                    has_done = True
                    yield done
            except Exception:  # noqa: BLE001 - a bug with one merchant stops nobody else
                _log_failure(job)
                failed.add(job)
                yield job


class Worker:
    """Carries out duties with ``threads`` of its own, looking for new ones every ``poll`` at least.

    One duty to one merchant is never in two of its threads. A job that fails rests, longer each time.
    """

    def __init__(
        self,
        services: Services,
        duties: Sequence[Duty] = DUTIES,
        *,
        threads: int = 4,
        poll: timedelta = timedelta(seconds=1),
    ) -> None:
        self._services = services
        self._duties = duties
        self._threads = threads
        self._poll = poll
        self._taken: set[Job] = set()
        self._rests: dict[Job, _Rest] = {}
        self._stopping = threading.Event()
        self._awake = threading.Event()

    def run(self) -> None:
        """Carry out what falls due until ``stop`` is called; what is in hand then is finished."""
        _log.info("started", threads=self._threads)
        with ThreadPoolExecutor(self._threads, "duty") as pool:
            while not self._stopping.is_set():
                self._awake.clear()
                self._awake.wait(self._hand_out(pool))

    def stop(self) -> None:
        """Begin nothing new."""
        self._stopping.set()
        self._awake.set()

    def _hand_out(self, pool: ThreadPoolExecutor) -> float:
        """Give what is due to the threads; how many seconds to wait before looking again."""
        try:
            outlook = look(self._services, self._duties)
        except SQLAlchemyError:
            _log.exception("the database does not answer")
            return self._poll.total_seconds()
        for job in outlook.jobs:
            if job not in self._taken and not self._is_resting(job):
                self._taken.add(job)
                pool.submit(self._serve, job)
        return min(self._poll, outlook.next_due or self._poll).total_seconds()

    def _serve(self, job: Job) -> None:
        """Carry the job out for a while; what is left of it then comes round again."""
        has_done = False
        try:
            has_done = self._carry_out(job)
            self._rests.pop(job, None)
        except Exception:  # noqa: BLE001 - a bug with one merchant stops nobody else
            _log_failure(job)
            self._rests[job] = _longer(self._rests.get(job))
        self._taken.discard(job)
        if has_done:
            self._awake.set()

    def _carry_out(self, job: Job) -> bool:
        """Whether anything was done."""
        until = time.monotonic() + _SHARE_SECONDS
        has_done = False
        while not self._stopping.is_set() and time.monotonic() < until and not self._is_led(job):
            done = carry_out(self._services, job.duty, job.merchant_id)
            if done is None:
                break
            has_done = True
            _log.info("done", merchant=done.merchant, duty=done.duty, what=done.text)
        return has_done

    def _is_led(self, job: Job) -> bool:
        """Whether somebody leads the merchant's clock through time, who then carries out everything himself."""
        with self._services.database.reading() as work:
            return job.merchant_id in advancing(work.connection, self._services.clock.now())

    def _is_resting(self, job: Job) -> bool:
        rest = self._rests.get(job)
        return rest is not None and time.monotonic() < rest.until


@dataclass(frozen=True, slots=True)
class _Rest:
    seconds: float
    until: float


def _longer(rest: _Rest | None) -> _Rest:
    seconds = _FIRST_REST_SECONDS if rest is None else min(rest.seconds * 2, _LONGEST_REST_SECONDS)
    return _Rest(seconds, time.monotonic() + seconds)


def _log_failure(job: Job) -> None:
    _log.exception("bug", duty=job.duty.name, merchant_id=job.merchant_id)


def _look(database: Connection, duties: Sequence[Duty], whose: Whose, now: datetime) -> Outlook:
    """What is due by a clock that shows ``now``, of those who go by it."""
    first = list(zip(duties, first_due(database, duties, whose), strict=True))
    due = [duty for duty, due_at in first if due_at is not None and due_at <= now]
    jobs = [Job(duty.name, merchant_id, duty) for duty in due for merchant_id in owing(database, duty, whose, now)]
    waits = [due_at - now for _, due_at in first if due_at is not None and due_at > now]
    return Outlook(jobs, min(waits, default=None))
