"""Where and in what each payment method can be used, as data for shops that ask before they order.

Bank and wallet methods are listed where the banks and wallets are; the documentation names the countries and
currencies of WeChat alone, the others are common knowledge (inferred). An order is held to ``methods`` only.
"""

from rpc_server.commerce.iso import COUNTRIES, CURRENCIES
from rpc_server.commerce.payments.errors import PaymentTypeInvalid
from rpc_server.commerce.payments.methods import METHODS
from rpc_server.commerce.payments.model import PaymentType

_NEVER_CHOSEN = frozenset(
    {
        PaymentType.TEST,
        PaymentType.FREE,
        PaymentType.EES_TOKEN_PAYMENT,
        PaymentType.PREVIOUS_ORDER,
        PaymentType.EXISTING_PAYMENT_DATA,
    }
)
"""Types that say how a payment is made, not what a shopper pays with."""

_COUNTRIES = {
    PaymentType.IDEAL: frozenset({"NL"}),
    PaymentType.ALIPAY: frozenset({"CN"}),
    PaymentType.WE_CHAT_PAY: frozenset({"CN", "HK"}),
    PaymentType.SOFORT: frozenset({"AT", "BE", "CH", "DE", "ES", "IT", "NL", "PL"}),
}
_CURRENCIES = {
    PaymentType.IDEAL: frozenset({"EUR"}),
    PaymentType.SOFORT: frozenset({"EUR", "CHF", "PLN"}),
}


def chosen_methods() -> list[str]:
    """The methods a shopper can choose, in alphabetical order."""
    return sorted(type_.value for type_ in METHODS if type_ not in _NEVER_CHOSEN)


def method_called(name: str) -> PaymentType:
    """The payment method of this name, in any case; raises ``PaymentTypeInvalid``."""
    known = {type_.value: type_ for type_ in METHODS}
    found = known.get(name.strip().upper())
    if found is None:
        raise PaymentTypeInvalid(
            f"There is no payment method {name[:30]!r}.",
            field="paymentMethod",
            hint=f"Payment methods are {', '.join(chosen_methods())}.",
        )
    return found


def currencies_of(method: PaymentType) -> list[str]:
    """The currencies the method takes, ISO 4217, in alphabetical order."""
    return sorted(_CURRENCIES.get(method) or METHODS[method].currencies or CURRENCIES)


def countries_of(method: PaymentType) -> list[str]:
    """The countries whose buyers have the method, ISO 3166, in alphabetical order."""
    return sorted(_COUNTRIES.get(method) or COUNTRIES)
