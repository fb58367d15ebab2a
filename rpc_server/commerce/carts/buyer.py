"""What a session is told of its buyer before it places an order: checked when told, kept with the session."""

from dataclasses import dataclass
from typing import Any

import msgspec

from rpc_server.commerce.accounts.model import SessionState
from rpc_server.commerce.context import Context
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.iso import COUNTRIES, CURRENCIES, LANGUAGES
from rpc_server.commerce.orders.checks import check_state
from rpc_server.commerce.orders.errors import (
    BillingCountryInvalid,
    CountryInvalid,
    CurrencyInvalid,
    DeliveryCountryInvalid,
    LanguageInvalid,
)
from rpc_server.commerce.payments import service as payments
from rpc_server.commerce.payments.cards import plain_number
from rpc_server.commerce.payments.errors import CardMissing, CardTypeInvalid, PaymentTypeInvalid
from rpc_server.commerce.payments.model import NewPayment, PaymentType
from rpc_server.gateways import CardDetails

Told = dict[str, Any]
"""A value as the session keeps it: plain texts and flags."""

_TYPES = {"CC": PaymentType.CC, "CCVISAMC": PaymentType.CC, "TEST": PaymentType.TEST}
_VISA_OR_MASTERCARD = ("visa", "visaelectron", "mastercard")


@dataclass(frozen=True, slots=True)
class TypedPayment:
    """Payment details as a client types them; ``type`` is CC, CCVISAMC (Visa and MasterCard alone) or TEST."""

    type: str
    currency: str | None
    customer_ip: str | None
    card: CardDetails | None
    card_type: str | None
    renews_automatically: bool


def checked_language(code: str) -> str:
    """The ISO 639-1 code in lower case; raises ``LanguageInvalid``."""
    language = code.strip().lower()
    if language not in LANGUAGES:
        raise LanguageInvalid(f"There is no language {code[:10]!r}.", field="IsoLang")
    return language


def checked_country(code: str) -> str:
    """The ISO 3166 code in upper case; raises ``CountryInvalid``."""
    country = code.strip().upper()
    if country not in COUNTRIES:
        raise CountryInvalid(f"There is no country {code[:10]!r}.", field="IsoCountry")
    return country


def checked_currency(code: str, *, field: str) -> str:
    """The ISO 4217 code in upper case; raises ``CurrencyInvalid``."""
    currency = code.strip().upper()
    if currency not in CURRENCIES:
        raise CurrencyInvalid(f"There is no currency {code[:10]!r}.", field=field)
    return currency


def told_billing(address: Address) -> Told:
    """Who pays. Raises ``BillingCountryInvalid``, and in the US, Brazil and Romania refuses a missing state."""
    if address.country not in COUNTRIES:
        raise BillingCountryInvalid(field="BillingDetails.Country")
    check_state(address, "BillingDetails")
    return _told(address)


def told_delivery(address: Address) -> Told:
    """Who receives what was bought; raises ``DeliveryCountryInvalid``."""
    if address.country is not None and address.country not in COUNTRIES:
        raise DeliveryCountryInvalid(field="DeliveryDetails.Country")
    return _told(address)


def told_payment(context: Context, typed: TypedPayment, replaced: str | None) -> tuple[Told, str]:
    """How the order will be paid, without the card, and the id of the card: it is in the vault from here on.

    The card the session had, ``replaced``, is not any more. The security code is checked and forgotten. Raises ``PaymentRefused`` for another type than the three, no
    card, or one that cannot be charged, and ``CurrencyInvalid``.
    """
    type_ = _TYPES.get(typed.type.strip().upper())
    if type_ is None:
        raise PaymentTypeInvalid(
            f"The payment type {typed.type[:30]!r} is not taken.",
            field="PaymentDetails.Type",
            hint=f"Payment types are {', '.join(_TYPES)}.",
        )
    currency = checked_currency(typed.currency, field="PaymentDetails.Currency") if typed.currency else None
    told: Told = {
        "type": type_.value,
        "currency": currency,
        "customer_ip": typed.customer_ip,
        "recurring_enabled": typed.renews_automatically,
    }
    card_id = _stored_card(context, typed)
    if replaced is not None:
        payments.forget_card(context, replaced)
    return told, card_id


def billing(state: SessionState) -> Address | None:
    """Who pays, if the session was told."""
    return None if state.billing is None else Address(**state.billing)


def delivery(state: SessionState) -> Address | None:
    """Who receives, if the session was told."""
    return None if state.delivery is None else Address(**state.delivery)


def payment(state: SessionState) -> NewPayment | None:
    """How the session pays, if it was told, with the card in the vault."""
    if state.payment is None:
        return None
    told: Told = dict(state.payment)
    return NewPayment(
        type=PaymentType(told["type"]),
        currency=told["currency"],
        card_id=state.card_id,
        recurring_enabled=told["recurring_enabled"],
        customer_ip=told["customer_ip"],
    )


def payment_currency(state: SessionState) -> str | None:
    """The currency the session said it pays in."""
    told = payment(state)
    return told.currency if told else None


def _told(address: Address) -> Told:
    return {name: value for name, value in msgspec.structs.asdict(address).items() if value is not None}


def _stored_card(context: Context, typed: TypedPayment) -> str:
    card = typed.card
    if card is None or not plain_number(card.number):
        raise CardMissing(field="PaymentDetails.PaymentMethod.CardNumber")
    is_test = _TYPES[typed.type.strip().upper()] is PaymentType.TEST
    payments.check_taken(context, is_test=is_test, field="PaymentDetails.PaymentMethod.CardNumber")
    card_id = payments.store_card(context, card, typed.card_type)
    brand = payments.card_summary(context, card_id).brand
    if typed.type.strip().upper() == "CCVISAMC" and brand not in _VISA_OR_MASTERCARD:
        raise CardTypeInvalid(
            "CCVISAMC takes Visa and MasterCard alone.", field="PaymentDetails.PaymentMethod.CardNumber"
        )
    return card_id
