"""The documented methods, one module per group."""

from importlib import import_module
from types import ModuleType

_GROUPS = (
    "session",
    "products",
    "pricing_configurations",
    "option_groups",
    "product_groups",
    "additional_fields",
    "skus",
    "shipping",
    "settings",
    "orders",
    "order_search",
    "refunds",
    "payment_methods",
    "invoices",
    "subscriptions",
    "cart",
    "channel_manager",
    "promotions",
    "cross_sell",
    "upsell",
)


def groups() -> tuple[ModuleType, ...]:
    """Every group's module, in the order of the reference pages."""
    return tuple(import_module(f"{__name__}.{name}") for name in _GROUPS)
