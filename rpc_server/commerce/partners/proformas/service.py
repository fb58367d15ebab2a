"""Collecting a partner's approved orders on proformas, and finding them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from rpc_server.commerce.context import Context
from rpc_server.commerce.partners import orders, service
from rpc_server.commerce.partners.errors import InvalidOrderReference
from rpc_server.commerce.partners.model import Partner, PartnerOrder
from rpc_server.commerce.partners.proformas import store
from rpc_server.commerce.partners.proformas.errors import (
    InvalidProformaNumber,
    MixedCurrencies,
    OrderAlreadyInvoiced,
    OrderNotApproved,
    ProformaCanceled,
    ProformaPaid,
)
from rpc_server.commerce.partners.proformas.model import Proforma
from rpc_server.commerce.partners.standing import is_approved


def create(context: Context, partner_code: str | None, references: Iterable[str]) -> Proforma:
    """Invoice these orders of the partner.

    Only approved orders that are on no proforma yet, all of one currency; one named twice counts once. The
    partner is locked to the end of the transaction, so that no order is invoiced twice. Raises ``NoPartnerSet``,
    ``InvalidOrderReference``, ``OrderNotApproved``, ``OrderAlreadyInvoiced`` or ``MixedCurrencies``.
    """
    partner = service.chosen_partner(context, partner_code, is_locked=True)
    found = [_invoiceable(context, partner, reference) for reference in dict.fromkeys(references)]
    if not found:
        raise InvalidOrderReference(field="sales")
    if len({entry.order.currency for entry in found}) > 1:
        raise MixedCurrencies(field="sales")
    return issue(context, partner, found)


def issue(
    context: Context, partner: Partner, collected: Sequence[PartnerOrder], *, paid_at: datetime | None = None
) -> Proforma:
    """A new proforma over orders that may be invoiced together, under a number drawn for it."""
    return find(context, partner, store.add(context, partner, collected, paid_at=paid_at))


def find(context: Context, partner: Partner, number: str | None) -> Proforma:
    """The partner's proforma of this number; raises ``InvalidProformaNumber``."""
    found = store.find(context, number, partner.code)
    if found is None:
        raise InvalidProformaNumber(field="proformaNumber")
    return found


def payable(context: Context, partner: Partner, number: str | None) -> Proforma:
    """The partner's proforma, when it is still to be paid; raises ``ProformaPaid``, ``ProformaCanceled`` and as ``find``."""
    found = find(context, partner, number)
    if found.canceled_at is not None:
        raise ProformaCanceled(field="proformaNumber")
    if found.paid_at is not None:
        raise ProformaPaid(field="proformaNumber")
    return found


def _invoiceable(context: Context, partner: Partner, reference: str) -> PartnerOrder:
    found = orders.find(context, partner, reference)
    if found.proforma_number is not None:
        raise OrderAlreadyInvoiced(field="sales", hint=f"It is on {found.proforma_number}.")
    if not is_approved(found.order):
        raise OrderNotApproved(field="sales", hint=f"Order {reference} is {found.status.value}.")
    return found
