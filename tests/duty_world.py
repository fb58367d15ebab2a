"""Bells that are due to be rung: a duty small enough to see what workers and moved clocks do with it."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, select

from rpc_server.commerce.accounts.tables import IdempotencyRow
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.duties import Done


@dataclass(frozen=True, slots=True, eq=False)
class Bells:
    """Rings what ``hang`` hung under this name, in the order of time.

    A bell called ``cracked`` breaks who rings it. ``hangs`` says which bells ringing one of them hangs up.
    """

    name: str
    hangs: dict[str, tuple[str, datetime]] = field(default_factory=dict)

    def waiting(self) -> Select[int, datetime]:
        due_at = IdempotencyRow.expires_at
        return select(IdempotencyRow.merchant_id, due_at).where(IdempotencyRow.fingerprint == self.name)  # type: ignore[return-value]

    def carry_out(self, context: Context) -> str | None:
        due = (
            select(IdempotencyRow)
            .where(
                IdempotencyRow.merchant_id == context.merchant_id,
                IdempotencyRow.fingerprint == self.name,
                IdempotencyRow.expires_at <= context.clock.now(),
            )
            .order_by(IdempotencyRow.expires_at)
            .limit(1)
        )
        bell = context.session.scalars(due.with_for_update(skip_locked=True)).one_or_none()
        if bell is None:
            return None
        if bell.key == "cracked":
            raise ZeroDivisionError("a cracked bell")
        context.session.delete(bell)
        if bell.key in self.hangs:
            context.session.add(_row(context.merchant_id, self.name, *self.hangs[bell.key]))
        context.work.commit()
        return bell.key


def hang(services: Services, merchant_id: int, name: str, bells: dict[str, datetime]) -> None:
    """Hang bells of the duty called ``name``, each to be rung at its moment."""
    with services.database.writing() as work:
        work.session.add_all(_row(merchant_id, name, key, due_at) for key, due_at in bells.items())


def told(happened: list[Done]) -> list[tuple[str, str, str]]:
    """Day and hour, duty and text of each thing that happened."""
    return [(f"{done.moment:%d %H:%M}", done.duty, done.text) for done in happened]


def _row(merchant_id: int, name: str, key: str, due_at: datetime) -> IdempotencyRow:
    return IdempotencyRow(merchant_id=merchant_id, key=key, fingerprint=name, claimed_at=due_at, expires_at=due_at)
