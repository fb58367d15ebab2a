"""What falls due of notifications."""

from datetime import datetime

from sqlalchemy import Select

from rpc_server.commerce.context import Context
from rpc_server.commerce.duty import Duty
from rpc_server.commerce.notifications import deliveries, forgetting
from rpc_server.commerce.notifications.delivering import deliver_next
from rpc_server.commerce.notifications.model import Delivery, DeliveryStatus


class Deliveries:
    """Messages on their way to the merchants' systems."""

    name = "notifications"

    def waiting(self) -> Select[int, datetime]:
        """Every message that does not wait for an earlier one."""
        return deliveries.waiting()

    def carry_out(self, context: Context) -> str | None:
        """Send the next one; commits."""
        delivery = deliver_next(context)
        return None if delivery is None else _told(delivery)


class Forgetting:
    """Messages that ended long ago, which nobody will ask for any more."""

    name = "messages to forget"

    def waiting(self) -> Select[int, datetime]:
        return forgetting.waiting()

    def carry_out(self, context: Context) -> str | None:
        """Forget some; commits."""
        forgotten = forgetting.forget_some(context)
        return None if not forgotten else "a message forgotten" if forgotten == 1 else f"{forgotten} messages forgotten"


def _told(delivery: Delivery) -> str:
    what = f"{delivery.reference} no. {delivery.sequence} to {delivery.endpoint}"
    match delivery.status:
        case DeliveryStatus.DELIVERED:
            return f"delivered {what}"
        case DeliveryStatus.DEAD:
            return f"gave up {what}"
        case DeliveryStatus.WAITING:
            return f"tried {what}"


DELIVERIES: Duty = Deliveries()
FORGETTING: Duty = Forgetting()
DUTIES: tuple[Duty, ...] = (DELIVERIES, FORGETTING)
