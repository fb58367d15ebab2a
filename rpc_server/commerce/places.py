"""What countries, their states and languages are called, and what is paid with where.

The names are those of the Unicode CLDR and of ISO 3166-2; both are loaded at their first use.
"""

from datetime import date

from rpc_server.commerce.iso import COUNTRIES, CURRENCIES, LANGUAGES

_ENGLISH = "en"


def country_names(language: str = _ENGLISH) -> dict[str, str]:
    """Every country by its ISO 3166 code, named in a language (ISO 639-1), or in English where CLDR knows no such."""
    from babel import Locale, UnknownLocaleError

    english = Locale.parse(_ENGLISH).territories
    try:
        own = Locale.parse(language).territories
    except UnknownLocaleError:
        own = english
    return {code: own.get(code) or english[code] for code in COUNTRIES}


def language_names() -> dict[str, str]:
    """Every language by its ISO 639-1 code, named in English; by its code where CLDR has no name for it."""
    from babel import Locale

    english = Locale.parse(_ENGLISH).languages
    return {code: english.get(code, code) for code in LANGUAGES}


def state_names(country: str) -> dict[str, str]:
    """The states of a country by their codes without the country's, as ISO 3166-2 lists them; parts of states aside."""
    import pycountry

    states = (part for part in pycountry.subdivisions if part.country_code == country and part.parent_code is None)
    return {state.code.partition("-")[2]: state.name.partition(" [")[0] for state in states}


def currency_of(country: str, day: date) -> str | None:
    """The currency a country pays with on a day; None where there is none."""
    from babel.numbers import get_territory_currencies

    paid_with = get_territory_currencies(country, day, day)
    return next((currency for currency in paid_with if currency in CURRENCIES), None)
