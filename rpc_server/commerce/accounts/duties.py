"""What of an account falls due: request keys that are forgotten."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import InstrumentedAttribute

from rpc_server.commerce.accounts.tables import IdempotencyRow
from rpc_server.commerce.context import Context


@dataclass(frozen=True, slots=True)
class Forgetting:
    """Deletes what is over; all of one moment at once, for none of it means anything to anybody any more.

    ``owner`` and ``over_after`` are columns of the table it is in. ``told`` says in words how many it were.
    """

    name: str
    owner: InstrumentedAttribute[int]
    over_after: InstrumentedAttribute[datetime | None]
    told: Callable[[int], str]

    def waiting(self) -> Select[int, datetime]:
        due_at = cast("InstrumentedAttribute[datetime]", self.over_after)
        return select(self.owner, due_at).where(due_at.is_not(None))

    def carry_out(self, context: Context) -> str | None:
        over = delete(self.owner.class_).where(
            self.owner == context.merchant_id, self.over_after <= context.clock.now()
        )
        count = context.connection.execute(over).rowcount
        context.work.commit()
        return self.told(count) if count else None


KEY_EXPIRIES = Forgetting(
    "request keys to forget",
    IdempotencyRow.merchant_id,
    IdempotencyRow.expires_at,
    lambda n: "a request key forgotten" if n == 1 else f"{n} request keys forgotten",
)
DUTIES = (KEY_EXPIRIES,)
"""The duties of accounts."""
