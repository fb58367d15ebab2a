"""Paying a Brazilian bank in parts, as documented: a local card, reais, and nothing that renews."""

from dataclasses import dataclass
from decimal import Decimal

from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.payments.errors import InstallmentsInvalid
from rpc_server.commerce.pricing.money import rounded

COUNTRY, CURRENCY = "BR", "BRL"
MOST = 6
SMALLEST = Decimal(5)
BRANDS = frozenset({"visa", "mastercard", "amex"})


@dataclass(frozen=True, slots=True)
class Installments:
    """One way to pay in parts: ``number`` times ``amount`` of ``currency``."""

    number: int
    amount: Decimal
    currency: str


def offered(total: Decimal, currency: str, billing: Address) -> tuple[Installments, ...]:
    """The ways a Brazilian buyer may pay the total in, one part first; nothing elsewhere."""
    if currency != CURRENCY or billing.country != COUNTRY:
        return ()
    numbers = (number for number in range(1, MOST + 1) if number == 1 or total / number >= SMALLEST)
    return tuple(Installments(number, rounded(total / number), currency) for number in numbers)


def check_installments(
    number: int, total: Decimal, currency: str, billing: Address, *, brand: str, is_recurring: bool
) -> None:
    """Raise ``InstallmentsInvalid``, with the rule that is broken, where the total cannot be paid so."""
    if number == 1:
        return
    rules = {
        f"Installments are for {CURRENCY} in {COUNTRY}.": currency == CURRENCY and billing.country == COUNTRY,
        f"There are at most {MOST} installments.": 1 < number <= MOST,
        f"Each must be {SMALLEST} {CURRENCY} or more.": total >= number * SMALLEST,
        "They are for Visa, MasterCard and American Express.": brand in BRANDS,
        "They are not for payments that renew by themselves.": not is_recurring,
        "They need Phone and FiscalCode of the buyer.": bool(billing.phone and billing.fiscal_code),
    }
    for text, holds in rules.items():
        if not holds:
            raise InstallmentsInvalid(text, field="PaymentDetails.PaymentMethod.InstallmentsNumber")
