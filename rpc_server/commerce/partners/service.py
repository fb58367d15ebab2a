"""Partners and what they may buy: who is active, how much credit is left, which price lists are theirs."""

from dataclasses import fields
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, func, or_, select

from rpc_server.commerce.context import Context
from rpc_server.commerce.orders.model import OrderStatus
from rpc_server.commerce.orders.tables import OrderRow
from rpc_server.commerce.partners.errors import (
    InvalidSearch,
    NoPartnerSet,
    PartnerCodeMissing,
    PartnerNotActive,
    PartnerNotFound,
)
from rpc_server.commerce.partners.model import ListedProduct, Partner, PartnerStatus, PriceList
from rpc_server.commerce.partners.proformas.tables import ProformaOrderRow, ProformaRow
from rpc_server.commerce.partners.tables import (
    PartnerOrderRow,
    PartnerRow,
    PriceListAssignmentRow,
    PriceListProductRow,
    PriceListRow,
)
from rpc_server.commerce.pricing.money import ZERO

_MOST_FOUND = 1000
_ENDED = (OrderStatus.CANCELED, OrderStatus.REVERSED, OrderStatus.REFUND)
_PARTNER = tuple(getattr(PartnerRow, field.name) for field in fields(Partner))
_LISTED = tuple(getattr(PriceListProductRow, field.name) for field in fields(ListedProduct))


def set_partner(context: Context, code: str | None) -> Partner:
    """The active partner a session is to work for.

    Raises ``PartnerCodeMissing`` for an empty code and ``PartnerNotActive`` for any but an active partner's.
    """
    if not code:
        raise PartnerCodeMissing(field="partnerCode")
    partner = find_partner(context, code)
    if partner is None:
        raise PartnerNotActive(field="partnerCode")
    return partner


def partner_by_code(context: Context, code: str | None) -> Partner:
    """The active partner of this code, to look at; raises ``PartnerCodeMissing`` or ``PartnerNotFound``."""
    if not code:
        raise PartnerCodeMissing(field="partnerCode")
    partner = find_partner(context, code)
    if partner is None:
        raise PartnerNotFound(field="partnerCode")
    return partner


def chosen_partner(context: Context, code: str | None, *, is_locked: bool = False) -> Partner:
    """The partner a session works for; raises ``NoPartnerSet`` where it has none, or one no longer active.

    With ``is_locked`` others who ask for it so wait until this transaction ends.
    """
    partner = find_partner(context, code, is_locked=is_locked) if code else None
    if partner is None:
        raise NoPartnerSet(hint="Call setPartner first.")
    return partner


def find_partner(context: Context, code: str, *, is_locked: bool = False) -> Partner | None:
    """The merchant's active partner of this code, or None."""
    return _find(context, code, PartnerRow.status == PartnerStatus.ACTIVE, is_locked=is_locked)


def locked(context: Context, code: str) -> Partner:
    """The merchant's partner of a code that is known, active or not; others who ask for it so wait."""
    return known(context, code, is_locked=True)


def known(context: Context, code: str, *, is_locked: bool = False) -> Partner:
    """The merchant's partner of a code that is known, active or not."""
    partner = _find(context, code, is_locked=is_locked)
    if partner is None:
        raise LookupError(f"there is no partner {code}")
    return partner


def search(context: Context, text: str | None) -> list[Partner]:
    """The active partners whose company or e-mail address has this text in it, in any case, by code.

    A thousand at most. Raises ``InvalidSearch`` for no text.
    """
    if not (text or "").strip():
        raise InvalidSearch(field="searchString")
    sought = (text or "").strip()
    query = (
        select(*_PARTNER)
        .where(PartnerRow.merchant_id == context.merchant_id, PartnerRow.status == PartnerStatus.ACTIVE)
        .where(
            or_(
                PartnerRow.company_name.icontains(sought, autoescape=True),
                PartnerRow.email.icontains(sought, autoescape=True),
            )
        )
        .order_by(PartnerRow.code)
        .limit(_MOST_FOUND)
    )
    return [Partner(*row) for row in context.session.execute(query)]


