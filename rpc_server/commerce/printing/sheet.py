"""A sheet of A4 to print on: text in columns, figures that line up, rules."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, Self

from fpdf import FPDF
from fpdf.enums import MethodReturnValue
from fpdf.fonts import TTFFont

from rpc_server.commerce.printing.styles import HAIRLINE, Colour, Style
from rpc_server.commerce.printing.typefaces import REGULAR, REPLACEMENT, SEMIBOLD, is_plain, printable, typeface_for

LEFT = 20.0
RIGHT = 190.0
TOP = 18.0
BOTTOM = 268.0
WIDTH = RIGHT - LEFT
HALF = WIDTH / 2

Align = Literal["L", "R"]

_DIGIT = "\ue000"
_SMALLEST = 5.0


class Sheet(FPDF):
    """Pages that grow as they are written on; all measures are millimetres from the upper left corner.

    The same calls make the same bytes. Used in a ``with`` block. ``is_incomplete`` once a character was met that no typeface prints.
    """

    def __init__(self, *, title: str, author: str, made_at: datetime, digits: int) -> None:
        """``digits`` is how many the number of pages has."""
        super().__init__(format="A4")
        self.is_incomplete = False
        self.page_count = _DIGIT * digits
        """What stands for the number of pages until there are no more."""
        self.set_auto_page_break(auto=False)
        self.set_margin(0)
        self.c_margin = 0
        self.alias_nb_pages(self.page_count)
        self.add_font(REGULAR.name, "", REGULAR.path)
        self.add_font(SEMIBOLD.name, "B", SEMIBOLD.path)
        self.set_title(printable(title))
        self.set_author(printable(author))
        self.set_lang("en")
        self.set_creation_date(made_at)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Close the files of the typefaces, which fpdf leaves open."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

    def get_fallback_font(self, char: str, style: str = "") -> str | None:
        """The key of the typeface for a character Fira Sans has not, opened at its first use."""
        face = typeface_for(char)
        if face is None:
            return None
        key = face.name.lower()
        if key not in self.fonts:
            self.add_font(face.name, "", face.path)
        return key

    def wraps(self, text: str, width: float, style: Style) -> float:
        """How high the text stands when it is broken into lines of this width."""
        clean = self._prepared(text, style)
        if self.get_string_width(clean) <= width:
            return style.line
        height = self.multi_cell(width, style.line, clean, align="L", dry_run=True, output=MethodReturnValue.HEIGHT)
        return float(height)  # type: ignore[arg-type] # fpdf types the answer for every output there is

    def write_block(self, text: str, style: Style, *, x: float, width: float, align: Align = "L") -> None:
        """Write the text from here down, broken into lines; what follows stands below it."""
        clean = self._prepared(text, style)
        write = self.cell if self.get_string_width(clean) <= width else self.multi_cell
        self.set_x(x)
        write(width, style.line, clean, align=align, new_x="LEFT", new_y="NEXT")

    def write_blocks(self, texts: Iterable[str], style: Style, *, x: float, width: float) -> None:
        """Write one text below the other."""
        for text in texts:
            self.write_block(text, style, x=x, width=width)

    def write_line(
        self, text: str, style: Style, *, x: float, width: float, align: Align = "L", beside: Style | None = None
    ) -> None:
        """Write the text on one line, smaller where it would not fit, and stay at this height.

        ``beside`` is the style of other text on the line, to stand on one level with it.
        """
        size, clean = style.size, self._prepared(text, style)
        while size > _SMALLEST and self.get_string_width(clean) > width:
            size -= 0.25
            self.set_font_size(size)
        self.set_x(x)
        self.cell(width, (beside or style).line, clean, align=align)

    def down(self, by: float) -> None:
        """Go on ``by`` millimetres further down."""
        self.set_y(self.get_y() + by)

    def needs(self, height: float) -> bool:
        """Begin a new page where less than ``height`` is left of this one, and tell whether that was so."""
        is_full = self.get_y() + height > BOTTOM
        if is_full:
            self.add_page()
        return is_full

    def rule(self, colour: Colour = HAIRLINE, *, x: float = LEFT, to: float = RIGHT, weight: float = 0.2) -> None:
        """A line across, at this height."""
        self.set_draw_color(*colour)
        self.set_line_width(weight)
        self.line(x, self.get_y(), to, self.get_y())

    def _prepared(self, text: str, style: Style) -> str:
        """Set the style; the text as it can be printed in it.

        The shaping engine is for what needs it: other scripts, and figures of equal width.
        """
        before, alias, after = text.partition(self.page_count)
        clean = " ".join(filter(None, (printable(before), alias, printable(after))))
        self.is_incomplete |= REPLACEMENT in clean
        self.set_text_shaping(style.has_equal_figures or not is_plain(clean), features={"tnum": True})
        self.set_font(REGULAR.name, "B" if style.is_bold else "", style.size)
        self.set_text_color(*style.colour)
        return clean


def shortened(text: str, longest: int) -> str:
    """The text, cut with an ellipsis where it is longer than so many characters."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
