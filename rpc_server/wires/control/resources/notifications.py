"""Where the messages of one merchant go, and how they fared, over the control API."""

from datetime import datetime
from typing import Annotated

import msgspec

from rpc_server.commerce.accounts.signature import Algorithm
from rpc_server.commerce.notifications import service
from rpc_server.commerce.notifications.model import Attempt, Delivery, DeliveryStatus, Endpoint, NotificationKind, Trial
from rpc_server.sandbox.sections.notifications import EndpointEntry
from rpc_server.wires.control.engine import engine
from rpc_server.wires.control.resource import Asked, Resource

_NOTIFICATIONS = "/merchants/{merchant}/notifications"
_ENDPOINTS = "/merchants/{merchant}/notification-endpoints"
_ENDPOINT = f"{_ENDPOINTS}/{{endpoint}}"


class NewEndpoint(EndpointEntry):
    """An endpoint as a seed file has it. Its URL has to answer a GET with HTTP 200, unless ``checked`` is false."""

    checked: bool = True


class EndpointShown(msgspec.Struct):
    """An endpoint; its secret word is not shown."""

    name: str
    kind: NotificationKind
    url: str
    algorithms: tuple[Algorithm, ...]
    private: bool
    is_enabled: bool
    trial: Trial


class EndpointsShown(msgspec.Struct):
    """The endpoints, by name."""

    endpoints: list[EndpointShown]


class Wanted(msgspec.Struct, forbid_unknown_fields=True):
    """Deliveries to look for: of a status, to an endpoint, of an order (RefNo) or a subscription."""

    status: DeliveryStatus | None = None
    endpoint: str | None = None
    reference: str | None = None


class AttemptShown(msgspec.Struct):
    """One try: what came back, and why it did not count as a read receipt (null: it did)."""

    tried_at: datetime
    duration_ms: int
    status: int | None
    excerpt: str
    refusal: str | None


class DeliveryShown(msgspec.Struct):
    """A message to an endpoint: the ``sequence``th of its order or subscription."""

    endpoint: str
    reference: str
    sequence: int
    status: DeliveryStatus
    due_at: datetime
    attempts: list[AttemptShown]


class DeliveriesShown(msgspec.Struct):
    """Deliveries, the latest first, 500 at most."""

    notifications: list[DeliveryShown]


class ReplayWish(msgspec.Struct, forbid_unknown_fields=True):
    """What to send again: messages of an order or subscription, or one of them; else everything that is dead."""

    reference: str | None = None
    sequence: Annotated[int, msgspec.Meta(ge=1)] | None = None
    endpoint: str | None = None


class Replayed(msgspec.Struct):
    """How many are on their way again."""

    replayed: int


def list_endpoints(asked: Asked, _: None) -> EndpointsShown:
    """The URLs that are told of the merchant's orders and subscriptions."""
    with engine(asked) as context:
        return EndpointsShown([_endpoint(endpoint) for endpoint in service.endpoints(context)])


def add_endpoint(asked: Asked, wanted: NewEndpoint) -> EndpointShown:
    """Send messages to a URL from now on; where nothing listens yet, only with ``checked`` false."""
    with engine(asked) as context:
        return _endpoint(service.add_endpoint(context, wanted.endpoint(), is_checked=wanted.checked))


def try_endpoint(asked: Asked, trial: Trial) -> EndpointShown:
    """Send a client everything twice, late, out of order, wrongly signed or contradictory; nothing of it with {}."""
    with engine(asked) as context:
        return _endpoint(service.set_trial(context, asked.places["endpoint"], trial))


def stop_endpoint(asked: Asked, _: None) -> EndpointShown:
    """Send nothing more to a URL."""
    with engine(asked) as context:
        return _endpoint(service.stop(context, asked.places["endpoint"]))


def resume_endpoint(asked: Asked, _: None) -> EndpointShown:
    """Send messages to a URL that was stopped, from now on."""
    with engine(asked) as context:
        return _endpoint(service.resume(context, asked.places["endpoint"]))


def list_notifications(asked: Asked, wanted: Wanted) -> DeliveriesShown:
    """How the messages of the merchant fared, with every try."""
    with engine(asked) as context:
        found = service.listed(context, status=wanted.status, endpoint=wanted.endpoint, reference=wanted.reference)
        return DeliveriesShown([_delivery(delivery, service.attempts(context, delivery)) for delivery in found])


def replay(asked: Asked, wish: ReplayWish) -> Replayed:
    """Send messages again."""
    with engine(asked) as context:
        return Replayed(
            service.replay(context, reference=wish.reference, endpoint=wish.endpoint, sequence=wish.sequence)
        )


def _endpoint(endpoint: Endpoint) -> EndpointShown:
    return EndpointShown(
        name=endpoint.name,
        kind=endpoint.kind,
        url=endpoint.url,
        algorithms=endpoint.algorithms,
        private=endpoint.reaches_private,
        is_enabled=endpoint.is_enabled,
        trial=endpoint.trial,
    )


def _delivery(delivery: Delivery, attempts: list[Attempt]) -> DeliveryShown:
    return DeliveryShown(
        endpoint=delivery.endpoint,
        reference=delivery.reference,
        sequence=delivery.sequence,
        status=delivery.status,
        due_at=delivery.due_at,
        attempts=[
            AttemptShown(tried.tried_at, tried.duration_ms, tried.status, tried.excerpt, tried.refusal)
            for tried in attempts
        ],
    )


RESOURCES = (
    Resource("GET", _ENDPOINTS, list_endpoints, EndpointsShown),
    Resource("POST", _ENDPOINTS, add_endpoint, EndpointShown, takes=NewEndpoint),
    Resource("POST", f"{_ENDPOINT}/trial", try_endpoint, EndpointShown, takes=Trial),
    Resource("POST", f"{_ENDPOINT}/stop", stop_endpoint, EndpointShown),
    Resource("POST", f"{_ENDPOINT}/resume", resume_endpoint, EndpointShown),
    Resource("GET", _NOTIFICATIONS, list_notifications, DeliveriesShown, takes=Wanted),
    Resource("POST", f"{_NOTIFICATIONS}/replay", replay, Replayed, takes=ReplayWish),
)
