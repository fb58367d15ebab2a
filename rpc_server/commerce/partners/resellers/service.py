"""Keeping a partner's resellers, and naming one on an order.

An order keeps its reseller as he was when he was named: a change of the reseller changes no order.
"""

import msgspec
from sqlalchemy import func, select, update

from rpc_server.commerce.context import Context
from rpc_server.commerce.iso import COUNTRIES
from rpc_server.commerce.partners import orders, releasing, service
from rpc_server.commerce.partners.addresses import is_deliverable
from rpc_server.commerce.partners.errors import OrderReferenceInvalid, OrderReferenceMissing
from rpc_server.commerce.partners.model import Partner
from rpc_server.commerce.partners.resellers import errors
from rpc_server.commerce.partners.resellers.model import Reseller, ResellerDetails
from rpc_server.commerce.partners.resellers.tables import ResellerRow
from rpc_server.commerce.partners.tables import PartnerOrderRow
from rpc_server.storage import insert_drawn


def create(context: Context, partner: Partner, told: ResellerDetails) -> Reseller:
    """Keep a new reseller under a code drawn for him; raises the errors of the members he cannot be without."""
    checked = _checked(told, code="")
    values = {
        "merchant_id": context.merchant_id,
        "partner_code": partner.code,
        "reseller": checked,
        "created_at": context.clock.now(),
    }
    code = insert_drawn(context.connection, ResellerRow, "code", context.ids.code, values)
    reseller = msgspec.structs.replace(checked, code=code)
    _save(context, reseller)
    return reseller


def change(context: Context, partner: Partner, told: ResellerDetails) -> Reseller:
    """The partner's reseller of the code told, with all else as told; orders keep him as he was.

    Raises ``ResellerCodeInvalid``, ``ResellerNotFound`` and the errors of ``create``.
    """
    known = find(context, partner, told.code)
    changed = _checked(told, code=known.code)
    _save(context, changed)
    return changed


def find(context: Context, partner: Partner, code: str | None) -> Reseller:
    """The partner's reseller of this code; raises ``ResellerCodeInvalid`` for none, ``ResellerNotFound`` for any other."""
    if not code:
        raise errors.ResellerCodeInvalid(field="resellerCode")
    query = select(ResellerRow.reseller).where(
        ResellerRow.merchant_id == context.merchant_id,
        ResellerRow.partner_code == partner.code,
        ResellerRow.code == code,
    )
    found = context.connection.scalar(query)
    if found is None:
        raise errors.ResellerNotFound(field="resellerCode")
    return found


def page(context: Context, partner: Partner, *, page: int, limit: int) -> tuple[list[Reseller], int]:
    """The partner's resellers on a page, the oldest first, and how many there are in all."""
    own = (ResellerRow.merchant_id == context.merchant_id, ResellerRow.partner_code == partner.code)
    query = select(ResellerRow.reseller).where(*own).order_by(ResellerRow.created_at, ResellerRow.code)
    found = context.connection.scalars(query.offset((page - 1) * limit).limit(limit))
    return list(found), context.connection.scalar(select(func.count()).where(*own)) or 0


def name_on_order(context: Context, partner_code: str, reference: str | None, reseller_code: str | None) -> Reseller:
    """Let the order be for this reseller, as he is now; an order that waited for that alone is delivered.

    Raises ``OrderReferenceMissing``, ``OrderReferenceInvalid`` and the errors of ``find``.
    """
    partner = service.locked(context, partner_code)
    order = _order_reference(context, partner, reference)
    reseller = find(context, partner, reseller_code)
    context.connection.execute(
        update(PartnerOrderRow)
        .where(PartnerOrderRow.merchant_id == context.merchant_id, PartnerOrderRow.order_reference == order)
        .values(reseller=reseller)
    )
    releasing.release(context, partner)
    return reseller


def of_order(context: Context, partner: Partner, reference: str | None) -> Reseller:
    """The reseller of the order, as he was named on it.

    Raises ``OrderReferenceMissing``, ``OrderReferenceInvalid`` and ``OrderHasNoReseller``.
    """
    order = _order_reference(context, partner, reference)
    query = select(PartnerOrderRow.reseller).where(
        PartnerOrderRow.merchant_id == context.merchant_id, PartnerOrderRow.order_reference == order
    )
    named = context.connection.scalar(query)
    if named is None:
        raise errors.OrderHasNoReseller(field="refNo")
    return named


def _order_reference(context: Context, partner: Partner, reference: str | None) -> str:
    if not reference:
        raise OrderReferenceMissing(field="refNo")
    if not orders.is_of(context, partner, reference):
        raise OrderReferenceInvalid(field="refNo")
    return reference


def _save(context: Context, reseller: Reseller) -> None:
    context.connection.execute(
        update(ResellerRow)
        .where(ResellerRow.merchant_id == context.merchant_id, ResellerRow.code == reseller.code)
        .values(reseller=reseller)
    )


def _checked(told: ResellerDetails, *, code: str) -> Reseller:
    """The reseller, when nothing he cannot be without is missing; the first that is, in documented order, is told."""
    texts = {name: (value or "").strip() or None for name, value in msgspec.structs.asdict(told).items()}
    for member, wire_name, error in (
        ("first_name", "FirstName", errors.FirstNameMissing),
        ("last_name", "LastName", errors.LastNameMissing),
        ("company", "Company", errors.CompanyMissing),
        ("email", "Email", errors.EmailMissing),
    ):
        if texts[member] is None:
            raise error(field=f"Reseller.{wire_name}")
    if not is_deliverable(texts["email"]):
        raise errors.EmailInvalid(field="Reseller.Email")
    country = (texts["country"] or "").upper()
    if country not in COUNTRIES:
        raise errors.CountryInvalid(field="Reseller.Country")
    return msgspec.convert({**texts, "code": code, "country": country}, Reseller)
