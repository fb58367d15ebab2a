"""Making out invoices: a sale from its order, a cancellation or refund from the sale. Pure."""

from collections.abc import Sequence

import msgspec

from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.invoices import wording
from rpc_server.commerce.invoices.crediting import credited_lines, everything_left
from rpc_server.commerce.invoices.model import Correction, Invoice, InvoiceKind, InvoiceLine, Refund, Seller, Stamp
from rpc_server.commerce.orders.model import Order, OrderLine


class UnsoundInvoice(AssertionError):
    """An invoice that does not say what its order says: a mistake of this program, never of a caller."""


def sale(order: Order, seller: Seller, seller_country: str, stamp: Stamp) -> Invoice:
    """The sale invoice of a finished order; its totals are the order's, or it raises ``UnsoundInvoice``.

    ``seller_country`` is where the seller is taxed.
    """
    zone = stamp.issued_at.tzinfo
    return _checked(
        Invoice(
            series=stamp.series,
            number=stamp.number,
            kind=InvoiceKind.SALE,
            issued_at=stamp.issued_at,
            order_reference=order.reference or "",
            order_number=order.number,
            order_kind=order.kind,
            ordered_at=order.placed_at.astimezone(zone),
            finished_at=order.finished_at.astimezone(zone) if order.finished_at else None,
            external_reference=order.external_reference,
            currency=order.currency,
            payment=wording.payment(order.payment),
            seller=seller,
            buyer=order.billing,
            delivery=None if _same_place(order.delivery, order.billing) else order.delivery,
            lines=tuple(_line(line) for line in order.lines),
            notes=wording.notes(order, seller_country),
        ),
        order,
    )


def cancellation(sale: Invoice, earlier: Sequence[Invoice], stamp: Stamp) -> Invoice:
    """The invoice that takes back what ``earlier`` refunds left of the sale; line for line where there are none."""
    lines = everything_left(sale, earlier) if earlier else tuple(_negated(line) for line in sale.lines)
    return _correction(sale, InvoiceKind.CANCELLATION, lines, stamp)


def refund(sale: Invoice, earlier: Sequence[Invoice], refund: Refund, stamp: Stamp) -> Invoice:
    """The invoice of money given back; raises ``OverCredited`` where ``earlier`` ones left less of the sale."""
    corrected = _correction(sale, InvoiceKind.REFUND, credited_lines(sale, earlier, refund), stamp)
    return msgspec.structs.replace(corrected, reason=refund.reason)


def _line(line: OrderLine) -> InvoiceLine:
    price = line.trial_price or line.price
    return InvoiceLine(
        number=line.number,
        name=line.name,
        details=wording.line_details(line),
        quantity=line.quantity,
        unit_net=None if line.trial_price else price.unit_net,
        listed=price.net,
        discount=price.discount,
        net=price.net_discounted,
        vat_percent=price.vat_percent,
        vat=price.vat,
    )


def _negated(line: InvoiceLine) -> InvoiceLine:
    return msgspec.structs.replace(
        line,
        quantity=None if line.quantity is None else -line.quantity,
        listed=-line.listed,
        discount=-line.discount,
        net=-line.net,
        vat=-line.vat,
    )


def _correction(sale: Invoice, kind: InvoiceKind, lines: tuple[InvoiceLine, ...], stamp: Stamp) -> Invoice:
    return msgspec.structs.replace(
        sale,
        series=stamp.series,
        number=stamp.number,
        kind=kind,
        issued_at=stamp.issued_at,
        corrects=Correction(sale.label, sale.issued_at),
        lines=lines,
    )


def _same_place(one: Address, other: Address) -> bool:
    return _place(one) == _place(other)


def _place(address: Address) -> tuple[str | None, ...]:
    name = (address.first_name, address.last_name, address.company)
    return (*name, address.address1, address.address2, address.city, address.zip, address.country, address.state)


def _checked(invoice: Invoice, order: Order) -> Invoice:
    invoiced = (invoice.listed, invoice.discount, invoice.net, invoice.vat, invoice.gross)
    totals = order.totals
    ordered = (totals.net, totals.discount, totals.net_discounted, totals.vat, totals.gross_discounted)
    if invoiced != ordered:
        raise UnsoundInvoice(f"{order.reference}: the invoice comes to {invoiced}, the order to {ordered}")
    return invoice
