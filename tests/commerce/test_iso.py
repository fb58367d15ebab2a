"""The built-in lists of codes are those of the standards."""

import pycountry

from rpc_server.commerce.iso import COUNTRIES, CURRENCIES, LANGUAGES


def test_countries_are_those_of_iso_3166() -> None:
    assert {country.alpha_2 for country in pycountry.countries} == COUNTRIES


NO_MONEY = {"XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XDR", "XPD", "XPT", "XSU", "XTS", "XUA", "XXX"}


def test_currencies_are_those_of_iso_4217_that_are_money() -> None:
    assert {currency.alpha_3 for currency in pycountry.currencies} - NO_MONEY == CURRENCIES


def test_languages_are_those_of_iso_639_1() -> None:
    named = {getattr(language, "alpha_2", None) for language in pycountry.languages}

    assert named - {None} == LANGUAGES
