"""Upgrade paths as stored."""

from rpc_server.commerce.catalog.model import UpgradePath
from rpc_server.commerce.catalog.tables import UpgradePathRow
from rpc_server.commerce.context import Context


def insert_upgrade_path(context: Context, path: UpgradePath) -> None:
    """Store a new upgrade path between products that exist."""
    context.session.add(
        UpgradePathRow(merchant_id=context.merchant_id, source=path.source, target=path.target, scheme=path.scheme)
    )
