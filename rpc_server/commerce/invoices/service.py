"""Use cases around invoices.

Numbers are given without gaps, so an account's invoices are issued one after another: the counter is held from
the first call here to the end of the caller's transaction. Whoever issues should do so last, and commit.
"""

from collections.abc import Callable, Sequence

from rpc_server.commerce.context import Context
from rpc_server.commerce.invoices import making_out, store
from rpc_server.commerce.invoices.crediting import left_of
from rpc_server.commerce.invoices.errors import InvoicesNotAvailable
from rpc_server.commerce.invoices.model import Invoice, InvoiceKind, Refund, Seller, Series, Stamp
from rpc_server.commerce.orders import store as orders
from rpc_server.commerce.orders.errors import OrderNotFound
from rpc_server.commerce.orders.model import Order, OrderStatus

_INVOICED = {OrderStatus.COMPLETE, OrderStatus.REFUND}


def issue(context: Context, order: Order, kind: InvoiceKind) -> Invoice:
    """Issue the order's invoice of this kind; the one there is, where it was issued before.

    SALE takes the order as it stands now, so it is finished and its subscriptions are known. CANCELLATION and
    REFUND take back whatever of the sale earlier refunds left. The sale's invoice is issued first where it is
    missing.
    """
    match kind:
        case InvoiceKind.SALE:
            return _sale(context, order)
        case InvoiceKind.CANCELLATION:
            return _correction(context, order, (kind, ""), making_out.cancellation)
        case InvoiceKind.REFUND:
            return _correction(context, order, (kind, ""), _refund_of_everything)


def issue_first(context: Context, order: Order) -> Invoice:
    """Issue the sale invoice of an order finished in this transaction, which so has none yet."""
    series = _series(order)
    number = store.take_number(context, series)
    now = context.clock.now().astimezone(context.merchant.zone)
    stamp = Stamp(series, number, now)
    invoice = making_out.sale(order, store.seller(context), context.merchant.country, stamp)
    store.insert(context, invoice, (InvoiceKind.SALE, ""))
    return invoice


def issue_refund(context: Context, order: Order, refund: Refund) -> Invoice:
    """Issue the invoice of this refund; the one there is, where it was issued before.

    Raises ``OverCredited`` where more would be given back than was paid: the caller has checked that.
    """

    def make_out(sale: Invoice, earlier: Sequence[Invoice], stamp: Stamp) -> Invoice:
        return making_out.refund(sale, earlier, refund, stamp)

    return _correction(context, order, (InvoiceKind.REFUND, refund.reference), make_out)


def of_order(context: Context, order_reference: str) -> list[Invoice]:
    """Every invoice of the order, the oldest first; a finished order without any gets its sale invoice now.

    Raises ``OrderNotFound``, and ``InvoicesNotAvailable`` for an order that is not finished.
    """
    issued = store.of_order(context, order_reference)
    return list(issued.values()) or [_sale(context, _finished(context, order_reference))]


def set_seller(context: Context, seller: Seller) -> None:
    """State who the account's invoices come from; those issued already stay as they are."""
    store.set_seller(context, seller)


def _finished(context: Context, reference: str) -> Order:
    order = orders.find(context, reference)
    if order is None:
        raise OrderNotFound(f"There is no order {reference[:20]!r}.", field="reference")
    if order.status not in _INVOICED:
        raise InvoicesNotAvailable(
            f"The order is {order.status.value}: invoices are for orders that are COMPLETE or refunded.",
            field="reference",
        )
    return order


def _sale(context: Context, order: Order) -> Invoice:
    def make_out(_: Sequence[Invoice], stamp: Stamp) -> Invoice:
        return making_out.sale(order, store.seller(context), context.merchant.country, stamp)

    return _issued(context, order, (InvoiceKind.SALE, ""), make_out)


def _correction(
    context: Context,
    order: Order,
    cause: store.Cause,
    correct: Callable[[Invoice, Sequence[Invoice], Stamp], Invoice],
) -> Invoice:
    sale = _sale(context, order)

    def make_out(issued: Sequence[Invoice], stamp: Stamp) -> Invoice:
        return correct(sale, [invoice for invoice in issued if invoice.kind is not InvoiceKind.SALE], stamp)

    return _issued(context, order, cause, make_out)


def _issued(
    context: Context, order: Order, cause: store.Cause, make_out: Callable[[Sequence[Invoice], Stamp], Invoice]
) -> Invoice:
    """The order's invoice of this cause, made out under the next number where there is none.

    With the number taken nobody can issue another one meanwhile.
    """
    series = _series(order)
    number = store.take_number(context, series)
    issued = store.of_order(context, order.reference or "")
    if cause in issued:
        store.give_number_back(context, series)
        return issued[cause]
    now = context.clock.now().astimezone(context.merchant.zone)
    invoice = make_out(list(issued.values()), Stamp(series, number, now))
    store.insert(context, invoice, cause)
    return invoice


def _series(order: Order) -> Series:
    return Series.TEST if order.is_test else Series.LIVE


def _refund_of_everything(sale: Invoice, earlier: Sequence[Invoice], stamp: Stamp) -> Invoice:
    return making_out.refund(sale, earlier, Refund("", left_of(sale, earlier)), stamp)