def active(context: Context) -> list[Partner]:
    """Every active partner of the merchant, by code."""
    query = select(*_PARTNER).where(
        PartnerRow.merchant_id == context.merchant_id, PartnerRow.status == PartnerStatus.ACTIVE
    )
    return [Partner(*row) for row in context.session.execute(query.order_by(PartnerRow.code))]


def available_credit(context: Context, partner: Partner) -> Decimal | None:
    """What the partner may still order on credit, less than nothing past its limit; None without a limit.

    Every order placed counts, delivered or not, until it ends or its proforma is paid.
    """
    return credit_left(context, [partner])[partner.code]


def credit_left(context: Context, partners: list[Partner]) -> dict[str, Decimal | None]:
    """What ``available_credit`` tells of each of these partners, by code."""
    owed = _owed(context, [partner.code for partner in partners])
    return {
        partner.code: None if partner.credit_limit is None else partner.credit_limit - owed.get(partner.code, ZERO)
        for partner in partners
    }


def credit_for_delivery(context: Context, partner: Partner) -> Decimal:
    """What may be delivered unpaid beyond what was: the limit less the orders that were within it and are not paid."""
    owed = _owed(context, [partner.code], PartnerOrderRow.exceeds_credit.is_(False))
    return (partner.credit_limit or ZERO) - owed.get(partner.code, ZERO)


def price_lists(context: Context, partner: Partner) -> list[PriceList]:
    """The price lists the partner may buy from, by code."""
    found = context.session.execute(_assigned(context, partner).order_by(PriceListRow.code)).all()
    return [PriceList(code, name, _listed_products(context, code)) for code, name in found]


def find_price_list(context: Context, partner: Partner, code: str) -> PriceList | None:
    """The price list of this code, if the partner may buy from it."""
    found = context.session.execute(_assigned(context, partner).where(PriceListRow.code == code)).one_or_none()
    return None if found is None else PriceList(found.code, found.name, _listed_products(context, found.code))


def _assigned(context: Context, partner: Partner) -> Select[str, str]:
    return (
        select(PriceListRow.code, PriceListRow.name)
        .join(
            PriceListAssignmentRow,
            (PriceListAssignmentRow.merchant_id == PriceListRow.merchant_id)
            & (PriceListAssignmentRow.price_list_code == PriceListRow.code),
        )
        .where(PriceListRow.merchant_id == context.merchant_id, PriceListAssignmentRow.partner_code == partner.code)
    )


def _listed_products(context: Context, code: str) -> tuple[ListedProduct, ...]:
    query = (
        select(*_LISTED)
        .where(PriceListProductRow.merchant_id == context.merchant_id, PriceListProductRow.price_list_code == code)
        .order_by(PriceListProductRow.position)
    )
    return tuple(ListedProduct(*row) for row in context.session.execute(query))


def _find(context: Context, code: str, *conditions: ColumnElement[bool], is_locked: bool = False) -> Partner | None:
    query = select(*_PARTNER).where(PartnerRow.merchant_id == context.merchant_id, PartnerRow.code == code, *conditions)
    row = context.session.execute(query.with_for_update() if is_locked else query).one_or_none()
    return None if row is None else Partner(*row)


def _owed(context: Context, codes: list[str], *conditions: ColumnElement[bool]) -> dict[str, Decimal]:
    query = (
        select(PartnerOrderRow.partner_code, func.sum(PartnerOrderRow.amount))
        .join(
            OrderRow,
            (OrderRow.merchant_id == PartnerOrderRow.merchant_id)
            & (OrderRow.reference == PartnerOrderRow.order_reference),
        )
        .outerjoin(
            ProformaOrderRow,
            (ProformaOrderRow.merchant_id == PartnerOrderRow.merchant_id)
            & (ProformaOrderRow.order_reference == PartnerOrderRow.order_reference),
        )
        .outerjoin(
            ProformaRow,
            (ProformaRow.merchant_id == ProformaOrderRow.merchant_id) & (ProformaRow.number == ProformaOrderRow.number),
        )
        .where(
            PartnerOrderRow.merchant_id == context.merchant_id,
            PartnerOrderRow.partner_code.in_(codes),
            OrderRow.status.not_in(_ENDED),
            ProformaRow.paid_at.is_(None),
            *conditions,
        )
        .group_by(PartnerOrderRow.partner_code)
    )
    return {row[0]: row[1] for row in context.session.execute(query)}
