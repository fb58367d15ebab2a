"""The states whose names or codes addresses are checked by and taxed under."""

import unicodedata
from functools import cache

from rpc_server.commerce.places import state_names

STATE_COUNTRIES = frozenset({"US", "CA", "BR", "TR", "IN", "RO"})
"""Where an address needs a state (documented)."""

_SHORTEST_NAME = 3
_DOTLESS = {0x131: "i"}
"""The one letter of these names that does not come apart into a plain one and an accent."""


def state_code(country: str | None, state: str | None) -> str | None:
    """The code of a state given by name or code, in any case and with or without accents; None for no such state."""
    if country not in STATE_COUNTRIES or not state:
        return None
    return _codes(country).get(_plain(state))


def tax_state(country: str | None, state: str | None) -> str:
    """What tax rates of a state are found under: its code where we know the country's states, else as given."""
    given = (state or "").strip().upper()
    if len(given) < _SHORTEST_NAME:
        return given
    return state_code(country, state) or given


@cache
def _codes(country: str) -> dict[str, str]:
    """Codes of a country's states by plain code and plain name."""
    names = state_names(country)
    return {_plain(name): code for code, name in names.items()} | {_plain(code): code for code in names}


def _plain(text: str) -> str:
    """Letters without case, accents and what else people leave out."""
    bare = unicodedata.normalize("NFKD", text.strip().translate(_DOTLESS).casefold())
    return "".join(letter for letter in bare if letter.isalnum())
