"""What can be told of a card by looking at it."""

from dataclasses import replace
from datetime import date

import pytest

from rpc_server.commerce.payments.cards import check_card, plain_number
from rpc_server.commerce.payments.model import CardSummary
from rpc_server.errors import ApiError
from rpc_server.gateways import CardDetails

VISA = CardDetails("4111111111111111", 12, 2020, "John Doe", "123")


def refusal(card: CardDetails, card_type: str | None = None, today: date | None = None) -> tuple[str, str | None]:
    with pytest.raises(ApiError) as refused:
        check_card(card, card_type, today=today)
    return refused.value.code, refused.value.field


def test_a_card_is_shown_by_its_ends_brand_and_expiry() -> None:
    assert check_card(VISA, "VISA", today=None) == CardSummary("4111", "1111", "visa", 12, 2020)


@pytest.mark.parametrize(
    ("number", "stated", "brand"),
    [
        ("4111111111111111", None, "visa"),
        ("4111111111111111", "VisaElectron", "visaelectron"),
        ("4111111111111111", "Carte Bleue", "cartebleue"),
        ("4111111111111111", "mastercard", "visa"),
        ("5555555555554444", None, "mastercard"),
        ("2223003122003222", None, "mastercard"),
        ("378282246310005", None, "amex"),
        ("6011111111111117", None, "discover"),
        ("3566111111111113", None, "jcb"),
        ("6062826786276634", None, "hipercard"),
        ("6362970000457013", None, "elo"),
        ("6759649826438453", None, "maestro"),
        ("5019717010103742", None, "dankort"),
        ("36227206271667", "visa", "visa"),
    ],
)
def test_the_number_tells_the_brand_and_the_type_decides_between_several(
    number: str, stated: str | None, brand: str
) -> None:
    assert check_card(replace(VISA, number=number), stated, today=None).brand == brand


METHOD = "PaymentDetails.PaymentMethod"


@pytest.mark.parametrize("number", ["4111111111111112", "411111111111", "4111-1111-1111-1111", "x" * 16, "", "4" * 20])
def test_a_number_no_card_has_is_refused(number: str) -> None:
    assert refusal(replace(VISA, number=number)) == (
        "ORDER_PAYMENT_METHOD_CARD_NUMBER_INVALID",
        f"{METHOD}.CardNumber",
    )


def test_a_number_in_other_digits_is_refused() -> None:
    arabic = "٤١١١١١١١١١١١١١١١"

    assert refusal(replace(VISA, number=arabic))[0] == "ORDER_PAYMENT_METHOD_CARD_NUMBER_INVALID"


def test_an_unknown_card_type_is_refused() -> None:
    assert refusal(VISA, "diners") == ("ORDER_PAYMENT_METHOD_CARD_TYPE_INVALID", f"{METHOD}.CardType")


def test_a_card_of_no_known_brand_is_refused() -> None:
    assert refusal(replace(VISA, number="36227206271667"))[0] == "ORDER_PAYMENT_METHOD_CARD_TYPE_INVALID"


@pytest.mark.parametrize("code", ["12", "12345", "12a", "١٢٣"])
def test_a_security_code_is_three_or_four_digits(code: str) -> None:
    assert refusal(replace(VISA, security_code=code)) == (
        "ORDER_PAYMENT_METHOD_CARD_CCID_INVALID",
        f"{METHOD}.CCID",
    )


@pytest.mark.parametrize(
    ("month", "year", "member"),
    [(0, 2030, "ExpirationMonth"), (13, 2030, "ExpirationMonth"), (1, 2200, "ExpirationYear")],
)
def test_an_expiry_that_is_no_month_is_refused(month: int, year: int, member: str) -> None:
    assert refusal(replace(VISA, expiry_month=month, expiry_year=year)) == (
        "ORDER_PAYMENT_METHOD_CARD_EXPIRATION_INVALID",
        f"{METHOD}.{member}",
    )


def test_a_card_is_good_through_its_last_month() -> None:
    card = replace(VISA, expiry_month=3, expiry_year=2026)

    assert check_card(card, None, today=date(2026, 3, 31)).expiry_month == 3
    assert refusal(card, today=date(2026, 4, 1))[0] == "ORDER_PAYMENT_METHOD_CARD_EXPIRATION_INVALID"


def test_a_typed_number_loses_its_blanks_and_dashes() -> None:
    assert plain_number("4111 1111-1111 1111") == "4111111111111111"
