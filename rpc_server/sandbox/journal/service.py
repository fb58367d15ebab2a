"""Looking into the journal."""

from rpc_server.commerce.context import Services
from rpc_server.sandbox.journal import store
from rpc_server.sandbox.journal.model import Entry, Wanted
from rpc_server.sandbox.merchants import playable


def entries(services: Services, code: str, wanted: Wanted) -> tuple[Entry, ...]:
    """The entries of the account that are ``wanted``, newest first, with those of requests nobody can tell the account of."""
    with services.database.reading() as work:
        return store.entries(work.connection, playable(work.connection, code).merchant_id, wanted)


def clear(services: Services, code: str) -> int:
    """Forget the entries of the account; how many those were."""
    with services.database.writing() as work:
        return store.clear(work.connection, playable(work.connection, code).merchant_id)
