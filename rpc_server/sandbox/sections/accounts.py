"""The account everything else in a file of known data belongs to."""

from decimal import Decimal

from sqlalchemy import select

from rpc_server.commerce.accounts.model import DEFAULT_COUNTRY, AccountModel, Merchant
from rpc_server.commerce.accounts.service import find_merchant
from rpc_server.commerce.accounts.tables import MerchantRow
from rpc_server.commerce.catalog.tables import ProductRow
from rpc_server.sandbox.section import Entry, SeedMistake
from rpc_server.storage import UnitOfWork


class AccountEntry(Entry):
    """A merchant account; the defaults are those of a new one. ``commission`` is the platform's share of orders."""

    code: str
    secret_key: str
    name: str = ""
    model: AccountModel = AccountModel.PSP
    is_live: bool = False
    accepts_md5: bool = True
    accepts_test_orders: bool = True
    utc_offset_minutes: int = 120
    currency: str = "USD"
    commission_percent: Decimal = Decimal(0)
    commission_fixed: Decimal = Decimal(0)
    approval_delay_seconds: int = 0
    country: str = DEFAULT_COUNTRY
    refunds_need_approval: bool = False
    unpaid_order_days: int | None = None
    retry_days: tuple[int, ...] | None = None
    grace_days: int = 0


def open_account(work: UnitOfWork, entry: AccountEntry) -> Merchant:
    """The account of this code, opened if there is none; raises ``SeedMistake`` when it has products already."""
    found = find_merchant(work.connection, entry.code)
    if found is None:
        work.session.add(_row(entry))
        work.session.flush()
        found = find_merchant(work.connection, entry.code)
        assert found is not None  # noqa: S101 - stored the line above
    products = select(ProductRow.product_id).where(ProductRow.merchant_id == found.merchant_id).limit(1)
    if work.connection.scalar(products) is not None:
        raise SeedMistake(f"The account {entry.code} is not empty.", "account", "code")
    return found


def _row(entry: AccountEntry) -> MerchantRow:
    return MerchantRow(
        code=entry.code,
        name=entry.name or entry.code,
        secret_key=entry.secret_key,
        model=entry.model.value,
        is_live=entry.is_live,
        accepts_md5=entry.accepts_md5,
        accepts_test_orders=entry.accepts_test_orders,
        utc_offset_minutes=entry.utc_offset_minutes,
        default_currency=entry.currency,
        commission_percent=entry.commission_percent,
        commission_fixed=entry.commission_fixed,
        approval_delay_seconds=entry.approval_delay_seconds,
        country=entry.country,
        refunds_need_approval=entry.refunds_need_approval,
        unpaid_order_days=entry.unpaid_order_days,
        retry_days=entry.retry_days,
        grace_days=entry.grace_days,
    )
