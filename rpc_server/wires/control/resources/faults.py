"""The fault rules of one merchant, over the control API."""

from typing import Annotated

import msgspec

from rpc_server.api.errors import InvalidArgument
from rpc_server.sandbox.faults import service
from rpc_server.sandbox.faults.model import Rule, StoredRule
from rpc_server.wires.control.resource import Asked, Resource

_FAULTS = "/merchants/{merchant}/faults"


class FaultShown(msgspec.Struct):
    """A rule with its number, how many calls or charges it was for so far, and how many of those it struck."""

    number: int
    rule: Rule
    seen: int
    hits: int


class FaultsShown(msgspec.Struct):
    """The rules in the order they are tried."""

    faults: list[FaultShown]


class Removed(msgspec.Struct):
    """How many were removed."""

    removed: Annotated[int, msgspec.Meta(ge=0)]


def list_faults(asked: Asked, _: None) -> FaultsShown:
    """The fault rules of the merchant, and how often each has struck."""
    return FaultsShown([_shown(stored) for stored in service.rules_of(asked.services, asked.merchant)])


def add_fault(asked: Asked, rule: Rule) -> FaultShown:
    """Let something go wrong with the calls or charges of the merchant from now on."""
    return _shown(service.add(asked.services, asked.merchant, rule))


def remove_fault(asked: Asked, _: None) -> Removed:
    """Take one rule back."""
    number = asked.places["number"]
    if not number.isdecimal():
        raise InvalidArgument("A fault rule goes by its number.", field="number")
    return Removed(service.remove(asked.services, asked.merchant, int(number[:18])))


def remove_faults(asked: Asked, _: None) -> Removed:
    """Take all rules of the merchant back."""
    return Removed(service.remove(asked.services, asked.merchant))


def _shown(stored: StoredRule) -> FaultShown:
    return FaultShown(stored.number, stored.rule, stored.seen, stored.hits)


RESOURCES = (
    Resource("GET", _FAULTS, list_faults, FaultsShown),
    Resource("POST", _FAULTS, add_fault, FaultShown, takes=Rule),
    Resource("DELETE", _FAULTS, remove_faults, Removed),
    Resource("DELETE", f"{_FAULTS}/{{number}}", remove_fault, Removed),
)
