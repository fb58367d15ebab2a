"""What a campaign takes off a price: a percentage, or an amount by currency."""

from dataclasses import dataclass
from decimal import Decimal

from rpc_server.commerce.iso import CURRENCIES
from rpc_server.commerce.pricing.money import CENT
from rpc_server.errors import ApiError

Amounts = tuple[tuple[str, Decimal], ...]
"""An amount a currency (upper-case code), each currency once."""

LARGEST_AMOUNT = Decimal("99999999.99")
WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class DiscountTerms:
    """``percent``, or ``amounts``, of which that of ``default_currency`` stands for currencies without their own."""

    percent: Decimal | None = None
    amounts: Amounts = ()
    default_currency: str | None = None


def check_terms(terms: DiscountTerms, refusal: type[ApiError]) -> None:
    """Raise ``refusal``, naming the member of ``Discount`` to blame, for terms that cannot be."""
    if terms.percent is not None:
        if not is_percentage(terms.percent):
            raise refusal("A percentage must be between 0 and 100, of two places at most.", field="Discount.Value")
    elif not terms.amounts:
        raise refusal("A discount needs a Value, or Values by currency.", field="Discount")
    elif not are_amounts(terms.amounts):
        raise refusal(
            "Values must be amounts of zero or more to the cent, each in another currency.", field="Discount.Values"
        )
    elif terms.default_currency not in dict(terms.amounts):
        raise refusal("Values must have an amount in the default currency.", field="Discount.DefaultCurrency")


def is_percentage(percent: Decimal) -> bool:
    """Whether it is from 0 to 100, of two places at most."""
    return 0 <= percent <= WHOLE and percent == percent.quantize(CENT)


def are_amounts(amounts: Amounts) -> bool:
    """Whether these are amounts of whole cents, none below zero, in currencies there are, each once."""
    currencies = [currency for currency, _ in amounts]
    return (
        len(set(currencies)) == len(currencies)
        and CURRENCIES.issuperset(currencies)
        and all(0 <= amount <= LARGEST_AMOUNT and amount == amount.quantize(CENT) for _, amount in amounts)
    )
