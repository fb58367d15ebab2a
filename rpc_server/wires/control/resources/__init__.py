"""Everything the control API has; a new kind of resource is a module with ``RESOURCES``, named here."""

from typing import Any

from rpc_server.wires.control.openapi import open_api
from rpc_server.wires.control.resource import Asked, Resource
from rpc_server.wires.control.resources import accounts, clock, faults, filling, journal, notifications, partners


def describe(_: Asked, __: None) -> dict[str, Any]:
    """This description: what there is, what it takes and what it answers, as OpenAPI."""
    return open_api(RESOURCES)


RESOURCES: tuple[Resource, ...] = (
    Resource("GET", "/", describe, dict[str, Any]),
    *accounts.RESOURCES,
    *clock.RESOURCES,
    *filling.RESOURCES,
    *faults.RESOURCES,
    *journal.RESOURCES,
    *notifications.RESOURCES,
    *partners.RESOURCES,
)
