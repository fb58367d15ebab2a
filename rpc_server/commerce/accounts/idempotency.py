"""The same request, sent twice, is carried out once.

A claim is committed before the work begins and settled in the work's own last transaction. A refused
request gives its claim back, so that a corrected one may use the key. A claim whose server died stays
unanswered: whether money moved is then to be looked up, never guessed. Answers rest sealed, for one may be a link
or a token that opens an account.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from rpc_server.clock import Clock
from rpc_server.commerce.accounts.errors import IdempotencyKeyInvalid, IdempotencyKeyReused, RequestInProgress
from rpc_server.commerce.accounts.tables import IdempotencyRow
from rpc_server.commerce.payments.vault import UnreadableSecret, Vault

LIFETIME = timedelta(days=30)
"""How long a key is remembered; after that the same request would be carried out anew."""

_FIELD = "Idempotency-Key"
_LONGEST = 255


@dataclass(frozen=True, slots=True)
class Claim:
    """A merchant's key for one request. ``fingerprints`` tell that request from others: today's first, then those
    of keys since rotated; they are keyed, for a request may hold a card number.
    """

    merchant_id: int
    key: str
    fingerprints: tuple[str, ...]


def claim(database: Session, clock: Clock, vault: Vault, wanted: Claim) -> str | None:
    """Take the key for a first request (None), or answer what the first request was answered.

    Raises ``IdempotencyKeyReused`` for another request under the key, ``RequestInProgress`` while the first
    one has no answer, or none that ``vault`` can still read.
    """
    if not 1 <= len(wanted.key) <= _LONGEST:
        raise IdempotencyKeyInvalid(field=_FIELD)
    if _insert(database, clock, wanted):
        return None
    row = database.execute(select(IdempotencyRow).where(*_is(wanted))).scalar_one()
    if row.fingerprint not in wanted.fingerprints:
        raise IdempotencyKeyReused(field=_FIELD)
    try:
        if row.sealed_answer is not None:
            return vault.open(row.sealed_answer, _owner(wanted))
    except UnreadableSecret:
        pass
    raise RequestInProgress(field=_FIELD, hint="If this goes on, look the order up by its ExternalReference.")


def settle(database: Session, vault: Vault, claimed: Claim, answer: str) -> None:
    """Keep the answer for whoever sends the request again."""
    sealed = vault.seal(answer, _owner(claimed))
    database.execute(update(IdempotencyRow).where(*_is(claimed)).values(sealed_answer=sealed))


def release(database: Session, claimed: Claim) -> None:
    """Give the key back: the request was refused."""
    database.execute(delete(IdempotencyRow).where(*_is(claimed)))


def _insert(database: Session, clock: Clock, wanted: Claim) -> bool:
    now = clock.now()
    row = IdempotencyRow(
        merchant_id=wanted.merchant_id,
        key=wanted.key,
        fingerprint=wanted.fingerprints[0],
        claimed_at=now,
        expires_at=now + LIFETIME,
    )
    try:
        with database.begin_nested():
            database.add(row)
    except IntegrityError:
        return False
    return True


def _owner(claimed: Claim) -> str:
    return f"answer {claimed.merchant_id} {claimed.key}"


def _is(claimed: Claim) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return IdempotencyRow.merchant_id == claimed.merchant_id, IdempotencyRow.key == claimed.key
