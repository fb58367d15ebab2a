"""What a buyer who pays by hand is told. No recorded answer could be read: the words are ours."""

from decimal import Decimal

from rpc_server.commerce.payments.model import PaymentType

_WHERE = {
    PaymentType.WIRE: {
        "BankName": "Simulated Bank",
        "IBAN": "DE89370400440532013000",
        "SWIFT": "SIMUDEFFXXX",
    },
    PaymentType.CHECK: {"MailTo": "Simulated Bank, 1 Example Street, 00000 Example"},
}
"""A bank that takes no money; the IBAN is the one the standard's documents show."""


def instructions(
    type_: PaymentType, *, payee: str, amount: Decimal, currency: str, order_reference: str | None
) -> dict[str, str]:
    """Whom to pay, where, how much, and what to write on it: the order's RefNo."""
    return {
        "PayableTo": payee,
        **_WHERE.get(type_, {}),
        "Amount": f"{amount:.2f}",
        "Currency": currency,
        "Reference": order_reference or "",
    }
