"""Catalogue rows into values and back, one room a noun."""

from rpc_server.commerce.catalog.store.offers import insert_upgrade_path
from rpc_server.commerce.catalog.store.option_groups import (
    held_option_groups,
    insert_option_group,
    metered_groups,
    option_group,
    option_groups,
    update_option_group,
)
from rpc_server.commerce.catalog.store.products import billing_cycle, insert_product, products, update_product
from rpc_server.commerce.catalog.store.rates import insert_exchange_rates, insert_vat_rates

__all__ = [
    "billing_cycle",
    "held_option_groups",
    "insert_exchange_rates",
    "insert_option_group",
    "insert_product",
    "insert_upgrade_path",
    "insert_vat_rates",
    "metered_groups",
    "option_group",
    "option_groups",
    "products",
    "update_option_group",
    "update_product",
]
