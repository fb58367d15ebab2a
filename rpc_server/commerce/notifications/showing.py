"""How messages write amounts, moments, countries and ways to pay."""

from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import cache

from rpc_server.commerce.payments.model import CardSummary, PaymentType
from rpc_server.commerce.places import country_names
from rpc_server.commerce.pricing.money import rounded

LIFETIME = "9999-12-31 23:59:59"
_CARDS = {
    "visa": ("Visa/MasterCard", "CCVISAMC"),
    "mastercard": ("Visa/MasterCard", "CCVISAMC"),
    "amex": ("American Express", "CCAMEX"),
}
_OTHERS = {
    PaymentType.PAYPAL: ("PayPal", "PAYPAL"),
    PaymentType.PAYPAL_EXPRESS: ("PayPal Express", "PAYPAL_EXPRESS"),
    PaymentType.WIRE: ("Bank/Wire transfer", "WIRE"),
    PaymentType.CHECK: ("Check", "CHECK"),
    PaymentType.PURCHASEORDER: ("Purchase Order", "PURCHASEORDER"),
    PaymentType.FREE: ("No payment", "FREE"),
    PaymentType.IDEAL: ("iDEAL", "IDEAL"),
    PaymentType.ALIPAY: ("Alipay", "ALIPAY"),
    PaymentType.WE_CHAT_PAY: ("WeChat Pay", "WE_CHAT_PAY"),
    PaymentType.TRUSTLY: ("Trustly", "TRUSTLY"),
    PaymentType.SOFORT: ("Sofort", "SOFORT"),
    PaymentType.WEBMONEY: ("WebMoney", "WEBMONEY"),
}


def amount(value: Decimal) -> str:
    """``19.95``; nothing is below zero by the name of ``-0.00``."""
    return f"{rounded(value) + 0:.2f}"


def moment(at: datetime | None, zone: tzinfo) -> str:
    """``2026-03-10 14:00:00``; empty for None."""
    return "" if at is None else f"{at.astimezone(zone).replace(tzinfo=None):%Y-%m-%d %H:%M:%S}"


def day(at: datetime | None, zone: tzinfo) -> str:
    """``2026-03-10``; empty for None."""
    return "" if at is None else f"{at.astimezone(zone):%Y-%m-%d}"


def compact(at: datetime, zone: tzinfo) -> str:
    """``20260310140000``, PHP's ``YmdHis``."""
    return f"{at.astimezone(zone):%Y%m%d%H%M%S}"


def offset(at: datetime, zone: tzinfo) -> str:
    """``GMT+02:00``."""
    return f"GMT{at.astimezone(zone).isoformat()[-6:]}"


def us_eastern(at: datetime) -> datetime:
    """The moment as clocks in New York show it, by the rule in force since 2007."""
    begins = _sunday(at.year, 3, 2) + timedelta(hours=7)
    ends = _sunday(at.year, 11, 1) + timedelta(hours=6)
    return at.astimezone(UTC) - timedelta(hours=4 if begins <= at < ends else 5)


def country(code: str | None) -> str:
    """The English name of a country, its code where it has none; empty for None."""
    return _countries().get(code, code) if code else ""


def pay_method(type_: PaymentType | None, card: CardSummary | None) -> tuple[str, str]:
    """``PAYMETHOD`` and ``PAYMETHOD_CODE`` of a payment; of cards VISA's and MasterCard's code is seen, others inferred."""
    if card is not None:
        return _CARDS.get(card.brand, (card.brand.title(), f"CC{card.brand.upper()}"))
    return ("", "") if type_ is None else _OTHERS.get(type_, ("Visa/MasterCard", "CCVISAMC"))


def expiry(card: CardSummary | None) -> str:
    """``12/31``; empty without a card."""
    return "" if card is None else f"{card.expiry_month:02}/{card.expiry_year % 100:02}"


def _sunday(year: int, month: int, which: int) -> datetime:
    first = datetime(year, month, 1, tzinfo=UTC)
    return first + timedelta(days=(6 - first.weekday()) % 7 + 7 * (which - 1))


@cache
def _countries() -> dict[str, str]:
    return country_names()
