"""How a merchant's clock stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rpc_server.clock import Clock, SetClock
from rpc_server.commerce.accounts.model import Merchant


@dataclass(frozen=True, slots=True)
class ClockState:
    """What a merchant's clock shows ``now``, whether it stands still, and how far it is ahead of the machine's."""

    now: datetime
    is_frozen: bool
    ahead: timedelta


def state_of(merchant: Merchant, base: Clock) -> ClockState:
    """How the clock of this merchant stands beside the machine's."""
    machine = base.now()
    now = merchant.clock(SetClock(machine)).now()
    is_frozen = merchant.clock_frozen_at is not None and not merchant.is_live
    return ClockState(now, is_frozen, now - machine)
