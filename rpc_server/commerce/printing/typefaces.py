"""Which typeface prints which character.

Fira Sans sets Latin, Greek and Cyrillic, in two weights. Every other script has a typeface of its own, opened
when the first character of it is met: the Noto Sans of that script, one for Chinese, Japanese and Korean, one
for symbols. All are under open licences, in packages of their own.
"""

import logging
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from fontTools.ttLib import TTFont

logging.getLogger("fontTools").setLevel(logging.ERROR)  # it tells each step of cutting a font down to a text

_FIRA = Path(str(files("fontpkg_fira_sans") / "files"))
_NOTO = Path(str(files("manimgx_fonts")))
_CJK = Path(str(files("paperang_p2_fonts_cjk") / "fonts")) / "wqy-microhei.ttc"

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"


@dataclass(frozen=True, slots=True)
class Typeface:
    """A font file under the name it is used by."""

    name: str
    path: Path


REGULAR = Typeface("fira", _FIRA / "FiraSans-Regular.ttf")
SEMIBOLD = Typeface("fira", _FIRA / "FiraSans-SemiBold.ttf")
_FALLBACKS = (
    Typeface("noto", _NOTO / "NotoSans[wght].ttf"),
    Typeface("cjk", _CJK),
    Typeface("symbols", _NOTO / "NotoSansSymbols[wght].ttf"),
    Typeface("emoji", _NOTO / "NotoEmoji[wght].ttf"),
)
_SCRIPTS = {
    path.stem.removeprefix("NotoSans").removesuffix("[wght]").upper(): Typeface(path.stem.partition("[")[0], path)
    for path in _NOTO.glob("NotoSans*[[]wght].ttf")
}
"""The Noto Sans of a script, by a word of its characters' names: THAI for ``THAI CHARACTER KO KAI``."""


@cache
def typeface_for(character: str) -> Typeface | None:
    """The typeface that prints a character Fira Sans has not; None where none does."""
    words = re.split("[ -]", unicodedata.name(character, ""))
    own = [_SCRIPTS[word] for word in words if word in _SCRIPTS]
    return next((face for face in (*own, *_FALLBACKS) if ord(character) in _characters(face)), None)


def is_plain(text: str) -> bool:
    """Whether Fira Sans has every character of the text."""
    return _characters(REGULAR).issuperset(map(ord, text))


def printable(text: str) -> str:
    """The text with what no typeface prints replaced by ``REPLACEMENT``, on one line, without invisible characters."""
    shown = (_shown(character) for character in unicodedata.normalize("NFC", text))
    return " ".join("".join(shown).split())


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cc", "Zl", "Zp", "Zs"):
        return " "
    if category == "Cf" and character not in _JOINERS:
        return ""
    return character if is_plain(character) or typeface_for(character) else REPLACEMENT


@cache
def _characters(face: Typeface) -> frozenset[int]:
    with TTFont(face.path, fontNumber=0, lazy=True) as font:
        return frozenset(font.getBestCmap())
