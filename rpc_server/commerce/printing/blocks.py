"""What stands above and below the table of a document: its masthead, the parties, the facts, a warning."""

from collections.abc import Callable, Iterable

from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.printing.addresses import lines_below_name, name_of
from rpc_server.commerce.printing.sheet import HALF, LEFT, Sheet, shortened
from rpc_server.commerce.printing.styles import ACCENT, BODY, HEADLINE, LABEL, SMALL, STRONG, TITLE, Style

GAP = 6.0
"""Between two blocks, one below the other."""

GUTTER = 5.0
"""Between two blocks side by side."""

LONGEST = 120
"""Characters of a name, a line or a fact before it is cut."""

UNPRINTABLE = "Characters shown as \N{REPLACEMENT CHARACTER} are on record as they were given, but cannot be printed."
"""To be said on a sheet that is incomplete."""

_TERM = 22.0


def write_masthead(page: Sheet, seller: Address, title: str, below: Iterable[tuple[str, Style]]) -> None:
    """The seller's name on the left; on the right what the document is, and below it what else names it."""
    top = page.get_y()
    page.write_block(shortened(name_of(seller), LONGEST), HEADLINE, x=LEFT, width=HALF)
    below_name = page.get_y()
    page.set_y(top - 1.5)
    for text, style in ((title, TITLE), *below):
        page.write_block(text, style, x=LEFT + HALF, width=HALF, align="R")
    page.set_y(max(below_name, page.get_y()) + 3)
    page.rule(ACCENT, weight=0.6)
    page.down(GAP)


def write_side_by_side(page: Sheet, *columns: Callable[[], None]) -> None:
    """Write each column from this height on; what follows stands below the longest."""
    top = lowest = page.get_y()
    for write in columns:
        page.set_y(top)
        write()
        lowest = max(lowest, page.get_y())
    page.set_y(lowest)


def write_party(page: Sheet, label: str, address: Address, *, x: float, width: float) -> None:
    """The address of a party, under what the party is."""
    page.write_block(label, LABEL, x=x, width=width)
    page.down(1)
    page.write_block(shortened(name_of(address), LONGEST), STRONG, x=x, width=width)
    page.write_blocks((shortened(line, LONGEST) for line in lines_below_name(address)), BODY, x=x, width=width)


def write_facts(page: Sheet, facts: Iterable[tuple[str, str]], *, x: float, width: float) -> None:
    """What is known of the document: terms, and beside each what it is."""
    page.write_block("DETAILS", LABEL, x=x, width=width)
    page.down(1)
    for term, fact in facts:
        page.write_line(term, SMALL, x=x, width=_TERM, beside=BODY)
        page.write_block(shortened(fact, LONGEST), BODY, x=x + _TERM, width=width - _TERM)
