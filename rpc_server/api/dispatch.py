"""A call, from bound arguments to the typed answer: one place for session, transaction and errors."""

import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

import msgspec
import structlog

from rpc_server.api.binding import bind
from rpc_server.api.coercion import coercer
from rpc_server.api.errors import InternalError
from rpc_server.api.families import Endpoint
from rpc_server.api.registry import Method, Registry
from rpc_server.api.rendering import renderer
from rpc_server.commerce.accounts import idempotency
from rpc_server.commerce.accounts import service as accounts
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.accounts.model import Merchant, Session
from rpc_server.commerce.context import Context, Services
from rpc_server.errors import ApiError
from rpc_server.storage import UnitOfWork

_log = structlog.get_logger("rpc_server.api")


@dataclass(frozen=True, slots=True)
class Request:
    """What a wire read: the method asked for and its positional arguments, still untyped.

    ``headers`` are those of the HTTP request, named as CGI names them (``HTTP_IDEMPOTENCY_KEY``).
    """

    endpoint: Endpoint
    wire: str
    method: Method
    arguments: list[Any] = field(repr=False)
    request_id: str
    client_address: str | None = None
    headers: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def idempotency_key(self) -> str | None:
        """The ``Idempotency-Key`` header of a request that may change something."""
        return self.headers.get("HTTP_IDEMPOTENCY_KEY") if self.method.writes else None


@dataclass(slots=True)
class Call:
    """What a handler works with. ``session`` is None only for methods that need none."""

    request: Request
    services: Services
    work: UnitOfWork = field(init=False)
    session: Session | None = None

    @property
    def endpoint(self) -> Endpoint:
        return self.request.endpoint

    @property
    def open_session(self) -> Session:
        """The caller's session; raises ``Forbidden`` where there is none."""
        if self.session is None:
            raise Forbidden(field="sessionID")
        return self.session

    @property
    def merchant(self) -> Merchant:
        return self.open_session.merchant

    @property
    def context(self) -> Context:
        """The caller's engine: what use cases take."""
        return Context(self.merchant, self.work, self.services)

    def remember(self, **changes: object) -> None:
        """Change the state of the session for the calls that follow."""
        self.session = accounts.remember(self.work.session, self.open_session, **changes)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A finished call as the journal is told of it; arguments are those of the wire, not yet masked."""

    request: Request
    merchant: Merchant | None
    answer: Any
    error: ApiError | None
    seconds: float


class Journal(Protocol):
    """Where finished calls are written down."""

    def record(self, exchange: Exchange) -> None: ...


class LogJournal:
    """Writes one line a call to the log: names and outcomes, never arguments."""

    def record(self, exchange: Exchange) -> None:
        request = exchange.request
        _log.info(
            "call",
            method=request.method.name,
            endpoint=request.endpoint.name,
            wire=request.wire,
            merchant=exchange.merchant.code if exchange.merchant else None,
            error=exchange.error.code if exchange.error else None,
            milliseconds=round(exchange.seconds * 1000, 2),
            request_id=request.request_id,
        )


class Api:
    """Answers requests: the only way from any wire to the engine."""

    def __init__(self, registry: Registry, services: Services, journal: Journal) -> None:
        self.registry = registry
        self._services = services
        self._journal = journal

    def call(self, request: Request) -> Any:
        """The typed answer of the request, committed; or an ``ApiError``, with nothing kept of the call.

        Anything else that goes wrong is logged with the request id and raised as ``InternalError``.
        """
        started = time.perf_counter()
        call = Call(request, self._services)
        answer, error = None, None
        try:
            answer = self._carry_out(call)
            return answer
        except ApiError as refusal:
            error = refusal
            raise
        except Exception as bug:
            _log.exception("bug", request_id=request.request_id, method=request.method.name)
            error = InternalError()
            raise error from bug
        finally:
            merchant = call.session.merchant if call.session else None
            self._journal.record(Exchange(request, merchant, answer, error, time.perf_counter() - started))

    def _carry_out(self, call: Call) -> Any:
        request = call.request
        arguments = bind(request.method, request.arguments)
        session_id = arguments.pop(0) if request.method.needs_session else None
        try:
            if session_id is not None and request.idempotency_key is not None:
                return self._carry_out_once(call, session_id, arguments, request.idempotency_key)
            with self._unit_of_work(request.method) as work:
                self._enter(call, work, session_id)
                return request.method.handler(call, *arguments)
        finally:
            self._touch(call.session)

    def _carry_out_once(self, call: Call, session_id: str, arguments: list[Any], key: str) -> Any:
        request, services = call.request, self._services
        shape = request.method.returns
        with services.database.writing() as work:
            self._enter(call, work, session_id)
            claim = idempotency.Claim(call.merchant.merchant_id, key, services.vault.fingerprints(_body(request)))
            stored = idempotency.claim(work.session, services.clock, claim)
        if stored is not None:
            return coercer(shape)(msgspec.json.decode(stored), "result")
        try:
            with services.database.writing() as work:
                self._enter(call, work, session_id)
                answer = request.method.handler(call, *arguments)
                plain = renderer(shape, request.endpoint)(answer)
                idempotency.settle(work.session, claim, msgspec.json.encode(plain).decode())
                return answer
        except ApiError:
            with services.database.writing() as work:
                idempotency.release(work.session, claim)
            raise

    def _unit_of_work(self, method: Method) -> AbstractContextManager[UnitOfWork]:
        database = self._services.database
        return database.writing() if method.writes else database.reading()

    def _enter(self, call: Call, work: UnitOfWork, session_id: str | None) -> None:
        call.work = work
        if session_id is not None:
            services, writes = self._services, call.request.method.writes
            call.session = accounts.resume(
                work.session, services.clock, services.sessions, session_id, is_locked=writes
            )

    def _touch(self, session: Session | None) -> None:
        services = self._services
        if session is not None and accounts.needs_touch(session, services.clock):
            with services.database.writing() as work:
                accounts.touch(work.session, services.clock, session)


def _body(request: Request) -> str:
    """What tells one request from another; the session id, which a client may renew, is no part of it."""
    return msgspec.json.encode([request.method.name, *request.arguments[1:]]).decode()
