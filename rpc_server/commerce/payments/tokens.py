"""Tokens for stored cards: good for ten minutes and for one order, even one that fails."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import insert, select, update

from rpc_server.commerce.context import Context
from rpc_server.commerce.payments import service as payments
from rpc_server.commerce.payments.errors import InvalidEesToken, PaymentRefused, TransientTokenInvalid
from rpc_server.commerce.payments.model import TokenKind
from rpc_server.commerce.payments.tables import CardTokenRow
from rpc_server.gateways import CardDetails

LIFETIME = timedelta(minutes=10)
_REFUSALS: dict[TokenKind, tuple[type[PaymentRefused], str]] = {
    TokenKind.EES: (InvalidEesToken, "PaymentDetails.PaymentMethod.EesToken"),
    TokenKind.TRANSIENT: (TransientTokenInvalid, "PaymentDetails.PaymentMethod.TransientToken"),
}


@dataclass(frozen=True, slots=True)
class TokenCard:
    """The card a token stood for: in the vault, or kept by the processor under a token of its own.

    ``is_test``: it was kept of a test order.
    """

    card_id: str | None
    is_test: bool
    payment_token: str | None = None


def mint(context: Context, card: CardDetails, card_type: str | None = None) -> str:
    """A token for the card, as 2Pay.js makes one: a UUID. The card is put into the vault without its security code.

    Raises ``PaymentRefused`` where it cannot be a card, and ``CardNotTaken``: a live account whose processor keeps
    cards itself gets its tokens there.
    """
    payments.check_taken(context, is_test=False, field="CardNumber")
    stored = TokenCard(payments.store_card(context, card, card_type), is_test=False)
    return _mint(context, TokenKind.EES, stored)


def mint_for_stored(context: Context, card_id: str | None, *, is_test: bool, payment_token: str | None = None) -> str:
    """A token for a card a customer paid with earlier (``TransientToken``); ``is_test``: on a test order."""
    return _mint(context, TokenKind.TRANSIENT, TokenCard(card_id, is_test, payment_token))


def spend(context: Context, kind: TokenKind, token: str) -> TokenCard:
    """The card the token stands for; it is good for nothing from here on. Of two that spend it one does.

    Raises ``InvalidEesToken`` or ``TransientTokenInvalid``.
    """
    now, digest = context.clock.now(), _digest(token)
    spent = context.connection.execute(
        update(CardTokenRow)
        .where(
            CardTokenRow.merchant_id == context.merchant_id,
            CardTokenRow.digest == digest,
            CardTokenRow.kind == kind,
            CardTokenRow.spent_at.is_(None),
            CardTokenRow.expires_at > now,
        )
        .values(spent_at=now)
    )
    if not spent.rowcount:
        refusal, path = _REFUSALS[kind]
        raise refusal(field=path)
    of_token = (CardTokenRow.merchant_id == context.merchant_id, CardTokenRow.digest == digest)
    columns = (CardTokenRow.card_id, CardTokenRow.is_test, CardTokenRow.payment_token)
    return TokenCard(*context.connection.execute(select(*columns).where(*of_token)).one())


def _mint(context: Context, kind: TokenKind, card: TokenCard) -> str:
    token, now = context.ids.uuid(), context.clock.now()
    row = {
        "merchant_id": context.merchant_id,
        "digest": _digest(token),
        "kind": kind,
        "card_id": card.card_id,
        "payment_token": card.payment_token,
        "is_test": card.is_test,
        "minted_at": now,
        "expires_at": now + LIFETIME,
    }
    context.connection.execute(insert(CardTokenRow), row)
    return token


def _digest(token: str) -> str:
    return hashlib.sha256(token.strip().lower().encode()).hexdigest()
