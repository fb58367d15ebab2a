"""What a use case works with: whose business it is, the open unit of work, and the ports."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from rpc_server.clock import Clock, SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.numbering import seeded_ids
from rpc_server.commerce.accounts.service import SessionPolicy
from rpc_server.gateways.courier import Courier, HttpCourier
from rpc_server.ids import Ids
from rpc_server.storage import Database, UnitOfWork

if TYPE_CHECKING:
    from rpc_server.commerce.payments.vault import Vault
    from rpc_server.gateways import Gateway


@dataclass(frozen=True, slots=True)
class Services:
    """The parts one running server is made of; put together once, in ``rpc_server.services``.

    ``keeps_messages`` is how long what merchants were told is kept once it was received or given up; None: for ever.
    """

    database: Database
    clock: Clock
    ids: Ids
    gateway: "Gateway"
    vault: "Vault"
    sessions: SessionPolicy
    courier: Courier = field(default_factory=HttpCourier)
    keeps_messages: timedelta | None = None


class Actor(Enum):
    """Who acts: a customer at a page, the merchant (or who calls, posts and works for him), or the calendar."""

    CUSTOMER = "CUSTOMER"
    VENDOR = "VENDOR"
    SYSTEM = "SYSTEM"


@dataclass(frozen=True, slots=True)
class Context:
    """One merchant's engine during one call."""

    merchant: Merchant
    work: UnitOfWork
    services: Services
    actor: Actor = Actor.VENDOR

    @property
    def session(self) -> Session:
        """The database session of the open unit of work."""
        return self.work.session

    @property
    def connection(self) -> Connection:
        """The connection of the open unit of work, for statements about rows and not about objects."""
        return self.work.connection

    @property
    def merchant_id(self) -> int:
        return self.merchant.merchant_id

    @property
    def clock(self) -> Clock:
        """The merchant's own clock, which the sandbox may have moved."""
        return self.merchant.clock(self.services.clock)

    @property
    def today(self) -> date:
        """The day it is in the account's zone."""
        return self.clock.now().astimezone(self.merchant.zone).date()

    @property
    def ids(self) -> Ids:
        """The merchant's own numbers, which the sandbox may have given a seed."""
        return seeded_ids(self.work, self.merchant, self.services.ids)

    def at(self, moment: datetime) -> "Context":
        """The same engine with a clock that stands at ``moment``, for this caller alone."""
        merchant = replace(self.merchant, clock_offset=None, clock_frozen_at=None)
        return replace(self, merchant=merchant, services=replace(self.services, clock=SetClock(moment)))

    def drawing(self, ids: Ids) -> "Context":
        """The same engine with numbers from ``ids``, for this caller alone."""
        merchant = replace(self.merchant, ids_seed=None)
        return replace(self, merchant=merchant, services=replace(self.services, ids=ids))
