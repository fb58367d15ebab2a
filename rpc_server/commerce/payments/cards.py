"""What can be told of a card without asking anyone: its brand, and whether it can be a card at all."""

import re
from dataclasses import dataclass
from datetime import date

from stdnum import luhn

from rpc_server.commerce.payments.errors import (
    CardExpirationInvalid,
    CardNumberInvalid,
    CardTypeInvalid,
    SecurityCodeInvalid,
)
from rpc_server.commerce.payments.model import CardSummary
from rpc_server.gateways import CardDetails

LAST_YEAR = 2099


@dataclass(frozen=True, slots=True)
class Brand:
    """A kind of card: how it is called for people, and what its numbers begin with."""

    title: str
    numbers: re.Pattern[str]


BRANDS = {
    "visa": Brand("Visa", re.compile("4")),
    "mastercard": Brand("MasterCard", re.compile("5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720")),
    "amex": Brand("American Express", re.compile("3[47]")),
    "elo": Brand("Elo", re.compile("4011|438935|457631|5041|506699|5067|509|627780|636297|636368|6500|6504|651652")),
    "hipercard": Brand("Hipercard", re.compile("606282|3841")),
    "discover": Brand("Discover", re.compile("6011|64[4-9]|65|622")),
    "jcb": Brand("JCB", re.compile("35(2[89]|[3-8])")),
    "dankort": Brand("Dankort", re.compile("5019|4571")),
    "maestro": Brand("Maestro", re.compile("5[06-9]|6")),
    "visaelectron": Brand("Visa Electron", re.compile("4")),
    "cartebleue": Brand("Carte Bleue", re.compile("4")),
}
"""The documented card types, by the name clients send. Where numbers fit several, the first unless a type is stated."""

_NUMBER = re.compile(r"[0-9]{12,19}")
_SECURITY_CODE = re.compile(r"[0-9]{3,4}")
_SPACING = str.maketrans("", "", " -")
_PATH = "PaymentDetails.PaymentMethod"


def check_card(card: CardDetails, card_type: str | None, *, today: date | None) -> CardSummary:
    """What may be shown of the card; raises ``PaymentRefused`` where it cannot be one.

    ``card_type`` is a documented type in any case, or None. It decides between brands the number fits, and
    alone where it fits none; a type that contradicts the number is passed over. A card that expired before
    ``today`` is refused; with None it is taken, as published samples pay with cards that expired in 2020.
    """
    number = card.number
    if not _NUMBER.fullmatch(number) or not luhn.is_valid(number):
        raise CardNumberInvalid(field=f"{_PATH}.CardNumber")
    if card.security_code is not None and not _SECURITY_CODE.fullmatch(card.security_code):
        raise SecurityCodeInvalid(field=f"{_PATH}.CCID")
    _check_expiry(card, today)
    return CardSummary(
        first_digits=number[:4],
        last_digits=number[-4:],
        brand=_brand(number, _stated(card_type)),
        expiry_month=card.expiry_month,
        expiry_year=card.expiry_year,
    )


def title_of(brand: str) -> str:
    """How the brand is called for people; a processor may know others than this server takes."""
    return BRANDS[brand].title if brand in BRANDS else brand.title()


def plain_number(text: str) -> str:
    """A card number as typed, without blanks and dashes."""
    return text.translate(_SPACING)


def _stated(card_type: str | None) -> str | None:
    stated = (card_type or "").lower().replace(" ", "") or None
    if stated is not None and stated not in BRANDS:
        raise CardTypeInvalid(
            f"The card type {(card_type or '')[:30]!r} is not taken.",
            field=f"{_PATH}.CardType",
            hint=f"Card types are {', '.join(sorted(BRANDS))}.",
        )
    return stated


def _brand(number: str, stated: str | None) -> str:
    fitting = [name for name, brand in BRANDS.items() if brand.numbers.match(number)]
    if stated is not None and (stated in fitting or not fitting):
        return stated
    if not fitting:
        raise CardTypeInvalid("Cards of this kind are not taken.", field=f"{_PATH}.CardNumber")
    return fitting[0]


def _check_expiry(card: CardDetails, today: date | None) -> None:
    if not 1 <= card.expiry_month <= 12:
        raise CardExpirationInvalid("ExpirationMonth must be 1 to 12.", field=f"{_PATH}.ExpirationMonth")
    if not 2000 <= card.expiry_year <= LAST_YEAR:
        raise CardExpirationInvalid("ExpirationYear must be a year of four digits.", field=f"{_PATH}.ExpirationYear")
    if today is not None and (card.expiry_year, card.expiry_month) < (today.year, today.month):
        raise CardExpirationInvalid("The card has expired.", field=f"{_PATH}.ExpirationYear")
