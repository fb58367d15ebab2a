"""A table that goes on over as many pages as it needs: a text in each row, and columns of figures beside it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rpc_server.commerce.printing.sheet import LEFT, RIGHT, WIDTH, Sheet
from rpc_server.commerce.printing.styles import FIGURES, INK, LABEL, SMALL, STRONG, Style

PADDING = 1.6
"""Above and below the rule between two rows."""

_GUTTER = 3.0
"""What keeps figures apart."""

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column of figures, right-aligned."""

    heading: str
    width: float
    show: Callable[[Row], str]


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """Rows as wide as the page. The parts of a row are written one after the other."""

    page: Sheet
    heading: str
    columns: Sequence[Column[Row]]

    @property
    def text_width(self) -> float:
        """How wide the text of a row may be."""
        return WIDTH - self._figures_width - 2

    def write_headings(self) -> None:
        """Say what stands in each column; ``needs`` says it again on every new page."""
        self.page.write_line(self.heading, LABEL, x=LEFT, width=self.text_width)
        self._write_cells((column.heading for column in self.columns), LABEL)
        self.page.down(LABEL.line + 1)
        self.page.rule(INK, weight=0.3)
        self.page.down(PADDING)

    def needs(self, height: float) -> None:
        """Go on below the headings of a new page where less than ``height`` is left of this one."""
        if self.page.needs(height):
            self.write_headings()

    def write_text(self, text: str) -> None:
        """Write what the row is about, and go on below it."""
        self.page.write_block(text, STRONG, x=LEFT, width=self.text_width)

    def write_figures(self, row: Row) -> None:
        """Write the figures of the row, and stay at this height."""
        self._write_cells((column.show(row) for column in self.columns), FIGURES)

    def write_details(self, details: Iterable[str]) -> None:
        """End the row with small text, on the next page where there is no room for it."""
        for detail in details:
            self.needs(self.page.wraps(detail, self.text_width, SMALL))
            self.page.write_block(detail, SMALL, x=LEFT, width=self.text_width)
        self.page.down(PADDING)
        self.page.rule()
        self.page.down(PADDING)

    @property
    def _figures_width(self) -> float:
        return sum(column.width for column in self.columns)

    def _write_cells(self, texts: Iterable[str], style: Style) -> None:
        write_cells(self.page, texts, self.columns, style, x=RIGHT - self._figures_width, gutter=_GUTTER)


def write_cells(
    page: Sheet, texts: Iterable[str], columns: Sequence[Column[Row]], style: Style, *, x: float, gutter: float
) -> None:
    """Write a text in each column, smaller where it would not fit, and stay at this height."""
    for text, column in zip(texts, columns, strict=True):
        page.write_line(text, style, x=x + gutter, width=column.width - gutter, align="R")
        x += column.width
