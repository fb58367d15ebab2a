"""The unit of work on both engines."""

from sqlalchemy import func, select

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.tables import MerchantRow
from rpc_server.commerce.context import Context
from rpc_server.storage import Database


def test_x(context: Context, database: Database, other_merchant: Merchant) -> None:
    assert context.session.scalar(select(func.count()).select_from(MerchantRow)) == 2

def test_y(context: Context, database: Database) -> None:
    assert context.session.scalar(select(func.count()).select_from(MerchantRow)) == 1
    assert context.merchant_id == 1
