"""The accounts the sandbox may play with: all that are not live."""

from sqlalchemy import Connection, select

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.service import find_merchant
from rpc_server.commerce.accounts.tables import MerchantRow
from rpc_server.sandbox.errors import AccountIsLive, NoSuchMerchant


def playable(database: Connection, code: str, *, is_locked: bool = False) -> Merchant:
    """The account of this code; raises ``NoSuchMerchant``, and ``AccountIsLive`` for a live one.

    With ``is_locked`` nobody else has it so, or stores anything new for it, until this transaction ends.
    """
    if is_locked:
        database.execute(select(MerchantRow.merchant_id).where(MerchantRow.code == code).with_for_update())
    merchant = find_merchant(database, code)
    if merchant is None:
        raise NoSuchMerchant(field="merchant")
    if merchant.is_live:
        raise AccountIsLive(field="merchant")
    return merchant


def codes(database: Connection) -> list[str]:
    """The codes of all accounts that are not live, sorted."""
    found = select(MerchantRow.code).where(MerchantRow.is_live.is_(False)).order_by(MerchantRow.code)
    return list(database.scalars(found))
