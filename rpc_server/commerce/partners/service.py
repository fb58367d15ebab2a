"""Partners and what they may buy: who is active, how much credit is left, which price lists are theirs."""

from dataclasses import fields

from sqlalchemy import ColumnElement, or_, select

from rpc_server.commerce.context import Context
from rpc_server.commerce.partners.errors import (
    InvalidSearch,
    NoPartnerSet,
    PartnerCodeMissing,
    PartnerNotActive,
    PartnerNotFound,
)
from rpc_server.commerce.partners.model import Partner, PartnerStatus
from rpc_server.commerce.partners.tables import (
    PartnerRow,
)

_MOST_FOUND = 1000
_PARTNER = tuple(getattr(PartnerRow, field.name) for field in fields(Partner))


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
    return [Partner(*row) for row in context.connection.execute(query)]


def active(context: Context) -> list[Partner]:
    """Every active partner of the merchant, by code."""
    query = select(*_PARTNER).where(
        PartnerRow.merchant_id == context.merchant_id, PartnerRow.status == PartnerStatus.ACTIVE
    )
    return [Partner(*row) for row in context.connection.execute(query.order_by(PartnerRow.code))]


def _find(context: Context, code: str, *conditions: ColumnElement[bool], is_locked: bool = False) -> Partner | None:
    query = select(*_PARTNER).where(PartnerRow.merchant_id == context.merchant_id, PartnerRow.code == code, *conditions)
    row = context.connection.execute(query.with_for_update() if is_locked else query).one_or_none()
    return None if row is None else Partner(*row)
