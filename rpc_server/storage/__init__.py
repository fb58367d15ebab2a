"""Where rows are kept: the engine, the unit of work, column types and migrations."""

from rpc_server.storage.base import Base, insert_drawn, insert_new
from rpc_server.storage.database import Database, UnitOfWork
from rpc_server.storage.types import Amount, Choice, Document, Instant

__all__ = ["Amount", "Base", "Choice", "Database", "Document", "Instant", "UnitOfWork", "insert_drawn", "insert_new"]
