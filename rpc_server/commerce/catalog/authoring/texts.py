"""What names and translations in the catalogue may be."""

import re
from collections.abc import Iterable

from rpc_server.commerce.catalog.errors import LanguageInvalid, TextMissing
from rpc_server.commerce.iso import LANGUAGES

_REGION = re.compile("[a-z]{2}")


def check_stated(text: str, path: str) -> None:
    """Refuse a text that is blank."""
    if not text.strip():
        raise TextMissing(f"{path} is required.", field=path)


def check_languages(languages: Iterable[str], path: str) -> None:
    """Refuse what is no ISO 639-1 code, alone or with a region (PT-BR), in any case, and one given twice."""
    seen: set[str] = set()
    for number, language in enumerate(languages):
        code, _, region = language.lower().partition("-")
        if code not in LANGUAGES or (region and not _REGION.fullmatch(region)):
            raise LanguageInvalid(f"There is no language {language[:10]!r}.", field=f"{path}[{number}].Language")
        if language.lower() in seen:
            raise LanguageInvalid(f"{language} is there twice.", field=f"{path}[{number}].Language")
        seen.add(language.lower())
