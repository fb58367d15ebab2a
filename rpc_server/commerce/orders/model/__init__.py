"""An order as a client asks for it and as it stands afterwards."""

from rpc_server.commerce.orders.model.asked import AgreedCharge, AgreedOrder, DynamicProduct, NewItem, NewOrder
from rpc_server.commerce.orders.model.order import AppliedPromotion, ApproveStatus, Order, OrderLine, OrderStatus
from rpc_server.commerce.orders.model.terms import (
    NO_REMARKS,
    BillingRule,
    CrossSellClaim,
    CustomOption,
    CustomTerms,
    ExtraField,
    PurchaseType,
    Recurrence,
    Remarks,
    TrialTerms,
)

__all__ = [
    "NO_REMARKS",
    "AgreedCharge",
    "AgreedOrder",
    "AppliedPromotion",
    "ApproveStatus",
    "BillingRule",
    "CrossSellClaim",
    "CustomOption",
    "CustomTerms",
    "DynamicProduct",
    "ExtraField",
    "NewItem",
    "NewOrder",
    "Order",
    "OrderLine",
    "OrderStatus",
    "PurchaseType",
    "Recurrence",
    "Remarks",
    "TrialTerms",
]
