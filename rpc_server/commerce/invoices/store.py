"""Writing and reading invoices, and giving out their numbers."""

from functools import cache
from typing import Any, cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from rpc_server.commerce.context import Context
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.invoices.model import Invoice, InvoiceKind, Seller, Series
from rpc_server.commerce.invoices.tables import InvoiceCounterRow, InvoiceRow, SellerRow
from rpc_server.storage import insert_new

Cause = tuple[InvoiceKind, str]
"""What an invoice was issued for: its kind, and the reference of the refund, if it is of one."""

_invoices = cast("Table", InvoiceRow.__table__)
_counters = cast("Table", InvoiceCounterRow.__table__)
_sellers = cast("Table", SellerRow.__table__)
_of_order = (
    select(_invoices.c.kind, _invoices.c.refund_reference, _invoices.c.document)
    .where(_invoices.c.merchant_id == bindparam("in_merchant"), _invoices.c.order_reference == bindparam("in_order"))
    .order_by(_invoices.c.number)
)
_give_back = (
    update(_counters)
    .where(_counters.c.merchant_id == bindparam("in_merchant"), _counters.c.series == bindparam("in_series"))
    .values(last_number=_counters.c.last_number - 1)
)
_seller = select(_sellers.c.address, _sellers.c.note).where(_sellers.c.merchant_id == bindparam("in_merchant"))


def take_number(context: Context, series: Series) -> int:
    """The next number of the series; until the transaction ends, others who ask for one wait.

    A transaction that is rolled back gives its number back, so the series has no gaps.
    """
    row = {"merchant_id": context.merchant_id, "series": series, "last_number": 1}
    return int(context.connection.execute(_next_number(context.connection.dialect.name), row).scalar_one())


def give_number_back(context: Context, series: Series) -> None:
    """Let the number just taken be the next one again."""
    context.connection.execute(_give_back, {"in_merchant": context.merchant_id, "in_series": series})


def insert(context: Context, invoice: Invoice, cause: Cause) -> None:
    """Write an invoice under the number taken for it."""
    kind, refund_reference = cause
    row = {
        "merchant_id": context.merchant_id,
        "series": invoice.series,
        "number": invoice.number,
        "order_reference": invoice.order_reference,
        "kind": kind,
        "refund_reference": refund_reference,
        "issued_at": invoice.issued_at,
        "document": invoice,
    }
    if not insert_new(context.connection, InvoiceRow, row):
        raise AssertionError(f"invoice {invoice.label} of order {invoice.order_reference} is there already")


def of_order(context: Context, order_reference: str) -> dict[Cause, Invoice]:
    """The order's invoices in the order of their numbers, by what each was issued for."""
    rows = context.connection.execute(_of_order, {"in_merchant": context.merchant_id, "in_order": order_reference})
    return {(row.kind, row.refund_reference): row.document for row in rows}


def seller(context: Context) -> Seller:
    """Who the account's invoices come from; its name and country alone where nothing else is stated."""
    row = context.connection.execute(_seller, {"in_merchant": context.merchant_id}).one_or_none()
    if row is None:
        return Seller(address=Address(company=context.merchant.name, country=context.merchant.country))
    return Seller(address=row.address, note=row.note)


def set_seller(context: Context, seller: Seller) -> None:
    """State who the account's invoices come from; those issued already stay as they are."""
    context.session.merge(SellerRow(merchant_id=context.merchant_id, address=seller.address, note=seller.note))
    context.session.flush()


@cache
def _next_number(dialect: str) -> ReturningInsert[Any]:
    """The first number where there is no counter, else one more than the last."""
    insert = sqlite.insert(_counters) if dialect == "sqlite" else postgresql.insert(_counters)
    counted = insert.on_conflict_do_update(
        index_elements=[_counters.c.merchant_id, _counters.c.series],
        set_={"last_number": _counters.c.last_number + 1},
    )
    return counted.returning(_counters.c.last_number)
