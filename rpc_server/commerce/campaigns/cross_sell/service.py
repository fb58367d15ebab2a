"""Use cases around cross-sell campaigns."""

from collections.abc import Iterable
from urllib.parse import unquote

from sqlalchemy import ColumnElement, Select, func, or_, select

from rpc_server.commerce.campaigns.cross_sell import checks, errors, store
from rpc_server.commerce.campaigns.cross_sell.model import CrossSellCampaign, CrossSellSearch, CrossSellTexts
from rpc_server.commerce.campaigns.cross_sell.tables import CrossSellOfferRow, CrossSellRow, MasterProductRow
from rpc_server.commerce.campaigns.cross_sell.texts import default_texts
from rpc_server.commerce.catalog import service as catalog
from rpc_server.commerce.catalog.errors import ProductCodeInvalid
from rpc_server.commerce.catalog.model import Product
from rpc_server.commerce.context import Context
from rpc_server.commerce.iso import LANGUAGES


def cross_sell_campaign(context: Context, code: str) -> CrossSellCampaign | None:
    """The campaign of this code, plain or URL-encoded (published samples send it encoded), or None."""
    spellings = {code.strip(), unquote(code).strip()}
    query = _of_merchant(context).where(CrossSellRow.code.in_(spellings)).limit(1)
    return next(iter(store.campaigns(context, query)), None)


def find(context: Context, code: str, *, field: str = "campaignCode") -> CrossSellCampaign:
    """The campaign of this code, plain or URL-encoded; raises ``CampaignNotFound`` on ``field``."""
    campaign = cross_sell_campaign(context, code)
    if campaign is None:
        raise errors.CampaignNotFound(f"There is no cross-sell campaign {code[:50]!r}.", field=field)
    return campaign


def create(context: Context, campaign: CrossSellCampaign) -> CrossSellCampaign:
    """Store a new campaign under a code of its own and answer it. Raises ``CampaignRefused``."""
    _check(context, campaign)
    return store.add(context, campaign)


def update(context: Context, campaign: CrossSellCampaign) -> CrossSellCampaign:
    """Put the campaign in the place of the one of its code, as ``find`` answered that. Raises ``CampaignRefused``."""
    _check(context, campaign)
    store.change(context, campaign)
    return campaign


def search(context: Context, wanted: CrossSellSearch) -> tuple[list[CrossSellCampaign], int]:
    """One page of the campaigns that meet every given criterion, by name, and how many there are in all."""
    query = _of_merchant(context).where(*_criteria(context, wanted))
    count = context.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    page = (
        query.order_by(CrossSellRow.name, CrossSellRow.code)
        .offset((wanted.page - 1) * wanted.limit)
        .limit(wanted.limit)
    )
    return store.campaigns(context, page), count


def every(context: Context) -> list[CrossSellCampaign]:
    """All the merchant's campaigns, running or not, by name."""
    return store.campaigns(context, _of_merchant(context).order_by(CrossSellRow.name, CrossSellRow.code))


def triggered_by(context: Context, product_code: str) -> list[CrossSellCampaign]:
    """The campaigns that run today for buyers of the product, by name. Raises ``ProductCodeInvalid``."""
    if catalog.product_by_code(context, product_code) is None:
        raise ProductCodeInvalid(f"Requested product [{product_code[:50]}] was not found.", field="productCode")
    today = context.today
    query = (
        _of_merchant(context)
        .where(
            _names(context, MasterProductRow, (product_code,)),
            CrossSellRow.is_active,
            or_(CrossSellRow.start.is_(None), CrossSellRow.start <= today),
            or_(CrossSellRow.end.is_(None), CrossSellRow.end >= today),
        )
        .order_by(CrossSellRow.name, CrossSellRow.code)
    )
    return store.campaigns(context, query)


def recommended_products(context: Context, campaigns: Iterable[CrossSellCampaign]) -> dict[str, Product]:
    """The products these campaigns recommend, by code."""
    return catalog.products_by_code(context, {offer.product_code for c in campaigns for offer in c.offers})


def texts(context: Context, language: str) -> CrossSellTexts:
    """What stands over recommended products: the merchant's own words, or the built-in ones.

    A language without either has the English words. Raises ``LanguageInvalid``.
    """
    if language not in LANGUAGES:
        raise errors.LanguageInvalid(f"There is no language {language[:10]!r}.", field="languageCode")
    return store.texts(context, language) or default_texts(language)


def _check(context: Context, campaign: CrossSellCampaign) -> None:
    named = {*campaign.master_products, *(offer.product_code for offer in campaign.offers)}
    checks.check(campaign, catalog.products_by_code(context, named))


def _of_merchant(context: Context) -> Select[CrossSellRow]:
    return select(CrossSellRow).where(CrossSellRow.merchant_id == context.merchant_id)


def _criteria(context: Context, search: CrossSellSearch) -> list[ColumnElement[bool]]:
    criteria: list[ColumnElement[bool]] = []
    if search.name:
        criteria.append(CrossSellRow.name.icontains(search.name, autoescape=True))
    if search.is_active is not None:
        criteria.append(CrossSellRow.is_active.is_(search.is_active))
    if search.owner is not None:
        criteria.append(CrossSellRow.owner == search.owner)
    if search.master_products:
        criteria.append(_names(context, MasterProductRow, search.master_products))
    if search.recommended_products:
        criteria.append(_names(context, CrossSellOfferRow, search.recommended_products))
    if search.start is not None:
        criteria.append(CrossSellRow.start >= search.start)
    if search.end is not None:
        criteria.append(CrossSellRow.end <= search.end)
    return criteria


def _names(
    context: Context, child: type[MasterProductRow | CrossSellOfferRow], product_codes: tuple[str, ...]
) -> ColumnElement[bool]:
    """Whether a campaign has one of these products among its masters, or among its offers."""
    own = select(child.campaign_code).where(
        child.merchant_id == context.merchant_id, child.product_code.in_(product_codes)
    )
    return CrossSellRow.code.in_(own)
