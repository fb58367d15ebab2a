"""Links that sign customers in, as stored."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rpc_server.commerce.sign_on.model import AccessPage
from rpc_server.storage import Base, Choice, Instant


class SignOnRow(Base):
    """A link, known by a keyed digest of its token; ``used_at`` once it was followed."""

    __tablename__ = "sign_on_links"
    __table_args__ = (UniqueConstraint("digest"), Index(None, "expires_at"))

    merchant_id: Mapped[int] = mapped_column(ForeignKey("merchants.merchant_id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    customer_reference: Mapped[int | None] = mapped_column(BigInteger)
    subscription_reference: Mapped[str | None] = mapped_column(String(20))
    page: Mapped[AccessPage] = mapped_column(Choice(AccessPage))
    ip: Mapped[str | None] = mapped_column(String(45))
    minted_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
