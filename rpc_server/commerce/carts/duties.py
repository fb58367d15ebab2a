"""What of session carts falls due: sessions that end, and with them the cards they were told."""

from datetime import datetime
from typing import cast

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import InstrumentedAttribute

from rpc_server.commerce.accounts.tables import SessionRow
from rpc_server.commerce.context import Context
from rpc_server.commerce.orders import store as orders
from rpc_server.commerce.payments import service as payments


class SessionEnds:
    """Deletes the sessions that are over, all of one moment at once, and cards told to them that pay for nothing."""

    name = "session ends"

    def waiting(self) -> Select[int, datetime]:
        ends_at = cast("InstrumentedAttribute[datetime]", SessionRow.ends_at)
        return select(SessionRow.merchant_id, ends_at).where(ends_at.is_not(None))

    def carry_out(self, context: Context) -> str | None:
        over = delete(SessionRow).where(
            SessionRow.merchant_id == context.merchant_id, SessionRow.ends_at <= context.clock.now()
        )
        ended = context.connection.execute(over.returning(SessionRow.opened_at, SessionRow.state)).all()
        for opened_at, state in ended:
            if state.card_id is not None and not orders.is_paid_with(context, state.card_id, since=opened_at):
                payments.forget_card(context, state.card_id)
        context.work.commit()
        count = len(ended)
        return None if not count else "a session ended" if count == 1 else f"{count} sessions ended"


SESSION_ENDS = SessionEnds()
DUTIES = (SESSION_ENDS,)
"""The duties of carts."""
