"""Links: minted for a merchant, used up by whoever follows them first."""

from datetime import timedelta
from ipaddress import ip_address

from sqlalchemy import Connection, insert, select, update

from rpc_server.commerce.context import Context
from rpc_server.commerce.payments.vault import Vault
from rpc_server.commerce.sign_on.errors import LinkOver, ValidationIpInvalid, ValidityTimeInvalid
from rpc_server.commerce.sign_on.model import Link, NewLink
from rpc_server.commerce.sign_on.tables import SignOnRow

TOKEN_LENGTH = 40
"""Hexadecimals of a token (documented)."""

LONGEST_SECONDS = 86_400


def mint(context: Context, new: NewLink) -> str:
    """Store a link and answer its token. Raises ``ValidityTimeInvalid`` and ``ValidationIpInvalid``."""
    if not 1 <= new.seconds <= LONGEST_SECONDS:
        raise ValidityTimeInvalid(field="validityTime")
    token, now = context.ids.hexadecimal(TOKEN_LENGTH), context.clock.now()
    row = {
        "merchant_id": context.merchant_id,
        "digest": _digests(context.services.vault, token)[0],
        "customer_reference": new.customer_reference,
        "subscription_reference": new.subscription_reference,
        "page": new.page,
        "ip": _plain_ip(new.ip),
        "minted_at": now,
        "expires_at": now + timedelta(seconds=new.seconds),
    }
    context.connection.execute(insert(SignOnRow), row)
    return token


def owner_of(database: Connection, vault: Vault, token: str) -> int | None:
    """The merchant whose customer the token signs in; None for an unknown one."""
    return database.scalar(select(SignOnRow.merchant_id).where(SignOnRow.digest.in_(_digests(vault, token))))


def follow(context: Context, token: str, client_address: str | None) -> Link:
    """The link of the token, used up from here on; of two who follow it at once one does.

    Raises ``LinkOver``, without using it up where the address is another than it is for.
    """
    row, now = SignOnRow, context.clock.now()
    own = (row.merchant_id == context.merchant_id, row.digest.in_(_digests(context.services.vault, token)))
    columns = (row.customer_reference, row.subscription_reference, row.page, row.ip, row.expires_at)
    found = context.connection.execute(select(*columns).where(*own)).one_or_none()
    if found is None or (found.ip is not None and found.ip != _canonical(client_address)):
        raise LinkOver
    used = context.connection.execute(
        update(row).where(*own, row.used_at.is_(None), row.expires_at > now).values(used_at=now)
    )
    if not used.rowcount:
        raise LinkOver
    return Link(*found)


def _plain_ip(stated: str | None) -> str | None:
    plain = _canonical(stated) if stated else None
    if stated and plain is None:
        raise ValidationIpInvalid(field="validationIP")
    return plain


def _canonical(address: str | None) -> str | None:
    """An IP address in its one spelling; None for none."""
    try:
        return str(ip_address((address or "").strip()))
    except ValueError:
        return None


def _digests(vault: Vault, token: str) -> tuple[str, ...]:
    return vault.fingerprints(f"sign-on {token.strip().lower()}")
