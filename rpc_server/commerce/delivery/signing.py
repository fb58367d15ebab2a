"""The account's key for licence keys: made when it is first needed, private half only in the vault's keeping."""

import base64

from sqlalchemy import update

from rpc_server.commerce.context import Context
from rpc_server.commerce.delivery import licence_keys
from rpc_server.commerce.delivery.tables import SigningKeyRow
from rpc_server.storage import insert_new

_KEY_BYTES = 32


def private_key(context: Context) -> bytes:
    """The private half, 32 bytes."""
    return base64.b64decode(context.services.vault.open(_row(context).sealed, _owner(context)))


def public_key(context: Context) -> str:
    """The public half, for programs that check licence keys: 32 bytes as base64url without padding."""
    return _row(context).public_key


def reseal(context: Context) -> bool:
    """Seal the private half anew where an older key of the vault sealed it; answers whether it was so."""
    vault, row = context.services.vault, context.session.get(SigningKeyRow, context.merchant_id)
    if row is None or vault.is_current(row.sealed):
        return False
    sealed = vault.seal(vault.open(row.sealed, _owner(context)), _owner(context))
    context.connection.execute(
        update(SigningKeyRow).where(SigningKeyRow.merchant_id == context.merchant_id).values(sealed=sealed)
    )
    return True


def _row(context: Context) -> SigningKeyRow:
    found = context.session.get(SigningKeyRow, context.merchant_id)
    if found is not None:
        return found
    made = context.ids.random_bytes(_KEY_BYTES)
    values = {
        "merchant_id": context.merchant_id,
        "sealed": context.services.vault.seal(base64.b64encode(made).decode(), _owner(context)),
        "public_key": licence_keys.public_half(made),
        "made_at": context.clock.now(),
    }
    insert_new(context.connection, SigningKeyRow, values)
    return context.session.get_one(SigningKeyRow, context.merchant_id)


def _owner(context: Context) -> str:
    return f"{context.merchant_id}/licence signing key"
