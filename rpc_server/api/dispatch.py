"""A call, from bound arguments to the typed answer: one place for session, transaction and errors."""

import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, NoReturn

import msgspec
import structlog

from rpc_server.api import guests
from rpc_server.api.binding import bind
from rpc_server.api.coercion import coercer
from rpc_server.api.errors import InternalError
from rpc_server.api.exchange import Exchange, Journal, Request
from rpc_server.api.families import Endpoint
from rpc_server.api.faults import DISTURBANCE, Fate, Fault, Faults, NoFaults, Target
from rpc_server.api.registry import Method, Registry
from rpc_server.api.rendering import renderer
from rpc_server.commerce.accounts import idempotency
from rpc_server.commerce.accounts import service as accounts
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.accounts.model import Merchant, Session
from rpc_server.commerce.context import Context, Services
from rpc_server.errors import ApiError
from rpc_server.storage import UnitOfWork

_ACCOUNT = "MerchantCode"
_log = structlog.get_logger("rpc_server.api")


class Interrupted(Exception):
    """The server is played dead in the middle of a call: what was not committed is lost, and nobody is answered."""


@dataclass(slots=True)
class Call:
    """What a handler works with. ``session`` is None only for methods that need none.

    ``known`` is whose call it is, as far as can be told: at a login the account that is named, whoever names it.
    ``fault`` is what goes wrong with it on purpose, once that ``is_judged``.
    """

    request: Request
    services: Services
    work: UnitOfWork = field(init=False)
    session: Session | None = None
    known: Merchant | None = None
    fault: Fault | None = None
    is_judged: bool = False

    @property
    def is_lost(self) -> bool:
        """Whether nothing of the call is to be kept."""
        return self.fault is not None and self.fault.fate is Fate.LOST

    def be_lost(self) -> NoReturn:
        """Play the server dead, here and now."""
        raise Interrupted

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
        self.session = accounts.remember(self.work.connection, self.open_session, **changes)


class Api:
    """Answers requests: the only way from any wire to the engine."""

    def __init__(self, registry: Registry, services: Services, journal: Journal, faults: Faults | None = None) -> None:
        self.registry = registry
        self.journal = journal
        self._services = services
        self._faults = faults or NoFaults()

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
        except Interrupted:
            error = InternalError()
            raise error from None
        except Exception as bug:
            _log.exception("bug", request_id=request.request_id, method=request.method.name)
            error = InternalError()
            raise error from bug
        finally:
            seconds = time.perf_counter() - started
            self.journal.record(Exchange(request, call.known, answer, error, seconds, call.fault))
            if call.fault is not None:
                time.sleep(call.fault.seconds)

    def meant(self, endpoint: Endpoint, name: str, arguments: Sequence[Any]) -> Endpoint:
        """The endpoint whose method is called: the Channel Manager is a guest at the merchant API 6.0."""
        return guests.meant(self.registry, endpoint, name, arguments, lambda: self._has_partner(arguments))

    def _has_partner(self, arguments: Sequence[Any]) -> bool:
        """Whether ``setPartner`` was called in the session the arguments begin with."""
        services, session_id = self._services, arguments[0] if arguments else None
        if not isinstance(session_id, str):
            return False
        with services.database.reading() as work:
            try:
                session = accounts.resume(work.connection, services.clock, services.sessions, session_id)
            except Forbidden:
                return False
        return session.state.partner_code is not None

    def _carry_out(self, call: Call) -> Any:
        request = call.request
        arguments = bind(request.method, request.arguments)
        session_id = arguments.pop(0) if request.method.needs_session else None
        try:
            if session_id is not None and request.idempotency_key is not None:
                return self._carry_out_once(call, session_id, arguments, request.idempotency_key)
            with self._unit_of_work(request.method) as work:
                self._enter(call, work, session_id, arguments)
                return _handle(call, arguments)
        finally:
            self._touch(call.session)

    def _carry_out_once(self, call: Call, session_id: str, arguments: list[Any], key: str) -> Any:
        request, services = call.request, self._services
        shape = request.method.returns
        with services.database.writing() as work:
            self._enter(call, work, session_id, arguments)
            claim = idempotency.Claim(call.merchant.merchant_id, key, services.vault.fingerprints(_body(request)))
            stored = idempotency.claim(work.session, call.context.clock, services.vault, claim)
        if stored is not None:
            return coercer(shape)(msgspec.json.decode(stored), "result")
        try:
            with services.database.writing() as work:
                self._enter(call, work, session_id, arguments)
                answer = _handle(call, arguments)
                plain = renderer(shape, request.endpoint)(answer)
                idempotency.settle(work.session, services.vault, claim, msgspec.json.encode(plain).decode())
                return answer
        except ApiError:
            with services.database.writing() as work:
                idempotency.release(work.session, claim)
            raise

    def _unit_of_work(self, method: Method) -> AbstractContextManager[UnitOfWork]:
        database = self._services.database
        return database.writing() if method.writes else database.reading()

    def _enter(self, call: Call, work: UnitOfWork, session_id: str | None, arguments: list[Any]) -> None:
        """Learn whose call it is; what is to go wrong with it is judged once, with no transaction open."""
        self._recognise(call, work, session_id, arguments)
        if call.known is not None and call.known.faults is not None and not call.is_judged:
            work.rollback()
            self._judge(call, call.known.faults)
            self._recognise(call, work, session_id, arguments)
        call.work = work

    def _recognise(self, call: Call, work: UnitOfWork, session_id: str | None, arguments: list[Any]) -> None:
        services, writes = self._services, call.request.method.writes
        if session_id is None:
            call.known = self._named(call.request.method, work, arguments)
            return
        call.session = accounts.resume(work.connection, services.clock, services.sessions, session_id, is_locked=writes)
        call.known = call.session.merchant

    def _named(self, method: Method, work: UnitOfWork, arguments: list[Any]) -> Merchant | None:
        """The account somebody without a session names, as at a login."""
        names_account = bool(method.parameters) and method.parameters[0].wire_name == _ACCOUNT
        return accounts.find_merchant(work.connection, arguments[0]) if names_account else None

    def _judge(self, call: Call, rules: str) -> None:
        request = call.request
        call.is_judged = True
        call.fault = self._faults.strike(rules, Target(request.endpoint, request.wire, request.method))
        if call.fault is None:
            return
        if call.fault.disturbance is not None:
            request.headers[DISTURBANCE] = call.fault.disturbance
        if call.fault.fate is Fate.REFUSED:
            raise call.fault.refusal or Interrupted

    def _touch(self, session: Session | None) -> None:
        services = self._services
        if session is not None and accounts.needs_touch(session, services.clock):
            with services.database.writing() as work:
                accounts.touch(work.connection, services.clock, services.sessions, session)


def _handle(call: Call, arguments: list[Any]) -> Any:
    if call.is_lost:
        call.work.before_commit = call.be_lost
    answer = call.request.method.handler(call, *arguments)
    if call.is_lost:
        call.be_lost()
    return answer


def _body(request: Request) -> str:
    """What tells one request from another; the session id, which a client may renew, is no part of it."""
    return msgspec.json.encode([request.method.name, *request.arguments[1:]]).decode()
