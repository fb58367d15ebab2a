"""Writes down what clients of sandbox accounts send, in transactions of its own and at no call's risk."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from sqlalchemy import select

from rpc_server.api.exchange import Exchange, Journal, Unread
from rpc_server.clock import Clock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.service import merchant_of_session
from rpc_server.commerce.accounts.tables import MerchantRow
from rpc_server.sandbox.journal import store
from rpc_server.sandbox.journal.model import Entry
from rpc_server.sandbox.journal.writing import entry_of, unread_entry_of
from rpc_server.storage import Database

PRUNED_EVERY = 50
"""Entries a process writes for an account between two looks at how many there are."""

_SESSION_ID = re.compile(rb"(?<![a-z0-9])[a-z0-9]{32}(?![a-z0-9])")
_MOST_TRIED = 4
_log = structlog.get_logger("rpc_server.sandbox")


class StoredJournal:
    """Keeps the newest ``kept`` entries of each account that is not live, beside what ``journal`` keeps.

    A request whose account nobody can tell (there is no session id in it that was ever given) is shown to every
    account, unless the server has a live one, to which it might belong: then it is not kept. What cannot be
    written is a line in the log, never an error. Give it a ``database`` that need not be durable.
    """

    def __init__(self, database: Database, clock: Clock, kept: int, journal: Journal) -> None:
        self._database = database
        self._clock = clock
        self._kept = kept
        self._journal = journal
        self._written: Counter[int | None] = Counter()

    def record(self, exchange: Exchange) -> None:
        self._journal.record(exchange)
        if exchange.merchant is not None and exchange.merchant.is_live:
            return
        request = exchange.request
        with _never_failing(request.request_id):
            owner = exchange.merchant or self._owner(request.body, request.arguments)
            if self._is_kept(owner):
                self._store(entry_of(exchange, *_identity(owner), self._clock.now()))

    def record_unread(self, unread: Unread) -> None:
        self._journal.record_unread(unread)
        with _never_failing(unread.request_id):
            owner = self._owner(unread.body, [])
            if self._is_kept(owner):
                self._store(unread_entry_of(unread, *_identity(owner), self._clock.now()))

    def _store(self, entry: Entry) -> None:
        with self._database.writing() as work:
            store.insert_entry(work.connection, entry)
            self._written[entry.merchant_id] += 1
            if self._written[entry.merchant_id] % PRUNED_EVERY == 0:
                store.prune(work.connection, entry.merchant_id, self._kept)

    def _owner(self, body: bytes, arguments: list[object]) -> Merchant | None:
        """The account one of whose sessions is named somewhere in the request, open or not."""
        with self._database.reading() as work:
            found = (merchant_of_session(work.connection, each) for each in _session_ids(body, arguments))
            return next(filter(None, found), None)

    def _is_kept(self, owner: Merchant | None) -> bool:
        if owner is not None:
            return not owner.is_live
        with self._database.reading() as work:
            return work.connection.scalar(select(MerchantRow.merchant_id).where(MerchantRow.is_live).limit(1)) is None


@contextmanager
def _never_failing(request_id: str) -> Iterator[None]:
    """The call is over, and must not suffer: what fails is told in the log."""
    try:
        yield
    except Exception:  # noqa: BLE001 - whatever it was
        _log.exception("not journaled", request_id=request_id)


def _session_ids(body: bytes, arguments: list[object]) -> Iterator[str]:
    if arguments and isinstance(arguments[0], str):
        yield arguments[0]
    for found in _SESSION_ID.findall(body)[:_MOST_TRIED]:
        yield found.decode()


def _identity(owner: Merchant | None) -> tuple[int | None, str | None]:
    return (owner.merchant_id, owner.secret_key) if owner else (None, None)
