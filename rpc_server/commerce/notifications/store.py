"""Events and deliveries, to and from their tables."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import Insert, Table, and_, bindparam, case, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from rpc_server.commerce.context import Context
from rpc_server.commerce.notifications.model import NO_TRIAL, DeliveryStatus, Endpoint, Event, Message, Topic
from rpc_server.commerce.notifications.tables import DeliveryRow, EndpointRow, EventRow
from rpc_server.storage import insert_new

_ENDPOINTS = cast("Table", EndpointRow.__table__)
_EVENTS = cast("Table", EventRow.__table__)
_DELIVERIES = cast("Table", DeliveryRow.__table__)
_MOST_TRIES = 100
_ENDPOINT_MEMBERS = tuple(field.name for field in fields(Endpoint))

_find_endpoints = (
    select(*(_ENDPOINTS.c[member] for member in _ENDPOINT_MEMBERS))
    .where(_ENDPOINTS.c.merchant_id == bindparam("in_merchant"), _ENDPOINTS.c.is_enabled)
    .order_by(_ENDPOINTS.c.name)
)
_find_endpoint = select(*(_ENDPOINTS.c[member] for member in _ENDPOINT_MEMBERS)).where(
    _ENDPOINTS.c.merchant_id == bindparam("in_merchant"), _ENDPOINTS.c.name == bindparam("of_name")
)
_find_events = (
    select(*(_EVENTS.c[field.name] for field in fields(Event)))
    .where(
        _EVENTS.c.merchant_id == bindparam("in_merchant"),
        _EVENTS.c.topic == bindparam("of_topic"),
        _EVENTS.c.reference == bindparam("of_reference"),
    )
    .order_by(_EVENTS.c.sequence)
)
_find_event = _find_events.where(_EVENTS.c.sequence == bindparam("of_sequence"))
_last_due = (
    select(func.max(_DELIVERIES.c.due_at))
    .where(
        _DELIVERIES.c.merchant_id == bindparam("merchant_id"),
        _DELIVERIES.c.endpoint == bindparam("endpoint"),
        _DELIVERIES.c.topic == bindparam("topic"),
        _DELIVERIES.c.reference == bindparam("reference"),
        _DELIVERIES.c.status == DeliveryStatus.WAITING,
    )
    .scalar_subquery()
)
_keeps_order = bindparam("keeps_order", type_=_DELIVERIES.c.keeps_order.type)
_due = bindparam("due_at", type_=_DELIVERIES.c.due_at.type)
_insert_delivery = insert(_DELIVERIES).values(
    merchant_id=bindparam("merchant_id"),
    endpoint=bindparam("endpoint"),
    topic=bindparam("topic"),
    reference=bindparam("reference"),
    sequence=bindparam("sequence"),
    keeps_order=_keeps_order,
    copies=bindparam("copies"),
    due_at=case((and_(_keeps_order, _last_due > _due), _last_due), else_=_due),
    status=DeliveryStatus.WAITING,
    tries=0,
    stage=0,
)


def enabled_endpoints(context: Context) -> list[Endpoint]:
    """The merchant's endpoints that are sent anything, by name; read once in a transaction."""
    known = context.work.remembered
    if _read_by(context) not in known:
        rows = context.connection.execute(_find_endpoints, {"in_merchant": context.merchant_id})
        known[_read_by(context)] = _read(context, rows)
    return cast("list[Endpoint]", known[_read_by(context)])


def endpoint(context: Context, name: str) -> Endpoint:
    """The merchant's endpoint of this name, which is known to be there."""
    key = {"in_merchant": context.merchant_id, "of_name": name}
    return _read(context, context.connection.execute(_find_endpoint, key))[0]


def endpoints(context: Context) -> list[Endpoint]:
    """All of the merchant's endpoints, by name."""
    query = select(*(_ENDPOINTS.c[member] for member in _ENDPOINT_MEMBERS)).where(
        _ENDPOINTS.c.merchant_id == context.merchant_id
    )
    return _read(context, context.connection.execute(query.order_by(_ENDPOINTS.c.name)))


