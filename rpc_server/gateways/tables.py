"""What the simulated processor remembers."""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.storage import Base


class SimulatorChargeRow(Base):
    """One charge the simulator answered, by its idempotency key; it knows no merchant, as a processor does not."""

    __tablename__ = "simulator_charges"

    idempotency_key: Mapped[str] = mapped_column(String(150), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(20))
    transaction: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str | None] = mapped_column(Text)
