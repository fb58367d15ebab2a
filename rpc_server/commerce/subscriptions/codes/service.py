"""Keeping what merchants say was delivered, and finding what subscriptions have."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, select

from rpc_server.commerce.context import Context
from rpc_server.commerce.delivery import service as deliveries
from rpc_server.commerce.delivery.model import DeliveredCode
from rpc_server.commerce.subscriptions.codes.errors import CodeInvalid
from rpc_server.commerce.subscriptions.codes.model import LONGEST_CODE, NOTHING, Code, Delivery
from rpc_server.commerce.subscriptions.codes.tables import StatedCodeRow, StatedDeliveryRow
from rpc_server.commerce.subscriptions.model import Subscription


def check(delivery: Delivery) -> None:
    """Raises ``CodeInvalid`` for an empty code and for one of more than 1000 characters."""
    for n, stated in enumerate(delivery.codes):
        if not stated.code or len(stated.code) > LONGEST_CODE:
            raise CodeInvalid(f"A code has 1 to {LONGEST_CODE} characters.", field=f"DeliveryInfo.Codes[{n}].Code")


def state(context: Context, reference: str, delivery: Delivery) -> None:
    """Keep the checked delivery as all that the subscription has; the caller holds the subscription."""
    for row in (StatedCodeRow, StatedDeliveryRow):
        own = (row.merchant_id == context.merchant_id, row.subscription_reference == reference)
        context.connection.execute(delete(row).where(*own))
    owner = {"merchant_id": context.merchant_id, "subscription_reference": reference}
    context.connection.execute(insert(StatedDeliveryRow), {**owner, "delivery": delivery})
    rows = [{**owner, "position": at, "code": stated.code} for at, stated in enumerate(delivery.codes, start=1)]
    if rows:
        context.connection.execute(insert(StatedCodeRow), rows)


def of_subscription(context: Context, subscription: Subscription) -> Delivery:
    """What ``of_subscriptions`` finds for this one."""
    return of_subscriptions(context, [subscription])[subscription.reference]


def of_subscriptions(context: Context, subscriptions: Sequence[Subscription]) -> dict[str, Delivery]:
    """What each has, by reference: what its merchant told, otherwise what was delivered with its first order."""
    stated = _stated(context, [subscription.reference for subscription in subscriptions])
    others = [subscription for subscription in subscriptions if subscription.reference not in stated]
    delivered = deliveries.of_orders(context, [subscription.order_reference for subscription in others])
    return stated | {
        subscription.reference: _delivery(delivered.get(subscription.order_reference, ()), subscription.reference)
        for subscription in others
    }


def _stated(context: Context, references: Sequence[str]) -> dict[str, Delivery]:
    found = context.connection.execute(
        select(StatedDeliveryRow.subscription_reference, StatedDeliveryRow.delivery).where(
            StatedDeliveryRow.merchant_id == context.merchant_id,
            StatedDeliveryRow.subscription_reference.in_(references),
        )
    )
    return {row.subscription_reference: row.delivery for row in found}


def _delivery(delivered: Sequence[DeliveredCode], reference: str) -> Delivery:
    """What belongs to the subscription, of all that was delivered with an order."""
    own = [code for code in delivered if code.subscription_reference == reference]
    if not own:
        return NOTHING
    codes = tuple(Code(code=code.code, description=code.description) for code in own)
    return Delivery(description=own[0].description, codes=codes)
