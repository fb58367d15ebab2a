"""Texts without what nobody may read later: card numbers, security codes, secret keys, session ids, tokens.

Everything is masked twice over. Where the names are known, values go by the names of their members; and in every
text, whatever language it is written in or how badly, what looks like a card number or a session id goes, and what
stands behind a name that says it is secret, as XML, JSON (also quoted inside JSON), PHP's maps or a query write it.
Too much is rather masked than too little.
"""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any

MASK = "***"

_GUARDED_WORDS = (
    "ccid", "cvv", "cvc", "cv2", "csc", "securitycode", "security_code", "secret", "passw", "sessionid", "session_id",
    "token", "authorization", "privatekey", "private_key",
)  # fmt: skip
_GUARDED = f"(?:{'|'.join(_GUARDED_WORDS)})"
_REST = r"[\w.\-]{0,40}"
_GUARDED_NAME = rf"{_REST}{_GUARDED}{_REST}"
_IS_GUARDED = re.compile(_GUARDED_NAME, re.IGNORECASE)
_ELEMENT = re.compile(
    rf"(<(?P<name>(?:[\w.\-]+:)?{_GUARDED_NAME})(?:\s[^<>]*)?(?<!/)>)(?!</(?P=name)).*?(?=</(?P=name)\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_MAP_ENTRY = re.compile(
    rf"(<(?:[\w.\-]+:)?key\b[^<>]*>\s*{_GUARDED_NAME}\s*</(?:[\w.\-]+:)?key\s*>\s*"
    r"<(?P<tag>(?:[\w.\-]+:)?value)\b[^<>]*(?<!/)>)(?!</(?P=tag)).*?(?=</(?P=tag)\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_MEMBER = re.compile(
    rf'({_GUARDED}{_REST}\s*(?P<quote>\\*")\s*:\s*)(?!null\b)'
    r'(?:(?P=quote)(?:(?!(?P=quote)).)*(?:(?P=quote)|\Z)|[\[{][^\]}]*[\]}]?|[^\s,\[\]{}"\\]+)',
    re.IGNORECASE | re.DOTALL,
)
_PAIR = re.compile(rf"({_GUARDED}{_REST}=)[^&\s\"'<>\\;]+", re.IGNORECASE)
_LONG_WORD = re.compile(r"(?<![^\W_])[^\W_]{32,}")
_DIGITS = re.compile(r"\d(?:[\s.\-]{0,3}\d){11,}")
_MOST_TOGETHER = 19
_FEWEST_APART = 13
_WRITTEN_DIGIT = re.compile(r"&#(?:0*(4[89]|5[0-7])|x0*3([0-9]));?|\\+u003([0-9])", re.IGNORECASE)
_SHOWN = 4
_KNOWN_NAMES = 4096


def masked(value: Any, secrets: set[str]) -> Any:
    """Plain data without the values whose names say they are secret; ``secrets`` collects what these were."""
    match value:
        case dict():
            return {name: _member(str(name), inner, secrets) for name, inner in value.items()}
        case list() | tuple():
            return [masked(inner, secrets) for inner in value]
        case _:
            return value


def masked_words(value: Any, secrets: Collection[str]) -> Any:
    """Plain data with every text and number as ``masked_text`` has it."""
    match value:
        case dict():
            return {masked_text(str(name), secrets): masked_words(inner, secrets) for name, inner in value.items()}
        case list() | tuple():
            return [masked_words(inner, secrets) for inner in value]
        case bool() | None:
            return value
        case _:
            text = str(value)
            told = masked_text(text, secrets)
            return value if told == text else told


def masked_text(text: str, secrets: Collection[str] = ()) -> str:
    """The text with a mask for all that is, or looks like, a secret; ``secrets`` are words known to be some."""
    text = _WRITTEN_DIGIT.sub(_digit, text)
    lowered = text.lower()
    if any(word in lowered for word in _GUARDED_WORDS):
        text = _without_guarded(text)
    for secret in secrets:
        text = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", MASK, text)
    return _DIGITS.sub(_number, _LONG_WORD.sub(_word, text))


def _without_guarded(text: str) -> str:
    for named in (_ELEMENT, _MAP_ENTRY, _PAIR):
        text = named.sub(rf"\g<1>{MASK}", text)
    return _MEMBER.sub(rf"\g<1>\g<quote>{MASK}\g<quote>", text)


def _member(name: str, value: Any, secrets: set[str]) -> Any:
    if value in (None, "") or not _is_guarded(name):
        return masked(value, secrets)
    secrets.update(_words(value))
    return MASK


@lru_cache(_KNOWN_NAMES)
def _is_guarded(name: str) -> bool:
    return _IS_GUARDED.fullmatch(name) is not None


def _words(value: Any) -> Iterator[str]:
    """Every text and number somewhere inside."""
    match value:
        case dict():
            for inner in value.values():
                yield from _words(inner)
        case list() | tuple():
            for inner in value:
                yield from _words(inner)
        case bool() | None:
            return
        case _ if str(value).strip():
            yield str(value).strip()


def _digit(found: re.Match[str]) -> str:
    r"""The digit that was written as a reference: ``&#52;``, ``&#x34;`` or ``\\u0034`` for 4."""
    return chr(int(found[1])) if found[1] else found[2] or found[3]


def _word(found: re.Match[str]) -> str:
    """A session id is 32 letters and digits; hashes have no letter behind f, names of methods no digit."""
    word = found[0]
    if re.fullmatch("[0-9a-fA-F]+", word) or (word.isalpha() and not word.islower() and not word.isupper()):
        return word
    return word[:_SHOWN] + MASK


def _number(found: re.Match[str]) -> str:
    """Card numbers have 12 to 19 digits; one that stands alone and adds up shows its last four."""
    written = found[0]
    digits = [int(character) for character in written if character.isdigit()]
    is_plain = len(digits) == len(written)
    if not is_plain and len(digits) < _FEWEST_APART:
        return written
    if is_plain and len(digits) <= _MOST_TOGETHER and _adds_up(digits):
        return MASK + written[-_SHOWN:]
    return MASK


def _adds_up(digits: list[int]) -> bool:
    """Luhn's sum."""
    doubled = [digit if n % 2 == 0 else sum(divmod(2 * digit, 10)) for n, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0
