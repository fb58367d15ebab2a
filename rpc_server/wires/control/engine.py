"""The engine of the merchant a resource of the control API is about."""

from collections.abc import Iterator
from contextlib import contextmanager

from rpc_server.commerce.context import Context
from rpc_server.sandbox.merchants import playable
from rpc_server.wires.control.resource import Asked


@contextmanager
def engine(asked: Asked) -> Iterator[Context]:
    """A unit of work for the merchant in the path; refuses one who is not there, or live."""
    with asked.services.database.writing() as work:
        yield Context(playable(work.connection, asked.merchant), work, asked.services)
