"""The pages of an invoice: the styles they are set in, and what stands at the head and foot of each."""

from rpc_server.commerce.invoices.model import Invoice, InvoiceKind
from rpc_server.commerce.invoices.printing.addresses import name_of
from rpc_server.commerce.invoices.printing.sheet import ACCENT, ALERT, BOTTOM, GREY, LEFT, TOP, WIDTH, Sheet, Style

TITLE = Style(20, is_bold=True, colour=ACCENT)
HEADLINE = Style(13, is_bold=True)
BODY = Style(9)
FIGURES = Style(9, has_equal_figures=True)
STRONG = Style(9, is_bold=True)
TOTAL = Style(11.5, is_bold=True, has_equal_figures=True)
SMALL = Style(7.5, colour=GREY)
LABEL = Style(7.5, is_bold=True, colour=GREY)
WARNING = Style(8, is_bold=True, colour=ALERT)

_TITLES = {
    InvoiceKind.SALE: "Invoice",
    InvoiceKind.CANCELLATION: "Cancellation invoice",
    InvoiceKind.REFUND: "Credit note",
}
_HALF = WIDTH / 2
_LONGEST_NAME = 60
_LONGEST_NOTE = 300


class Page(Sheet):
    """Pages that say which invoice they belong to: all at the foot, all but the first at the head."""

    def __init__(self, invoice: Invoice, digits: int) -> None:
        self._invoice = invoice
        self.kind_of_document = _TITLES[invoice.kind]
        title = f"{self.kind_of_document} {invoice.label}"
        author = name_of(invoice.seller.address)
        super().__init__(title=title, author=author, made_at=invoice.issued_at, digits=digits)

    def header(self) -> None:
        self.set_y(TOP)
        if self.page > 1:
            title = f"{self.kind_of_document} {self._invoice.label}, continued"
            name = shortened(name_of(self._invoice.seller.address), _LONGEST_NAME)
            self.write_line(name, SMALL, x=LEFT, width=_HALF)
            self.write_line(title, SMALL, x=LEFT + _HALF, width=_HALF, align="R")
            self.down(2 * SMALL.line)

    def footer(self) -> None:
        invoice = self._invoice
        self.set_y(BOTTOM + 4)
        self.rule()
        self.down(1.5)
        about = f"{self.kind_of_document} {invoice.label} · Order {invoice.order_reference}"
        self.write_line(about, SMALL, x=LEFT, width=_HALF)
        self.write_line(f"Page {self.page} of {self.page_count}", SMALL, x=LEFT + _HALF, width=_HALF, align="R")
        self.down(SMALL.line)
        if invoice.seller.note:
            self.write_block(shortened(invoice.seller.note, _LONGEST_NOTE), SMALL, x=LEFT, width=WIDTH)

    def needs(self, height: float) -> bool:
        """Begin a new page where less than ``height`` is left of this one, and tell whether that was so."""
        is_full = self.get_y() + height > BOTTOM
        if is_full:
            self.add_page()
        return is_full


def shortened(text: str, longest: int) -> str:
    """The text, cut with an ellipsis where it is longer than so many characters."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