def add_endpoint(context: Context, new: Endpoint) -> bool:
    """Write a new endpoint; False where the merchant has one of the name."""
    values = {member: getattr(new, member) for member in _ENDPOINT_MEMBERS}
    context.work.remembered.pop(_read_by(context), None)
    return insert_new(context.connection, EndpointRow, {"merchant_id": context.merchant_id, **values})


def save_endpoint(context: Context, changed: Endpoint) -> None:
    """Write a changed endpoint."""
    context.work.remembered.pop(_read_by(context), None)
    own = update(EndpointRow).where(EndpointRow.merchant_id == context.merchant_id, EndpointRow.name == changed.name)
    context.connection.execute(own.values({member: getattr(changed, member) for member in _ENDPOINT_MEMBERS}))


def event(context: Context, topic: Topic, reference: str, sequence: int) -> Event:
    """The event of that number."""
    key = {**_subject(context, topic, reference), "of_sequence": sequence}
    return Event(*context.connection.execute(_find_event, key).one())


def events(context: Context, topic: Topic, reference: str) -> list[Event]:
    """What was told of an order or subscription, the first first."""
    found = context.connection.execute(_find_events, _subject(context, topic, reference))
    return [Event(*row) for row in found]


def add_event(context: Context, topic: Topic, reference: str, reason: str, messages: dict[str, Message] | None) -> int:
    """Write one event and answer its number among those of its order or subscription, from 1.

    Of two writers at once the second waits for the first; no number is left out.
    """
    statement = _insert_event(context.connection.dialect.name)
    values = {
        **_subject(context, topic, reference),
        "with_reason": reason,
        "at": context.clock.now(),
        "telling": messages,
    }
    for _ in range(_MOST_TRIES):
        sequence = context.connection.execute(statement, values).scalar()
        if sequence is not None:
            return cast("int", sequence)
    raise RuntimeError(f"{_MOST_TRIES} others told of {topic.value} {reference} at the same moment")


def add_deliveries(
    context: Context, topic: Topic, reference: str, sequence: int, at: Iterable[tuple[Endpoint, datetime]]
) -> None:
    """Write that the event is to be delivered to each of these endpoints, from that moment on.

    Not before what already waits there of the same order or subscription.
    """
    event = {"merchant_id": context.merchant_id, "topic": topic, "reference": reference, "sequence": sequence}
    rows: list[dict[str, Any]] = [
        {
            **event,
            "endpoint": endpoint.name,
            "due_at": due_at,
            "keeps_order": not endpoint.trial.out_of_order,
            "copies": endpoint.trial.copies,
        }
        for endpoint, due_at in at
    ]
    if rows:
        context.connection.execute(_insert_delivery, rows)


@cache
def _insert_event(dialect: str) -> Insert:
    """An insert that counts on from the last event; it writes nothing where another took the number."""
    columns = _EVENTS.c
    given = {"merchant_id": "in_merchant", "topic": "of_topic", "reference": "of_reference"}
    told = {"reason": "with_reason", "occurred_at": "at", "messages": "telling"}
    values = {name: bindparam(key, type_=columns[name].type) for name, key in (given | told).items()}
    following = (
        select(func.coalesce(func.max(columns.sequence), 0) + 1, *values.values())
        .select_from(_EVENTS)
        .where(*(columns[name] == values[name] for name in given))
    )
    into = sqlite.insert(_EVENTS) if dialect == "sqlite" else postgresql.insert(_EVENTS)
    return into.from_select(["sequence", *values], following).on_conflict_do_nothing().returning(columns.sequence)


def _read_by(context: Context) -> object:
    """Under what the merchant's endpoints are remembered."""
    return enabled_endpoints, context.merchant_id


def _read(context: Context, rows: Iterable[Any]) -> list[Endpoint]:
    """The endpoints of these rows; of a live account none is tried, whatever was stored before it was one."""
    found = [Endpoint(*row) for row in rows]
    return [replace(each, trial=NO_TRIAL) for each in found] if context.merchant.is_live else found


def _subject(context: Context, topic: Topic, reference: str) -> dict[str, object]:
    return {"in_merchant": context.merchant_id, "of_topic": topic, "of_reference": reference}
