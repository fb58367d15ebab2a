"""The pages of a document, and what stands at the head and foot of each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from rpc_server.commerce.printing.sheet import BOTTOM, HALF, LEFT, TOP, WIDTH, Sheet, shortened
from rpc_server.commerce.printing.styles import SMALL

_LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a document says of itself on its pages.

    ``title`` and ``head`` stand at the head of all but the first, ``foot`` and the seller's ``note`` at the foot of all.
    """

    title: str
    author: str
    made_at: datetime
    foot: str
    note: str | None
    head: str = ""


class Page(Sheet):
    """Pages that say which document they belong to."""

    def __init__(self, imprint: Imprint, digits: int) -> None:
        self._imprint = imprint
        super().__init__(title=imprint.title, author=imprint.author, made_at=imprint.made_at, digits=digits)

    def header(self) -> None:
        self.set_y(TOP)
        if self.page > 1:
            self._write_ends(self._imprint.head, f"{self._imprint.title}, continued")
            self.down(2 * SMALL.line)

    def footer(self) -> None:
        self.set_y(BOTTOM + 4)
        self.rule()
        self.down(1.5)
        self._write_ends(self._imprint.foot, f"Page {self.page} of {self.page_count}")
        self.down(SMALL.line)
        if self._imprint.note:
            self.write_block(shortened(self._imprint.note, _LONGEST_NOTE), SMALL, x=LEFT, width=WIDTH)

    def _write_ends(self, left: str, right: str) -> None:
        self.write_line(left, SMALL, x=LEFT, width=HALF)
        self.write_line(right, SMALL, x=LEFT + HALF, width=HALF, align="R")


def drawn(imprint: Imprint, write: Callable[[Page], None], digits: int = 1) -> bytes:
    """The PDF of what ``write`` writes; anew where the number of its pages turns out to have more than so many digits."""
    with Page(imprint, digits) as page:
        page.add_page()
        write(page)
        needed = len(str(page.pages_count))
        if needed <= digits:
            return bytes(page.output())
    return drawn(imprint, write, needed)
