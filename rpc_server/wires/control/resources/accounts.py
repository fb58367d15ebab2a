"""Which merchants the sandbox may play with, over the control API."""

import msgspec

from rpc_server.sandbox.merchants import codes
from rpc_server.wires.control.resource import Asked, Resource


class Accounts(msgspec.Struct):
    """The codes of the merchants that are not live."""

    merchants: list[str]


def list_accounts(asked: Asked, _: None) -> Accounts:
    """The merchants the sandbox may play with."""
    with asked.services.database.reading() as work:
        return Accounts(codes(work.connection))


RESOURCES = (Resource("GET", "/merchants", list_accounts, Accounts),)
