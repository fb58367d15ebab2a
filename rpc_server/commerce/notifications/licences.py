"""What a message about a subscription tells of other rooms: read in the transaction of the change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, func, select

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.catalog.model import OptionUsage
from rpc_server.commerce.catalog.tables import OptionGroupRow, ProductRow
from rpc_server.commerce.context import Actor, Context
from rpc_server.commerce.notifications.model import LicenceChange
from rpc_server.commerce.payments import service as payments
from rpc_server.commerce.payments.model import CardSummary
from rpc_server.commerce.pricing.selection import holding
from rpc_server.commerce.subscriptions import store as subscriptions
from rpc_server.commerce.subscriptions.codes import service as codes
from rpc_server.commerce.subscriptions.model import HistoryEntry, HistoryType, Subscription
from rpc_server.commerce.subscriptions.usage.tables import UsageRow


@dataclass(frozen=True, slots=True)
class Metering:
    """Of a subscription that pays for what it uses: when use was last reported, and how much waits to be billed."""

    reported_at: datetime | None = None
    waiting: int = 0


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


_products = cast("Table", ProductRow.__table__)
_groups = cast("Table", OptionGroupRow.__table__)
_usages = cast("Table", UsageRow.__table__)
_find_metered = (
    select(_products.c.configurations, _groups.c.code)
    .join_from(_products, _groups, _groups.c.merchant_id == _products.c.merchant_id)
    .where(
        _products.c.merchant_id == bindparam("in_merchant"),
        _products.c.code == bindparam("of_product"),
        _groups.c.usage == OptionUsage.PAY_PER_USAGE.value,
    )
)
_find_metering = select(
    func.max(_usages.c.reported_at), func.count().filter(_usages.c.order_reference.is_(None))
).where(
    _usages.c.merchant_id == bindparam("in_merchant"), _usages.c.subscription_reference == bindparam("of_subscription")
)


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
        metering=_metering(context, subscription, is_new=is_new) if _is_metered(context, subscription) else None,
    )


def _codes(context: Context, subscription: Subscription) -> tuple[str, ...]:
    return tuple(delivered.code for delivered in codes.of_subscription(context, subscription).codes)


def _is_metered(context: Context, subscription: Subscription) -> bool:
    """Whether the product has options that are paid by usage, where the subscription's prices are looked up."""
    if subscription.product_code is None:
        return False
    key = {"in_merchant": context.merchant_id, "of_product": subscription.product_code}
    rows = context.connection.execute(_find_metered, key).all()
    configuration = holding(rows[0].configurations, subscription.country) if rows else None
    offered = {group.code for group in configuration.groups} if configuration else set()
    return any(row.code in offered for row in rows)


def _metering(context: Context, subscription: Subscription, *, is_new: bool) -> Metering:
    if is_new:
        return Metering()
    key = {"in_merchant": context.merchant_id, "of_subscription": subscription.reference}
    return Metering(*context.connection.execute(_find_metering, key).one())
