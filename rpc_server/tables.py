"""Every table there is: what tests create, and what migrations are compared with."""

from importlib import import_module
from pathlib import Path

from sqlalchemy import MetaData

from rpc_server.storage import Base

_PACKAGE = Path(__file__).parent


def metadata() -> MetaData:
    """The tables of each module named ``tables``, wherever in the package it is."""
    for module in sorted(_PACKAGE.glob("*/**/tables.py")):
        import_module(".".join((_PACKAGE.name, *module.relative_to(_PACKAGE).with_suffix("").parts)))
    return Base.metadata
