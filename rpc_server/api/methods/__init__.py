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
    "customers",
    "sign_on",
    "subscription_import",
    "subscription_management",
    "subscription_renewals",
    "subscription_upgrades",
    "subscription_payments",
    "subscription_fields",
    "subscription_usage",
    "cart",
    "channel_manager",
    "channel_manager_prices",
    "channel_manager_cart",
    "channel_manager_orders",
    "channel_manager_resellers",
    "channel_manager_invoices",
    "channel_manager_payloads",
    "promotions",
    "cross_sell",
    "upsell",
    "leads",
    "proposals",
    "payouts",
)


def groups() -> tuple[ModuleType, ...]:
    """Every group's module, in the order of the reference pages."""
    return tuple(import_module(f"{__name__}.{name}") for name in _GROUPS)
