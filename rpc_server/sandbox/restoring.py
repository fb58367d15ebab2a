"""Changing everything a merchant has at once, beside calls that go on."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import IntegrityError, OperationalError

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Services
from rpc_server.sandbox.clock.errors import ClockAdvances
from rpc_server.sandbox.clock.service import advancing
from rpc_server.sandbox.merchants import playable
from rpc_server.storage import UnitOfWork

_MOST_TRIES = 5

T = TypeVar("T")


def with_merchant_alone(services: Services, code: str, change: Callable[[UnitOfWork, Merchant], T]) -> T:
    """``change(work, merchant)`` in one transaction, in which nothing new is stored for the merchant by others.

    A call that was half way through may make it fail by what it stores; it is tried again then, and that call
    finds nothing of what it had. Raises ``NoSuchMerchant``, ``AccountIsLive``, and ``ClockAdvances`` while the
    merchant's clock is on its way.
    """
    for attempt in range(1, _MOST_TRIES + 1):
        try:
            with services.database.writing() as work:
                merchant = playable(work.connection, code, is_locked=True)
                if merchant.merchant_id in advancing(work.connection, services.clock.now()):
                    raise ClockAdvances
                return change(work, merchant)
        except (IntegrityError, OperationalError):
            if attempt == _MOST_TRIES:
                raise
    raise AssertionError
