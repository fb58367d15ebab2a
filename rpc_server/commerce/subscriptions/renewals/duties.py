"""What subscriptions do when their moment comes: renew, be tried again, become past due, expire.

Any number of workers may carry these out. A subscription is locked while its renewal is begun; from then on the row
of the renewal keeps others away, until it is settled or its holder has been silent for too long.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from rpc_server.commerce.context import Context
from rpc_server.commerce.subscriptions import store as subscriptions
from rpc_server.commerce.subscriptions.model import Subscription
from rpc_server.commerce.subscriptions.renewals import dunning, engine, store
from rpc_server.commerce.subscriptions.renewals.model import Renewal, RenewalStatus, RenewalTerms
from rpc_server.commerce.subscriptions.renewals.settling import change_lapse
from rpc_server.commerce.subscriptions.renewals.tables import WAITS, RenewalRow
from rpc_server.commerce.subscriptions.tables import IS_DUE, LAPSES, SubscriptionRow
from rpc_server.commerce.subscriptions.upgrade_store import is_pending

_UNDER_WAY = (RenewalStatus.CHARGING, RenewalStatus.PAID)


@dataclass(frozen=True, slots=True)
class Beginning:
    """Renewals of subscriptions whose period ends; of trials too, which are paid for from then on."""

    name: str = "renewals"

    def waiting(self) -> Select[int, datetime]:
        return select(SubscriptionRow.merchant_id, SubscriptionRow.due_at).where(IS_DUE)  # type: ignore[return-value]

    def carry_out(self, context: Context) -> str | None:
        due = subscriptions.hold_due(context)
        if due is None:
            context.work.commit()
            return None
        try:
            return f"{due.reference}: {_begin(context, due)}"
        except Exception:
            _put_off(context, due)
            raise


@dataclass(frozen=True, slots=True)
class CarryingOn:
    """Refused renewals to be tried again, and those whose outcome a crash left open."""

    name: str = "renewals tried again"

    def waiting(self) -> Select[int, datetime]:
        return select(RenewalRow.merchant_id, RenewalRow.due_at).where(WAITS)  # type: ignore[return-value]

    def carry_out(self, context: Context) -> str | None:
        taken = store.take_due(context, context.clock.now())
        if taken is None:
            return None
        reference, number = taken
        return f"{reference}: {_told(engine.carry_on(context, reference, number))}"


@dataclass(frozen=True, slots=True)
class Lapsing:
    """Subscriptions that become past due, or expire, and are not to be charged."""

    name: str = "expiries"

    def waiting(self) -> Select[int, datetime]:
        return select(SubscriptionRow.merchant_id, SubscriptionRow.lapses_at).where(LAPSES)  # type: ignore[return-value]

    def carry_out(self, context: Context) -> str | None:
        found = subscriptions.hold_lapsing(context)
        after = None if found is None else dunning.lapsed(found, context.clock.now())
        if found is not None and after is not None:
            change_lapse(context, found, after)
        context.work.commit()
        return None if after is None or after.lapse is None else f"{after.reference}: {after.lapse.value}"


def _begin(context: Context, subscription: Subscription) -> str:
    """Renew a subscription the caller holds, unless somebody is at it already."""
    known = store.find(context, subscription.reference, subscription.renewals + 1)
    if known is not None and known.status in _UNDER_WAY:
        subscriptions.set_begun(context, subscription.reference)
        context.work.commit()
        return "under way"
    if is_pending(context, subscription.reference):
        subscriptions.put_off(context, subscription.reference, context.clock.now() + store.LEASE)
        context.work.commit()
        return "waits for its upgrade"
    return _told(engine.charge(context, subscription, known, RenewalTerms()))


def _put_off(context: Context, subscription: Subscription) -> None:
    """Let others have their turn before one that fails for a mistake of this program."""
    context.work.rollback()
    subscriptions.put_off(context, subscription.reference, context.clock.now() + store.LEASE)
    context.work.commit()


def _told(renewal: Renewal) -> str:
    of_order = f" (order {renewal.order_reference})" if renewal.order_reference else ""
    return renewal.status.value + of_order


RENEWALS = Beginning()
RETRIES = CarryingOn()
EXPIRIES = Lapsing()
DUTIES = (RENEWALS, RETRIES, EXPIRIES)
"""The duties of subscriptions, in the order they are carried out at one moment."""
