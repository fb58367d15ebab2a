"""Fault rules as stored, so that every process sees and counts the same ones."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.sandbox.faults.model import Rule
from rpc_server.storage import Base, Document


class FaultRuleRow(Base):
    """``seen`` and ``hits`` count in place; the account's ``faults`` changes whenever its rules do."""

    __tablename__ = "fault_rules"

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    seed: Mapped[str] = mapped_column(String(32))
    rule: Mapped[Rule] = mapped_column(Document(Rule))
    seen: Mapped[int] = mapped_column(default=0)
    hits: Mapped[int] = mapped_column(default=0)
