"""Carrying out what subscriptions have due, by a clock that is moved."""

from datetime import datetime
from decimal import Decimal

from rpc_server.clock import SetClock
from rpc_server.commerce.context import Context
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders.model import Order
from rpc_server.commerce.subscriptions import service
from rpc_server.commerce.subscriptions.model import Subscription
from rpc_server.commerce.subscriptions.renewals.duties import DUTIES
from tests.subscription_world import REFERENCE, card_of, subscribed

MONTHLY = {"cycle_length": 1, "cycle_unit": "M", "anchor_day": 20}


def run_due(context: Context) -> list[str]:
    """Carry out all that is due by now; each duty's name with what it did."""
    done: list[str] = []
    while True:
        told = [(duty.name, text) for duty in DUTIES if (text := duty.carry_out(context)) is not None]
        if not told:
            return done
        done += [f"{name}: {text}" for name, text in told]


def run_until(context: Context, moment: datetime) -> None:
    """Move the clock from one due moment to the next, carrying out what is due at each, and stop at ``moment``."""
    clock = context.services.clock
    assert isinstance(clock, SetClock)
    while True:
        run_due(context)
        moments = [due for duty in DUTIES for _, due in context.session.execute(duty.waiting())]
        ahead = [due for due in moments if due <= moment]
        clock.advance((min(ahead) if ahead else moment) - clock.now())
        if not ahead:
            return


def paying(context: Context, holder: str = "John Doe", **changes: object) -> Subscription:
    """A monthly subscription to STARTER, until 20 March, whose card is the holder's."""
    stored = subscribed(context, **{"card_id": card_of(context, holder), **MONTHLY, **changes})
    context.work.commit()
    return stored


def current(context: Context) -> Subscription:
    """The subscription as it is stored now."""
    return service.find(context, REFERENCE)


def renewal_orders(context: Context) -> list[Order]:
    """The orders of the subscription's renewals that were paid, the first first."""
    entries = service.history(context, REFERENCE)[1:]
    return [orders.find(context, entry.order_reference) for entry in entries]


def paid(context: Context) -> list[Decimal]:
    """What the renewals cost, with tax."""
    return [order.totals.gross_discounted for order in renewal_orders(context)]
