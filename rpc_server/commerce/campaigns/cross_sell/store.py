"""Cross-sell rows into values and back."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, delete, insert, select, update

from rpc_server.commerce.campaigns.cross_sell.model import CrossSellCampaign, CrossSellOffer, CrossSellTexts
from rpc_server.commerce.campaigns.cross_sell.tables import (
    CrossSellOfferRow,
    CrossSellRow,
    CrossSellTextsRow,
    MasterProductRow,
)
from rpc_server.commerce.context import Context
from rpc_server.storage import Base, insert_drawn

_PLAIN = ("name", "is_active", "start", "end", "display", "is_in_email", "owner")
_OFFER = ("product_code", "discount_percent", "type", "is_added_by_itself")
_AFRESH = {"populate_existing": True}
"""Rows are written past the session, so what it remembers of them is read anew."""


def campaigns(context: Context, query: Select[CrossSellRow]) -> list[CrossSellCampaign]:
    """The campaigns a query finds, whole: two queries more, none where it finds nothing."""
    rows = context.session.scalars(query, execution_options=_AFRESH).all()
    masters, offers = _masters(context, rows), _offers(context, rows)
    return [
        CrossSellCampaign(
            code=row.code,
            master_products=tuple(masters[row.code]),
            offers=tuple(offers[row.code]),
            **{name: getattr(row, name) for name in _PLAIN},
        )
        for row in rows
    ]


def add(context: Context, campaign: CrossSellCampaign) -> CrossSellCampaign:
    """Store a new campaign, drawing its code when that is empty; its products exist."""
    values = {"merchant_id": context.merchant_id, **_values(campaign)}
    if campaign.code:
        context.connection.execute(insert(CrossSellRow), {**values, "code": campaign.code})
    else:
        drawn = insert_drawn(context.connection, CrossSellRow, "code", context.ids.campaign_code, values)
        campaign = replace(campaign, code=drawn)
    _write_products(context, campaign)
    return campaign


def change(context: Context, campaign: CrossSellCampaign) -> None:
    """Store the campaign in the place of the one of its code."""
    context.connection.execute(
        update(CrossSellRow)
        .where(CrossSellRow.merchant_id == context.merchant_id, CrossSellRow.code == campaign.code)
        .values(_values(campaign))
    )
    for child in (MasterProductRow, CrossSellOfferRow):
        context.connection.execute(
            delete(child).where(child.merchant_id == context.merchant_id, child.campaign_code == campaign.code)
        )
    _write_products(context, campaign)


def texts(context: Context, language: str) -> CrossSellTexts | None:
    """The merchant's own texts in this language, or None."""
    row = context.session.get(CrossSellTextsRow, (context.merchant_id, language))
    return None if row is None else CrossSellTexts(row.language, row.title, row.description)


def add_texts(context: Context, texts: CrossSellTexts) -> None:
    """Store a merchant's own texts in a language."""
    context.session.add(
        CrossSellTextsRow(
            merchant_id=context.merchant_id,
            language=texts.language,
            title=texts.title,
            description=texts.description,
        )
    )


def _masters(context: Context, rows: Sequence[CrossSellRow]) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    if rows:
        query = (
            select(MasterProductRow.campaign_code, MasterProductRow.product_code)
            .where(
                MasterProductRow.merchant_id == context.merchant_id,
                MasterProductRow.campaign_code.in_([row.code for row in rows]),
            )
            .order_by(MasterProductRow.number)
        )
        for campaign_code, product_code in context.connection.execute(query):
            found[campaign_code].append(product_code)
    return found


def _offers(context: Context, rows: Sequence[CrossSellRow]) -> defaultdict[str, list[CrossSellOffer]]:
    found: defaultdict[str, list[CrossSellOffer]] = defaultdict(list)
    if rows:
        columns = [getattr(CrossSellOfferRow, name) for name in _OFFER]
        query = (
            select(CrossSellOfferRow.campaign_code, *columns)
            .where(
                CrossSellOfferRow.merchant_id == context.merchant_id,
                CrossSellOfferRow.campaign_code.in_([row.code for row in rows]),
            )
            .order_by(CrossSellOfferRow.number)
        )
        for campaign_code, *values in context.connection.execute(query):
            found[campaign_code].append(CrossSellOffer(*values))
    return found


def _values(campaign: CrossSellCampaign) -> dict[str, Any]:
    return {name: getattr(campaign, name) for name in _PLAIN}


def _write_products(context: Context, campaign: CrossSellCampaign) -> None:
    masters = [{"product_code": code} for code in campaign.master_products]
    offers = [{name: getattr(offer, name) for name in _OFFER} for offer in campaign.offers]
    _insert_all(context, MasterProductRow, campaign.code, masters)
    _insert_all(context, CrossSellOfferRow, campaign.code, offers)


def _insert_all(context: Context, child: type[Base], code: str, values: list[dict[str, Any]]) -> None:
    rows = [
        {"merchant_id": context.merchant_id, "campaign_code": code, "number": number, **row}
        for number, row in enumerate(values, start=1)
    ]
    if rows:
        context.connection.execute(insert(child), rows)
