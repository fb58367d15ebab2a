"""What falls due by the clock: a renewal, an expiry, a delivery. Workers and a moved clock carry it out."""

from collections.abc import Hashable
from datetime import datetime
from typing import Protocol

from sqlalchemy import Select

from rpc_server.commerce.context import Context


class Duty(Hashable, Protocol):
    """One kind of work that waits for its moment. Any number of workers may carry it out side by side."""

    @property
    def name(self) -> str:
        """What an operator reads, like ``renewals``."""

    def waiting(self) -> Select[int, datetime]:
        """Everything that waits, of every merchant: columns ``merchant_id`` and ``due_at``, on an index.

        Always the same statement: what is built of it is kept.

        What cannot be carried out for now (claimed, out of tries) is not in it, or its ``due_at`` lies ahead:
        a duty whose work is done has nothing left that was due.
        """

    def carry_out(self, context: Context) -> str | None:
        """Claim the one thing of this merchant that has waited longest, do it, and commit.

        Answer what was done, in a few words; None where nothing is due at ``context.clock.now()`` or others have
        claimed it all. A crash at any point leaves it due again, or done: never half done, never done twice.
        """
