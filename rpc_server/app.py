"""Puts the pieces together: settings in, WSGI application out. The only place that chooses."""

from importlib import import_module
from pathlib import Path

from sqlalchemy import MetaData

from rpc_server.storage import Base

_PACKAGE = Path(__file__).parent


def metadata() -> MetaData:
    """Every table of the package: those of each module named ``tables``."""
    for module in sorted(_PACKAGE.rglob("tables.py")):
        import_module(".".join((_PACKAGE.name, *module.relative_to(_PACKAGE).with_suffix("").parts)))
    return Base.metadata
