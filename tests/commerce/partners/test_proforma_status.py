"""How a proforma stands at a moment."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from rpc_server.commerce.partners.model import BusinessModel
from rpc_server.commerce.partners.proformas.model import Proforma, ProformaStatus

DUE = datetime(2026, 4, 9, 12, tzinfo=UTC)
PROFORMA = Proforma(
    number="100000001",
    partner_code="PARTNER1",
    created_at=DUE - timedelta(days=30),
    due_at=DUE,
    currency="EUR",
    total=Decimal("95.20"),
    payment_method=None,
    orders=("123456789",),
    business_model=BusinessModel.RESELLER,
)


def test_a_proforma_is_unpaid_up_to_its_due_date() -> None:
    assert PROFORMA.status(DUE) is ProformaStatus.UNPAID


def test_a_proforma_is_overdue_after_its_due_date() -> None:
    assert PROFORMA.status(DUE + timedelta(microseconds=1)) is ProformaStatus.OVERDUE


def test_a_paid_proforma_is_never_overdue() -> None:
    paid = replace(PROFORMA, paid_at=DUE)

    assert paid.status(DUE + timedelta(days=1)) is ProformaStatus.PAID


def test_a_canceled_proforma_is_canceled_whatever_else() -> None:
    canceled = replace(PROFORMA, paid_at=DUE, canceled_at=DUE)

    assert canceled.status(DUE + timedelta(days=1)) is ProformaStatus.CANCELED
