"""Use cases around notifications: where they go, how they stand, and sending them again."""

from dataclasses import replace

from rpc_server.commerce.context import Context
from rpc_server.commerce.notifications import deliveries, store
from rpc_server.commerce.notifications.errors import (
    DeliveryNotFound,
    EndpointInvalid,
    EndpointNotFound,
    ListenerNotReady,
    TrialNotAllowed,
)
from rpc_server.commerce.notifications.model import (
    NO_TRIAL,
    Attempt,
    Delivery,
    DeliveryStatus,
    Endpoint,
    NotificationKind,
    Trial,
)
from rpc_server.gateways.courier.addresses import target

LONGEST_NAME = 50
LONGEST_URL = 2000
MOST_COPIES = 10
MOST_DELAY_SECONDS = 30 * 86_400
MOST_SHOWN = 500
_READY = 200


def add_endpoint(context: Context, endpoint: Endpoint, *, is_checked: bool = False) -> Endpoint:
    """Send messages of its kind to the endpoint from now on. Raises ``EndpointInvalid`` and ``TrialNotAllowed``.

    ``is_checked``: its URL has to answer a GET with HTTP 200 first, as at the hosted service; it commits before it
    asks, and raises ``ListenerNotReady``.
    """
    _check(endpoint)
    _check_trial(context, endpoint.trial)
    if is_checked:
        _check_listener(context, endpoint)
    if not store.add_endpoint(context, endpoint):
        raise EndpointInvalid(f"There is an endpoint {endpoint.name!r} already.", field="name")
    return endpoint


def endpoints(context: Context) -> list[Endpoint]:
    """All of the merchant's endpoints, by name."""
    return store.endpoints(context)


def may_reach_private(context: Context, url: str) -> bool:
    """Whether the host and port of a URL are those of an endpoint that is sent messages and may be in a private network.

    Raises ``ValueError`` for what is no such URL.
    """
    where = target(url)
    allowed = (target(endpoint.url) for endpoint in store.enabled_endpoints(context) if endpoint.reaches_private)
    return any((each.host, each.port) == (where.host, where.port) for each in allowed)


def set_trial(context: Context, name: str, trial: Trial) -> Endpoint:
    """Try the client behind the endpoint so from now on; ``NO_TRIAL`` ends it.

    Copies, delay and order hold for what happens from now on, the rest for what is sent. Raises
    ``EndpointNotFound``, and ``TrialNotAllowed`` for the account of a live merchant.
    """
    _check_trial(context, trial)
    return _save(context, replace(_find(context, name), trial=trial))


def stop(context: Context, name: str) -> Endpoint:
    """Send nothing more to the endpoint; what waits for it is dead, and can be sent again when it is ``resume``d."""
    endpoint = _find(context, name)
    deliveries.kill(context, name)
    return _save(context, replace(endpoint, is_enabled=False))


def resume(context: Context, name: str) -> Endpoint:
    """Send messages to the endpoint again, of what happens from now on."""
    return _save(context, replace(_find(context, name), is_enabled=True))


def listed(
    context: Context, *, status: DeliveryStatus | None = None, endpoint: str | None = None, reference: str | None = None
) -> list[Delivery]:
    """The latest deliveries, 500 at most: those of a status, to an endpoint, of an order or a subscription."""
    return deliveries.find(context, limit=MOST_SHOWN, status=status, endpoint=endpoint, reference=reference)


def attempts(context: Context, delivery: Delivery) -> list[Attempt]:
    """Every try to deliver it, the first first."""
    return deliveries.attempts(context, delivery)


def replay(
    context: Context, *, reference: str | None = None, endpoint: str | None = None, sequence: int | None = None
) -> int:
    """Send again: every message of an order or subscription, or that one; or everything that is dead, without.

    The documented schedule begins anew. Answers how many; raises ``DeliveryNotFound`` where there is none, and
    ``EndpointNotFound``.
    """
    if endpoint is not None:
        _find(context, endpoint)
    revived = deliveries.revive(context, reference=reference, endpoint=endpoint, sequence=sequence)
    if not revived and reference is not None:
        raise DeliveryNotFound(field="reference")
    return revived


def _find(context: Context, name: str) -> Endpoint:
    endpoint = next((found for found in store.endpoints(context) if found.name == name), None)
    if endpoint is None:
        raise EndpointNotFound(f"There is no notification endpoint {name[:LONGEST_NAME]!r}.", field="endpoint")
    return endpoint


def _save(context: Context, endpoint: Endpoint) -> Endpoint:
    store.save_endpoint(context, endpoint)
    return endpoint


def _check(endpoint: Endpoint) -> None:
    if not 0 < len(endpoint.name) <= LONGEST_NAME:
        raise EndpointInvalid(f"A name has 1 to {LONGEST_NAME} characters.", field="name")
    try:
        target(endpoint.url)
    except ValueError as mistake:
        raise EndpointInvalid(f"The URL cannot be used: {mistake}.", field="url") from None
    if len(endpoint.url) > LONGEST_URL:
        raise EndpointInvalid(f"A URL has {LONGEST_URL} characters at most.", field="url")
    if endpoint.kind is NotificationKind.INS and not endpoint.secret_word:
        raise EndpointInvalid("INS messages are signed with a secret word.", field="secret_word")
    if endpoint.kind is not NotificationKind.INS and not endpoint.algorithms:
        raise EndpointInvalid("A message has one signature at least.", field="algorithms")


def _check_listener(context: Context, endpoint: Endpoint) -> None:
    context.work.commit()
    answer = context.services.courier.get(endpoint.url, reaches_private=endpoint.reaches_private)
    if answer.status != _READY:
        raise ListenerNotReady(answer.failure or f"It answered with status {answer.status}.")


def _check_trial(context: Context, trial: Trial) -> None:
    if trial != NO_TRIAL and context.merchant.is_live:
        raise TrialNotAllowed
    if not 1 <= trial.copies <= MOST_COPIES:
        raise EndpointInvalid(f"A message is sent 1 to {MOST_COPIES} times.", field="copies")
    if not 0 <= trial.delay_seconds <= MOST_DELAY_SECONDS:
        raise EndpointInvalid(f"A message is 0 to {MOST_DELAY_SECONDS} seconds late.", field="delay_seconds")
