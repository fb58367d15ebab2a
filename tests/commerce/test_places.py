"""What countries, states and languages are called, and what is paid with where."""

from datetime import date

import pytest

from rpc_server.commerce.iso import COUNTRIES, LANGUAGES
from rpc_server.commerce.places import country_names, currency_of, language_names, state_names

TODAY = date(2026, 3, 10)


def test_every_country_has_a_name_in_every_language() -> None:
    for language in LANGUAGES:
        names = country_names(language)
        assert names.keys() == COUNTRIES
        assert all(names.values())


def test_a_language_without_names_tells_them_in_english() -> None:
    assert country_names("ae") == country_names("en") == country_names()


def test_every_language_has_a_name() -> None:
    names = language_names()

    assert names.keys() == LANGUAGES
    assert (names["de"], names["zh"]) == ("German", "Chinese")


@pytest.mark.parametrize(
    ("country", "count", "some"),
    [
        ("CA", 13, {"QC": "Quebec"}),
        ("BR", 27, {"SP": "São Paulo"}),
        ("TR", 81, {"34": "İstanbul"}),
        ("RO", 42, {"CJ": "Cluj"}),
        ("GB", 4, {"WLS": "Wales"}),
        ("VA", 0, {}),
        ("ZZ", 0, {}),
    ],
)
def test_a_country_has_its_own_states(country: str, count: int, some: dict[str, str]) -> None:
    names = state_names(country)

    assert len(names) == count
    assert names | some == names


@pytest.mark.parametrize(
    ("country", "currency"),
    [("US", "USD"), ("RO", "RON"), ("DE", "EUR"), ("BR", "BRL"), ("CH", "CHF"), ("AQ", None), ("ZZ", None)],
)
def test_a_country_pays_with_a_currency(country: str, currency: str | None) -> None:
    assert currency_of(country, TODAY) == currency
    assert currency_of("HR", TODAY) == "EUR"
