"""What the simulated processor remembers."""

from decimal import Decimal

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.gateways.simulator.payment import Refund, State
from rpc_server.storage import Amount, Base, Choice, Document


class SimulatorChargeRow(Base):
    """One charge the simulator answered, by its idempotency key; it knows no merchant, as a processor does not."""

    __tablename__ = "simulator_charges"

    idempotency_key: Mapped[str] = mapped_column(String(150), primary_key=True)
    transaction: Mapped[str] = mapped_column(String(64), unique=True)
    amount: Mapped[Decimal] = mapped_column(Amount)
    currency: Mapped[str] = mapped_column(String(3))
    state: Mapped[State] = mapped_column(Choice(State))
    agreed: Mapped[State] = mapped_column(Choice(State))
    refusal: Mapped[str | None] = mapped_column(Text)
    return_url: Mapped[str | None] = mapped_column(Text)
    refunds: Mapped[tuple[Refund, ...]] = mapped_column(Document(tuple[Refund, ...]))
