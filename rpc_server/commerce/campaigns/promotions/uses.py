"""How often promotions are used: no more orders have one than may, however many are placed at once."""

from collections.abc import Iterable

from sqlalchemy import bindparam, delete, or_, select, update

from rpc_server.commerce.campaigns.promotions.errors import PromotionUsedUp
from rpc_server.commerce.campaigns.promotions.tables import PromotionRow, PromotionUseRow
from rpc_server.commerce.context import Context
from rpc_server.storage import insert_new

_PROMOTION = (PromotionRow.merchant_id == bindparam("in_merchant")) & (PromotionRow.code == bindparam("in_code"))
_HELD = select(PromotionRow.code).where(_PROMOTION).with_for_update(read=True, key_share=True)
_TAKE = (
    update(PromotionRow)
    .where(
        _PROMOTION,
        or_(PromotionRow.maximum_orders.is_(None), PromotionRow.orders_used < PromotionRow.maximum_orders),
    )
    .values(orders_used=PromotionRow.orders_used + 1)
)
_GIVE_BACK = update(PromotionRow).where(_PROMOTION).values(orders_used=PromotionRow.orders_used - 1)


def reserve(context: Context, order_reference: str, promotions: Iterable[str]) -> None:
    """Count the order as a use of each promotion (by code); what it has already counts once.

    Raises ``PromotionUsedUp`` where as many orders as may have the promotion, or where it was deleted meanwhile; the
    transaction must not be committed then. Until it ends, others that place an order with the same promotion wait.
    """
    for code in sorted(set(promotions)):
        use = {"merchant_id": context.merchant_id, "order_reference": order_reference, "promotion_code": code}
        if not _is_there(context, code) or (
            insert_new(context.connection, PromotionUseRow, use) and not _counted(context, code)
        ):
            raise PromotionUsedUp(f"The promotion {code} is used up.", field="Promotions")


def release(context: Context, order_reference: str) -> None:
    """Give back what the order has of promotions, for others to use; nothing where it has nothing."""
    gone = context.connection.scalars(
        delete(PromotionUseRow)
        .where(PromotionUseRow.merchant_id == context.merchant_id, PromotionUseRow.order_reference == order_reference)
        .returning(PromotionUseRow.promotion_code)
    )
    for code in sorted(gone):
        context.connection.execute(_GIVE_BACK, {"in_merchant": context.merchant_id, "in_code": code})


def _is_there(context: Context, code: str) -> bool:
    """Whether the promotion is there; it then stays until the transaction ends."""
    return context.connection.scalar(_HELD, {"in_merchant": context.merchant_id, "in_code": code}) is not None


def _counted(context: Context, code: str) -> bool:
    taken = context.connection.execute(_TAKE, {"in_merchant": context.merchant_id, "in_code": code})
    return bool(taken.rowcount)
