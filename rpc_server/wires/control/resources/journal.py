"""What clients of one merchant sent and were answered, over the control API."""

from datetime import datetime
from typing import Any

import msgspec

from rpc_server.sandbox.journal import service
from rpc_server.sandbox.journal.model import Entry, Wanted
from rpc_server.wires.control.resource import Asked, Resource
from rpc_server.wires.control.resources.faults import Removed

_JOURNAL = "/merchants/{merchant}/journal"


class CallShown(msgspec.Struct, kw_only=True):
    """One call, every secret in it masked; ``method`` is null for a request that reached none.

    ``arguments`` go by the names of their parameters. Where they or the answer are too long to be kept they are
    texts, cut. ``body`` is what was posted, ``fault`` the rule that struck the call.
    """

    number: int
    at: datetime
    wire: str
    endpoint: str
    method: str | None
    request_id: str
    client_address: str | None
    idempotency_key: str | None
    milliseconds: float
    code: str | None
    message: str | None
    arguments: Any
    answer: Any
    body: str
    fault: str | None


class CallsShown(msgspec.Struct):
    """The newest first; ``next`` is the ``before`` that asks for those that follow, null where there are no more."""

    calls: list[CallShown]
    next: int | None


def list_calls(asked: Asked, wanted: Wanted) -> CallsShown:
    """What clients of the merchant sent and were answered, the newest first."""
    found = service.entries(asked.services, asked.merchant, wanted)
    return CallsShown([_shown(entry) for entry in found], found[-1].number if len(found) == wanted.limit else None)


def clear_journal(asked: Asked, _: None) -> Removed:
    """Forget what clients of the merchant sent."""
    return Removed(service.clear(asked.services, asked.merchant))


def _shown(entry: Entry) -> CallShown:
    return CallShown(
        number=entry.number,
        at=entry.at,
        wire=entry.wire,
        endpoint=entry.endpoint,
        method=entry.method,
        request_id=entry.request_id,
        client_address=entry.client_address,
        idempotency_key=entry.idempotency_key,
        milliseconds=entry.microseconds / 1000,
        code=entry.code,
        message=entry.message,
        arguments=entry.arguments_read,
        answer=entry.answer_read,
        body=entry.body,
        fault=entry.fault,
    )


RESOURCES = (
    Resource("GET", _JOURNAL, list_calls, CallsShown, takes=Wanted),
    Resource("DELETE", _JOURNAL, clear_journal, Removed),
)
