"""Use cases around upsell campaigns."""

from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

from rpc_server.commerce.campaigns.upsell import checks, errors, store
from rpc_server.commerce.campaigns.upsell.model import DisplayType, UpsellCampaign, UpsellSearch, UpsellStatus
from rpc_server.commerce.campaigns.upsell.tables import UpsellRow
from rpc_server.commerce.catalog import service as catalog
from rpc_server.commerce.context import Context


def find(context: Context, code: str) -> UpsellCampaign:
    """The campaign of this code, in any case; raises ``UpsellNotFound``."""
    found = store.campaigns(context, _of_merchant(context).where(UpsellRow.code == code.strip().lower()))
    if not found:
        raise errors.UpsellNotFound(f"There is no upsell campaign {code[:50]!r}.", field="campaignCode")
    return found[0]


def create(context: Context, campaign: UpsellCampaign) -> UpsellCampaign:
    """Store a new campaign under a code of its own and answer it. Raises ``UpsellRefused``."""
    _check(context, campaign)
    return store.add(context, campaign)


def update(context: Context, campaign: UpsellCampaign) -> UpsellCampaign:
    """Put the campaign in the place of the one of its code, as ``find`` answered that. Raises ``UpsellRefused``."""
    _check(context, campaign)
    store.change(context, campaign)
    return campaign


def delete(context: Context, code: str) -> None:
    """Forget the campaign; raises ``UpsellNotFound``."""
    store.remove(context, find(context, code).code)


def enable(context: Context, code: str) -> UpsellCampaign:
    """Switch the campaign on; raises ``UpsellNotFound``, and ``UpsellExpired`` after its last day."""
    campaign = find(context, code)
    if campaign.status_on(context.today) is UpsellStatus.EXPIRED:
        raise errors.UpsellExpired(field="campaignCode")
    return _switched(context, campaign, is_enabled=True)


def disable(context: Context, code: str) -> UpsellCampaign:
    """Switch the campaign off; raises ``UpsellNotFound``."""
    return _switched(context, find(context, code), is_enabled=False)


def search(context: Context, wanted: UpsellSearch) -> tuple[list[UpsellCampaign], int]:
    """One page of the campaigns that meet every given criterion, by name, and how many there are in all."""
    query = _of_merchant(context).where(*_criteria(context, wanted))
    count = context.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    page = query.order_by(UpsellRow.name, UpsellRow.code).offset((wanted.page - 1) * wanted.limit).limit(wanted.limit)
    return store.campaigns(context, page), count


def set_display_type(context: Context, display: DisplayType) -> None:
    """Choose how the merchant's shop shows upsells."""
    store.set_display_type(context, display)


def _check(context: Context, campaign: UpsellCampaign) -> None:
    named = {campaign.primary.code, campaign.recommended.code}
    checks.check(campaign, catalog.products_by_code(context, named))


def _switched(context: Context, campaign: UpsellCampaign, *, is_enabled: bool) -> UpsellCampaign:
    switched = replace(campaign, is_enabled=is_enabled)
    store.change(context, switched)
    return switched


def _of_merchant(context: Context) -> Select[UpsellRow]:
    return select(UpsellRow).where(UpsellRow.merchant_id == context.merchant_id)


def _criteria(context: Context, search: UpsellSearch) -> list[ColumnElement[bool]]:
    criteria = [or_(false(), *(_has_status(status, context.today) for status in search.statuses))]
    if search.name:
        criteria.append(UpsellRow.name.icontains(search.name, autoescape=True))
    if search.codes:
        criteria.append(UpsellRow.code.in_([code.strip().lower() for code in search.codes]))
    if search.primary_products:
        criteria.append(UpsellRow.primary_code.in_(search.primary_products))
    if search.recommended_products:
        criteria.append(UpsellRow.recommended_code.in_(search.recommended_products))
    if search.is_for_manual_renewals is not None:
        criteria.append(UpsellRow.is_for_manual_renewals.is_(search.is_for_manual_renewals))
    return criteria + _bounds(search)


def _bounds(search: UpsellSearch) -> list[ColumnElement[bool]]:
    """Start and end within what is asked for."""
    bounds = []
    if search.starts_after is not None:
        bounds.append(UpsellRow.start >= search.starts_after)
    if search.starts_before is not None:
        bounds.append(UpsellRow.start <= search.starts_before)
    if search.ends_after is not None:
        bounds.append(UpsellRow.end >= search.ends_after)
    if search.ends_before is not None:
        bounds.append(UpsellRow.end <= search.ends_before)
    return bounds


def _has_status(status: UpsellStatus, day: date) -> ColumnElement[bool]:
    """``UpsellCampaign.status_on`` as a condition."""
    is_over = and_(UpsellRow.end.is_not(None), UpsellRow.end < day)
    if status is UpsellStatus.EXPIRED:
        return is_over
    return and_(~is_over, UpsellRow.is_enabled.is_(status is UpsellStatus.ENABLED))
