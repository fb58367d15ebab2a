"""Cards kept in the vault."""

from typing import Any, cast

from sqlalchemy import Row, Table, bindparam, delete, insert, select

from rpc_server.commerce.context import Context
from rpc_server.commerce.payments import cards
from rpc_server.commerce.payments.model import CardSummary
from rpc_server.commerce.payments.tables import CardRow
from rpc_server.gateways import CardDetails, CardNotTaken

_cards = cast("Table", CardRow.__table__)
_INSERT_CARD = insert(_cards)
_FIND_CARD = select(_cards).where(
    _cards.c.merchant_id == bindparam("in_merchant"), _cards.c.card_id == bindparam("of_card")
)


class UnknownCard(LookupError):
    """No card of this merchant has the id: a mistake of this program."""


def takes_card_numbers(context: Context, *, is_test: bool) -> bool:
    """Whether the processor takes card numbers, so that they are stored here; others take tokens of their own.

    Test orders, and all orders of accounts that are not live, are charged at the simulator, which takes them.
    """
    return is_test or not context.merchant.is_live or context.services.gateway.takes_cards


def check_taken(context: Context, *, is_test: bool, field: str) -> None:
    """Raise ``CardNotTaken`` where the processor takes no card numbers, so that none of them is stored here."""
    if not takes_card_numbers(context, is_test=is_test):
        raise CardNotTaken(field=field, hint="Send the processor's own token as EesToken of an EES_TOKEN_PAYMENT.")


def check_card(context: Context, card: CardDetails, card_type: str | None = None) -> CardSummary:
    """What may be shown of the card; raises ``PaymentRefused`` where it cannot be one.

    An expired card is refused on live accounts only.
    """
    today = context.clock.now().date() if context.merchant.is_live else None
    return cards.check_card(card, card_type, today=today)


def store_card(context: Context, card: CardDetails, card_type: str | None = None) -> str:
    """Put the card into the vault, without its security code, and answer its id.

    Raises ``PaymentRefused`` as ``check_card`` does.
    """
    return keep_card(context, card, check_card(context, card, card_type))


def keep_card(context: Context, card: CardDetails, summary: CardSummary) -> str:
    """Put a card that was checked into the vault, and answer its id."""
    card_id = context.ids.hexadecimal(32)
    vault = context.services.vault
    context.connection.execute(
        _INSERT_CARD,
        {
            "merchant_id": context.merchant_id,
            "card_id": card_id,
            "sealed": vault.seal(card.number, _owner(context, card_id)),
            "fingerprint": vault.fingerprints(card.number)[0],
            "first_digits": summary.first_digits,
            "last_digits": summary.last_digits,
            "brand": summary.brand,
            "expiry_month": summary.expiry_month,
            "expiry_year": summary.expiry_year,
            "holder_name": card.holder_name,
            "stored_at": context.clock.now(),
        },
    )
    return card_id


def forget_card(context: Context, card_id: str) -> None:
    """Take a card out of the vault that nothing was paid with."""
    context.connection.execute(
        delete(_cards).where(_cards.c.merchant_id == context.merchant_id, _cards.c.card_id == card_id)
    )


def open_card(context: Context, card_id: str) -> CardDetails:
    """The stored card, to charge it; it has no security code. Raises ``UnknownCard``."""
    row = _card(context, card_id)
    return CardDetails(
        number=context.services.vault.open(row.sealed, _owner(context, card_id)),
        expiry_month=row.expiry_month,
        expiry_year=row.expiry_year,
        holder_name=row.holder_name,
    )


def card_summary(context: Context, card_id: str) -> CardSummary:
    """What may be shown of the stored card. Raises ``UnknownCard``."""
    row = _card(context, card_id)
    return CardSummary(row.first_digits, row.last_digits, row.brand, row.expiry_month, row.expiry_year)


def reseal_cards(context: Context) -> int:
    """Seal the merchant's cards that an older key sealed anew with the current one; answers how many."""
    vault = context.services.vault
    stale = [
        row
        for row in context.session.scalars(select(CardRow).where(CardRow.merchant_id == context.merchant_id))
        if not vault.is_current(row.sealed)
    ]
    for row in stale:
        owner = _owner(context, row.card_id)
        number = vault.open(row.sealed, owner)
        row.sealed, row.fingerprint = vault.seal(number, owner), vault.fingerprints(number)[0]
    context.session.flush()
    return len(stale)


def _card(context: Context, card_id: str) -> Row[Any]:
    key = {"in_merchant": context.merchant_id, "of_card": card_id}
    row = context.connection.execute(_FIND_CARD, key).one_or_none()
    if row is None:
        raise UnknownCard(card_id)
    return row


def _owner(context: Context, card_id: str) -> str:
    return f"{context.merchant_id}/{card_id}"
