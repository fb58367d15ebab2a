"""The addresses of a shop that buyers are sent back to."""

import re
from urllib.parse import urlsplit, urlunsplit

from rpc_server.commerce.payments.errors import ReturnUrlInvalid

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_SAFE = re.compile(r"[^\x00-\x20\x7f\\\"<>]+")
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[\w.-]+)(:[0-9]{1,5})?", re.IGNORECASE)


def check_address(url: str | None, field: str) -> None:
    """Raise ``ReturnUrlInvalid`` where a buyer could not be sent to the address, or not safely."""
    if url is not None and not _is_safe(url):
        raise ReturnUrlInvalid(field=field)


def with_reference(url: str, order_reference: str) -> str:
    """The address with ``refno`` at the end of its query; one without a scheme (published samples) is an http one."""
    parts = urlsplit(_whole(url))
    query = "&".join(filter(None, [parts.query, f"refno={order_reference}"]))
    return urlunsplit(parts._replace(query=query))


def _is_safe(url: str) -> bool:
    if not _SAFE.fullmatch(url):
        return False
    try:
        parts = urlsplit(_whole(url))
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and _HOST.fullmatch(parts.netloc) is not None


def _whole(url: str) -> str:
    return url if _SCHEME.match(url) else f"http://{url}"
