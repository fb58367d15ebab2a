"""Spans of time as people write them: ``30d``, ``1d12h``, ``90s``."""

import re
from datetime import timedelta

from rpc_server.sandbox.clock.errors import SpanNotUnderstood

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_PART = re.compile(r"(\d{1,9})([smhdw])", re.ASCII)
_SPAN = re.compile(rf"(?:{_PART.pattern}){{1,5}}", re.ASCII)


def read_span(text: str) -> timedelta:
    """The span the text names, of days of 24 hours; raises ``SpanNotUnderstood``."""
    written = text.replace(" ", "").lower()
    if not _SPAN.fullmatch(written):
        raise SpanNotUnderstood(field="by")
    try:
        return sum((timedelta(**{_UNITS[unit]: int(n)}) for n, unit in _PART.findall(written)), timedelta())
    except OverflowError:
        raise SpanNotUnderstood(field="by") from None
