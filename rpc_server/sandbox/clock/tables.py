"""Who leads a merchant's clock through time at the moment."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.sandbox.apart import APART
from rpc_server.storage import Base, Instant


class AdvanceRow(Base):
    """An advance under way: nobody else moves this clock, or carries out what falls due by it, until ``held_until``.

    ``held_until`` is by the machine's clock and moved on with each step, so that one that died ends by itself.
    ``runs_after``: the clock was running before and is to run again in the end.
    """

    __tablename__ = "clock_advances"
    __table_args__ = {"info": APART}  # noqa: RUF012 - SQLAlchemy's form

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    holder: Mapped[str] = mapped_column(String(36))
    held_until: Mapped[datetime] = mapped_column(Instant)
    runs_after: Mapped[bool]
