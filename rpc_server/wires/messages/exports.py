"""ISE: a signed form that asks for the orders of some days, answered as CSV or XML."""

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum
from typing import TypeVar

from lxml import etree

from rpc_server.api.errors import InvalidArgument
from rpc_server.commerce.context import Context
from rpc_server.commerce.messages.export import COLUMNS, Export, ExportStatus, FilterField, rows
from rpc_server.wires.http import Environ, StartResponse, answer
from rpc_server.wires.messages.forms import Form, FormEndpoint, signer

_SIGNED = (
    "MERCHANT", "STARTDATE", "ENDDATE", "ORDERSTATUS", "REQ_DATE", "PRODUCT_ID", "COUNTRY_CODE", "FILTER_STRING",
    "FILTER_FIELD",
)  # fmt: skip
_CSV = "text/csv; charset=utf-8"
_XML = "text/xml; charset=utf-8"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Word = TypeVar("Word", bound=Enum)
Rows = Iterable[tuple[str, ...]]


class ExportEndpoint(FormEndpoint):
    """Answers the orders placed from STARTDATE to ENDDATE; XML where ``EXPORT_FORMAT`` says so (name inferred).

    REQ_DATE, UTC as ``YmdHis``, may be as far from now as a login's.
    """

    methods = ("GET", "POST")

    def take(self, form: Form, environ: Environ, start_response: StartResponse) -> list[bytes]:
        with self.services.database.reading() as work:
            merchant, _ = signer(work, form, "HASH", tuple(form.text(name) for name in _SIGNED))
            context = Context(merchant, work, self.services)
            self._check_freshness(form.text("REQ_DATE"))
            found = rows(context, _export(form))
        if form.text("EXPORT_FORMAT").upper() == "XML":
            return answer(start_response, "200 OK", _XML, _xml(found))
        return answer(start_response, "200 OK", _CSV, _csv(found))

    def _check_freshness(self, stated: str) -> None:
        try:
            asked_at = datetime.strptime(f"{stated}+0000", "%Y%m%d%H%M%S%z")
        except ValueError:
            raise InvalidArgument("REQ_DATE must be a time like 20260310120000.", field="REQ_DATE") from None
        if abs(self.services.clock.now() - asked_at) > self.services.sessions.clock_skew:
            raise InvalidArgument("REQ_DATE is too far from now.", field="REQ_DATE")


def _export(form: Form) -> Export:
    product = form.text("PRODUCT_ID").strip()
    if product and not (product.isascii() and product.isdigit() and len(product) < 10):
        raise InvalidArgument("PRODUCT_ID must be a whole number.", field="PRODUCT_ID")
    return Export(
        first=_day(form, "STARTDATE"),
        last=_day(form, "ENDDATE"),
        status=_word(ExportStatus, form.text("ORDERSTATUS"), "ORDERSTATUS") or ExportStatus.ALL,
        product_id=int(product) if product else None,
        country=form.text("COUNTRY_CODE").strip() or None,
        text=form.text("FILTER_STRING").strip() or None,
        field=_word(FilterField, form.text("FILTER_FIELD"), "FILTER_FIELD") or FilterField.REFNO,
    )


def _day(form: Form, name: str) -> date:
    try:
        return date.fromisoformat(form.text(name).strip())
    except ValueError:
        raise InvalidArgument(f"{name} must be a date like 2026-03-10.", field=name) from None


def _word(words: type[Word], stated: str, name: str) -> Word | None:
    try:
        return words(stated.strip().upper()) if stated.strip() else None
    except ValueError:
        known = ", ".join(str(word.value) for word in words)
        raise InvalidArgument(f"{name} must be one of {known}.", field=name) from None


def _csv(found: Rows) -> bytes:
    """The table with its headings; what a spreadsheet would take for a formula is told to it as text."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(COLUMNS)
    for row in found:
        table.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
    return written.getvalue().encode()


def _xml(found: Rows) -> bytes:
    root = etree.Element("ORDERS")
    for row in found:
        order = etree.SubElement(root, "ORDER")
        for name, text in zip(COLUMNS, row, strict=True):
            etree.SubElement(order, name).text = "".join(c for c in text if c.isprintable())
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
