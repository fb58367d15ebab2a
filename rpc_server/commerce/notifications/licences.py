"""What a message about a subscription tells of other rooms: read in the transaction of the change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Actor, Context
from rpc_server.commerce.notifications.model import LicenceChange
from rpc_server.commerce.payments import service as payments
from rpc_server.commerce.payments.model import CardSummary
from rpc_server.commerce.subscriptions import store as subscriptions
from rpc_server.commerce.subscriptions.codes import service as codes
from rpc_server.commerce.subscriptions.model import HistoryEntry, HistoryType, Subscription
from rpc_server.commerce.subscriptions.usage.metering import metering
from rpc_server.commerce.subscriptions.usage.model import Metering


@dataclass(frozen=True, slots=True)
class LicenceFacts:
    """A subscription at one moment, with why it is told of. ``metering`` is None where it pays in advance alone."""

    merchant: Merchant
    subscription: Subscription
    reason: LicenceChange
    changed_by: Actor
    at: datetime
    card: CardSummary | None
    history: tuple[HistoryEntry, ...]
    codes: tuple[str, ...]
    metering: Metering | None

    @property
    def last_order(self) -> str:
        """The RefNo of the order that paid the latest period."""
        return self.history[-1].order_reference if self.history else self.subscription.order_reference

    def periods(self, type_: HistoryType) -> int:
        """How many paid periods came from such an order."""
        return sum(entry.type is type_ for entry in self.history)


def licence_facts(
    context: Context, subscription: Subscription, reason: LicenceChange, begun_with: Sequence[str] | None = None
) -> LicenceFacts:
    """Everything a message tells of the subscription as it stands now.

    ``begun_with`` are the codes delivered with one an order just made: nothing is read that cannot be there yet.
    """
    is_new = begun_with is not None
    return LicenceFacts(
        merchant=context.merchant,
        subscription=subscription,
        reason=reason,
        changed_by=context.actor,
        at=context.clock.now(),
        card=payments.card_summary(context, subscription.card_id) if subscription.card_id else None,
        history=() if is_new else tuple(subscriptions.history(context, subscription.reference)),
        codes=_codes(context, subscription) if begun_with is None else tuple(begun_with),
        metering=metering(context, subscription, is_new=is_new),
    )


def _codes(context: Context, subscription: Subscription) -> tuple[str, ...]:
    return tuple(delivered.code for delivered in codes.of_subscription(context, subscription).codes)
