"""Sending what is due: claimed, committed, sent with no transaction open, settled."""

from dataclasses import replace
from datetime import timedelta

from rpc_server.commerce.context import Context
from rpc_server.commerce.notifications import deliveries, sending, store
from rpc_server.commerce.notifications.model import Attempt, Delivery, DeliveryStatus, Endpoint, Event
from rpc_server.commerce.notifications.schedule import next_try

REST = timedelta(minutes=1)
"""How long a listener that gave no answer at all is left alone: waiting for it keeps others from theirs."""

_EXCERPT = 500


def deliver_next(context: Context) -> Delivery | None:
    """Send the message that has waited longest, and answer how its delivery stands then; None where none is due.

    Commits before and after it is sent: nothing is locked while a stranger's server is waited for. A message whose
    sender dies is sent again when ``deliveries.LEASE`` is over.
    """
    claimed = deliveries.claim(context)
    if claimed is None:
        return None
    delivery = claimed.delivery
    endpoint = store.endpoint(context, delivery.endpoint)
    event = store.event(context, delivery.topic, delivery.reference, delivery.sequence)
    context.work.commit()
    attempt = _send(context, delivery, endpoint, event)
    after = settled(delivery, attempt)
    deliveries.settle(context, claimed, after, attempt)
    context.work.commit()
    if attempt.status is None:
        deliveries.leave_alone(context, endpoint.name, context.clock.now() + REST)
        context.work.commit()
    return after


def settled(delivery: Delivery, attempt: Attempt) -> Delivery:
    """The delivery after this attempt: delivered, to be tried again by the documented schedule, or dead."""
    first_tried_at = delivery.first_tried_at or attempt.tried_at
    tried = replace(delivery, tries=attempt.number, stage=delivery.stage + 1, first_tried_at=first_tried_at)
    if attempt.refusal is None:
        copies = delivery.copies - 1
        status = DeliveryStatus.WAITING if copies else DeliveryStatus.DELIVERED
        return replace(tried, copies=copies, status=status, due_at=attempt.tried_at, settled_at=attempt.tried_at)
    due_at = next_try(tried.stage, attempt.tried_at, first_tried_at)
    if due_at is None:
        return replace(tried, status=DeliveryStatus.DEAD, due_at=attempt.tried_at, settled_at=attempt.tried_at)
    return replace(tried, due_at=due_at)


def _send(context: Context, delivery: Delivery, endpoint: Endpoint, event: Event) -> Attempt:
    tried_at = context.clock.now()
    message = sending.prepared(event.message(endpoint.kind), endpoint, context.merchant, tried_at)
    answer = context.services.courier.post(
        endpoint.url, sending.form(message), reaches_private=endpoint.reaches_private
    )
    return Attempt(
        number=delivery.tries + 1,
        tried_at=tried_at,
        duration_ms=answer.duration_ms,
        status=answer.status,
        excerpt=answer.body[:_EXCERPT].decode(errors="replace").replace("\0", ""),
        refusal=sending.refusal(message, endpoint, context.merchant, answer),
    )
