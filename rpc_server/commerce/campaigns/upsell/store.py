"""Upsell rows into values and back."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Select, delete, insert, update

from rpc_server.commerce.campaigns.upsell.model import DisplayType, UpsellCampaign
from rpc_server.commerce.campaigns.upsell.tables import UpsellRow, UpsellSettingsRow
from rpc_server.commerce.context import Context
from rpc_server.storage import insert_drawn

_PLAIN = (
    "name", "description", "start", "end", "is_enabled", "is_for_manual_renewals", "primary", "recommended", "terms",
)  # fmt: skip
_AFRESH = {"populate_existing": True}
"""Rows are written past the session, so what it remembers of them is read anew."""


def campaigns(context: Context, query: Select[UpsellRow]) -> list[UpsellCampaign]:
    """The campaigns a query finds."""
    rows = context.session.scalars(query, execution_options=_AFRESH)
    return [UpsellCampaign(code=row.code, **{name: getattr(row, name) for name in _PLAIN}) for row in rows]


def add(context: Context, campaign: UpsellCampaign) -> UpsellCampaign:
    """Store a new campaign, drawing its code when that is empty; its products exist."""
    values = {"merchant_id": context.merchant_id, **_values(campaign)}
    if campaign.code:
        context.connection.execute(insert(UpsellRow), {**values, "code": campaign.code})
        return campaign
    return replace(campaign, code=insert_drawn(context.connection, UpsellRow, "code", context.ids.uuid, values))


def change(context: Context, campaign: UpsellCampaign) -> None:
    """Store the campaign in the place of the one of its code."""
    context.connection.execute(
        update(UpsellRow)
        .where(UpsellRow.merchant_id == context.merchant_id, UpsellRow.code == campaign.code)
        .values(_values(campaign))
    )


def remove(context: Context, code: str) -> None:
    """Delete the campaign of this code."""
    context.connection.execute(
        delete(UpsellRow).where(UpsellRow.merchant_id == context.merchant_id, UpsellRow.code == code)
    )


def display_type(context: Context) -> DisplayType:
    """How the merchant's shop shows upsells: as an overlay unless it was told otherwise."""
    row = context.session.get(UpsellSettingsRow, context.merchant_id)
    return DisplayType.OVERLAY if row is None else row.display


def set_display_type(context: Context, display: DisplayType) -> None:
    """Keep how the merchant's shop is to show upsells."""
    context.session.merge(UpsellSettingsRow(merchant_id=context.merchant_id, display=display))
    context.session.flush()


def _values(campaign: UpsellCampaign) -> dict[str, Any]:
    values = {name: getattr(campaign, name) for name in _PLAIN}
    return {**values, "primary_code": campaign.primary.code, "recommended_code": campaign.recommended.code}
