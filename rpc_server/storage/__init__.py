"""Where rows are kept: the engine, the unit of work, column types and migrations."""

from rpc_server.storage.base import Base, insert_all_new, insert_counted, insert_drawn, insert_new
from rpc_server.storage.database import Database, UnitOfWork
from rpc_server.storage.types import Amount, Choice, Document, Duration, Instant, stated

__all__ = [
    "Amount",
    "Base",
    "Choice",
    "Database",
    "Document",
    "Duration",
    "Instant",
    "UnitOfWork",
    "insert_all_new",
    "insert_counted",
    "insert_drawn",
    "insert_new",
    "stated",
]
