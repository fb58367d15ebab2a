"""Telling an answer a second time, by GET to the URL a message names for it."""

import threading
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

import structlog

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.notifications.service import LONGEST_URL, may_reach_private
from rpc_server.gateways.courier.addresses import target

_OK = range(200, 300)
_log = structlog.get_logger("rpc_server.wires")


class SecondAnswers:
    """Asks for the URLs beside the responses, ``most`` at a time, each once.

    Best effort: the response has the answer already, so what fails, and what comes while ``most`` are under way, is
    logged and left. No log line has more of a URL than its host. Only messages whose signature was verified may come
    here: where a URL leads to is the merchant's own choice, and into a private network it leads only to the host and
    port of an enabled endpoint of his that may be there.
    """

    def __init__(self, services: Services, most: int = 4) -> None:
        self._services = services
        self._free = threading.BoundedSemaphore(most)

    def tell(self, merchant: Merchant, url: str, fields: Mapping[str, str]) -> None:
        """Ask for the URL with the fields behind its own query; what comes of it, nobody waits for."""
        try:
            address = _with_query(url, fields)
        except ValueError as mistake:
            _warn(merchant, f"The URL cannot be used: {mistake}.")
            return
        with self._services.database.reading() as work:
            reaches_private = may_reach_private(Context(merchant, work, self._services), url)
        if self._free.acquire(blocking=False):
            arguments = (merchant, address, reaches_private)
            threading.Thread(target=self._ask, args=arguments, name="second-answer", daemon=True).start()
        else:
            _warn(merchant, "Too many are under way.")

    def _ask(self, merchant: Merchant, address: str, reaches_private: bool) -> None:  # noqa: FBT001 - of a thread
        try:
            answer = self._services.courier.get(address, reaches_private=reaches_private)
        finally:
            self._free.release()
        if answer.status not in _OK:
            _warn(merchant, answer.failure or f"It answered with status {answer.status}.")


def _with_query(url: str, fields: Mapping[str, str]) -> str:
    """The URL with the fields behind its own query; raises ``ValueError`` for one that cannot be asked for."""
    target(url)
    if len(url) > LONGEST_URL:
        raise ValueError(f"a URL has {LONGEST_URL} characters at most")
    parts = urlsplit(url)
    query = "&".join(filter(None, (parts.query, urlencode(fields))))
    return parts._replace(query=query, fragment="").geturl()


def _warn(merchant: Merchant, reason: str) -> None:
    _log.warning("an answer was not told at its REF_URL", merchant=merchant.code, reason=reason)
