"""What a campaign takes off, one object for what is sent and what is answered."""

from decimal import Decimal
from typing import Annotated

from msgspec import UNSET, UnsetType

from rpc_server.api.objects.sent_values import given, upper
from rpc_server.api.shapes import ApiObject, MaxLength
from rpc_server.commerce.campaigns.terms import DiscountTerms
from rpc_server.errors import ApiError

Line = Annotated[str | None, MaxLength(255)]


class CurrencyAmount(ApiObject):
    currency: Line = None
    amount: Decimal | None = None


class Discount(ApiObject):
    """``Value`` for the type PERCENT, ``Values`` by currency for FIXED."""

    type: Line = None
    value: Decimal | UnsetType | None = UNSET
    values: list[CurrencyAmount | None] | UnsetType | None = UNSET
    default_currency: Annotated[str | UnsetType | None, MaxLength(255)] = UNSET


def read_terms(sent: Discount | None, refusal: type[ApiError], default_currency: str | None = None) -> DiscountTerms:
    """What is to be taken off; of several currencies the first is the default where none is named.

    Raises ``refusal`` for a type there is not.
    """
    if sent is None:
        return DiscountTerms(default_currency=default_currency)
    match upper(sent.type):
        case "PERCENT":
            return DiscountTerms(percent=given(sent.value, None), default_currency=default_currency)
        case "FIXED":
            values = given(sent.values, None)
            amounts = tuple((upper(v.currency), amount_or_refused(v.amount)) for v in values or () if v)
            named = upper(given(sent.default_currency, None)) or default_currency
            return DiscountTerms(amounts=amounts, default_currency=named or next((c for c, _ in amounts), None))
    raise refusal("Type must be PERCENT or FIXED.", field="Discount.Type")


def show_discount(terms: DiscountTerms) -> Discount:
    """What is taken off."""
    if terms.percent is not None:
        return Discount(type="PERCENT", value=terms.percent)
    values: list[CurrencyAmount | None] = [
        CurrencyAmount(currency=currency, amount=amount) for currency, amount in terms.amounts
    ]
    return Discount(type="FIXED", values=values, default_currency=terms.default_currency)


def amount_or_refused(amount: Decimal | None) -> Decimal:
    """The amount; in the place of a missing one an amount below zero, which every check refuses."""
    return Decimal(-1) if amount is None else amount
