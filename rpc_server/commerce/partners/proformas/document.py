"""What a proforma says on paper, gathered from the orders on it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from rpc_server.commerce.context import Context
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.invoices import store as invoices
from rpc_server.commerce.invoices.model import Seller
from rpc_server.commerce.orders import store as orders
from rpc_server.commerce.orders.model import Order, OrderLine
from rpc_server.commerce.partners import service
from rpc_server.commerce.partners.model import BusinessModel
from rpc_server.commerce.partners.proformas import store
from rpc_server.commerce.partners.proformas.errors import DocumentOver
from rpc_server.commerce.partners.proformas.model import Proforma, ProformaStatus

_WAYS = {"CC": "Card", "PAYPAL": "PayPal", "WIRE": "Bank transfer", "CHECK": "Cheque"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One order on a proforma: what was ordered, a line each, and what it comes to."""

    reference: str
    external_reference: str | None
    placed_at: datetime
    details: tuple[str, ...]
    listed: Decimal
    margin: Decimal
    vat: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class Document:
    """A proforma as it is printed; moments are in the account's zone, ``paid_by`` in words."""

    number: str
    status: ProformaStatus
    created_at: datetime
    due_at: datetime
    paid_at: datetime | None
    paid_by: str | None
    receipt_number: str | None
    currency: str
    total: Decimal
    seller: Seller
    partner_code: str
    buyer: Address
    pays: str
    entries: tuple[Entry, ...]


def of_number(context: Context, number: str) -> Document:
    """The merchant's proforma of this number as it stands now; raises ``DocumentOver`` where there is none."""
    proforma = store.find(context, number)
    if proforma is None:
        raise DocumentOver
    zone = context.merchant.zone
    partner = service.known(context, proforma.partner_code)
    collected = [orders.find(context, reference) for reference in proforma.orders]
    return Document(
        number=proforma.number,
        status=proforma.status(context.clock.now()),
        created_at=proforma.created_at.astimezone(zone),
        due_at=proforma.due_at.astimezone(zone),
        paid_at=proforma.paid_at.astimezone(zone) if proforma.paid_at else None,
        paid_by=_WAYS.get(proforma.payment_method or ""),
        receipt_number=proforma.receipt_number,
        currency=proforma.currency,
        total=proforma.total,
        seller=invoices.seller(context),
        partner_code=partner.code,
        buyer=partner.billing,
        pays=_pays(proforma, context.merchant.name),
        entries=tuple(_entry(order, context) for order in collected if order is not None),
    )


def _pays(proforma: Proforma, merchant: str) -> str:
    if proforma.business_model is BusinessModel.SERVICE_PROVIDER:
        return f"Pay {merchant} directly, by bank transfer, and name the number of this proforma."
    return "Pay by card, PayPal, bank transfer or cheque, and name the number of this proforma."


def _entry(order: Order, context: Context) -> Entry:
    totals = order.totals
    return Entry(
        reference=order.reference or "",
        external_reference=order.external_reference,
        placed_at=order.placed_at.astimezone(context.merchant.zone),
        details=tuple(_detail(line) for line in order.lines),
        listed=totals.net,
        margin=totals.discount,
        vat=totals.vat,
        total=totals.gross_discounted,
    )


def _detail(line: OrderLine) -> str:
    options = ", ".join(option.name for option in line.options)
    return f"{line.quantity} \N{MULTIPLICATION SIGN} {line.name}{f' ({options})' if options else ''}"
