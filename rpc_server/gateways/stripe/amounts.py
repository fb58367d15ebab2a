"""Amounts as Stripe counts them: whole numbers of a currency's smallest unit (https://docs.stripe.com/currencies)."""

from decimal import Decimal

_ZERO_DECIMAL = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"}
)
_THREE_DECIMAL = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
_WHOLE_IN_HUNDREDTHS = frozenset({"ISK", "UGX"})
"""Currencies without a smaller unit that are still counted in hundredths, always 00."""

_CENT = Decimal("0.01")


class InexactAmount(ValueError):
    """The amount cannot be moved in its currency to the last digit."""


def minor_units(amount: Decimal, currency: str) -> int:
    """The amount in the smallest unit of the currency; of three decimals Stripe moves the first two.

    Raises ``InexactAmount`` where a part of it would be lost, for nothing is ever rounded here.
    """
    is_whole = currency in _ZERO_DECIMAL | _WHOLE_IN_HUNDREDTHS
    if amount % (1 if is_whole else _CENT):
        raise InexactAmount(f"{amount} {currency} has a part smaller than can be paid")
    return int(amount.scaleb(_places(currency)))


def _places(currency: str) -> int:
    if currency in _ZERO_DECIMAL:
        return 0
    return 3 if currency in _THREE_DECIMAL else 2
