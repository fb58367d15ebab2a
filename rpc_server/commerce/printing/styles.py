"""What text looks like on paper: sizes, weights and colours."""

from dataclasses import dataclass

Colour = tuple[int, int, int]

INK: Colour = (31, 41, 55)
GREY: Colour = (107, 114, 128)
HAIRLINE: Colour = (209, 213, 219)
ACCENT: Colour = (30, 64, 110)
ALERT: Colour = (180, 35, 24)

_POINT = 0.3528
_LEADING = 1.36


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks; ``size`` is in points. Figures of equal width are for columns."""

    size: float
    is_bold: bool = False
    colour: Colour = INK
    has_equal_figures: bool = False

    @property
    def line(self) -> float:
        """The height of one line, in millimetres."""
        return self.size * _POINT * _LEADING


TITLE = Style(20, is_bold=True, colour=ACCENT)
HEADLINE = Style(13, is_bold=True)
BODY = Style(9)
FIGURES = Style(9, has_equal_figures=True)
STRONG = Style(9, is_bold=True)
TOTAL = Style(11.5, is_bold=True, has_equal_figures=True)
SMALL = Style(7.5, colour=GREY)
LABEL = Style(7.5, is_bold=True, colour=GREY)
WARNING = Style(8, is_bold=True, colour=ALERT)
