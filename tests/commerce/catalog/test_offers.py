"""Upgrade paths, cross-sell campaigns, promotions and tax in the database."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.catalog import service, store
from rpc_server.commerce.catalog.model import CrossSellCampaign, CrossSellOffer, UpgradePath, VatRate
from rpc_server.commerce.catalog.vat import standard_rates
from rpc_server.commerce.context import Context
from tests.catalogue import a_product, a_promotion

CAMPAIGN = CrossSellCampaign(
    code="2Xrl83KSkemCv3G3dL+9eA==",
    name="Effects",
    is_active=True,
    start=date(2026, 1, 1),
    end=None,
    master_products=frozenset({"15"}),
    offers=(CrossSellOffer("34924C876E", Decimal("12.5")),),
)


def promotions(context: Context, *coupons: str) -> list[tuple[str, set[str]]]:
    return [(p.code, set(p.coupons)) for p in service.promotions_for(context, coupons)]


def test_upgrade_paths_lead_from_a_product_to_others(context: Context) -> None:
    for n, code in enumerate(("A", "B", "C"), 1):
        store.insert_product(context, a_product(code=code, product_id=n))
    for source, target in (("A", "C"), ("A", "B"), ("B", "C")):
        store.insert_upgrade_path(context, UpgradePath(source, target, "PRORATED"))

    assert service.upgrade_paths_from(context, "A") == (
        UpgradePath("A", "B", "PRORATED"), UpgradePath("A", "C", "PRORATED"),
    )  # fmt: skip
    assert service.upgrade_paths_from(context, "C") == ()


def test_an_upgrade_path_needs_its_products(context: Context) -> None:
    store.insert_upgrade_path(context, UpgradePath("GONE", "LOST", "PRORATED"))

    with pytest.raises(IntegrityError):
        context.session.flush()


@pytest.mark.parametrize("code", [CAMPAIGN.code, "2Xrl83KSkemCv3G3dL%2B9eA%3D%3D", f" {CAMPAIGN.code} "])
def test_a_campaign_is_found_by_its_code_plain_or_url_encoded(context: Context, code: str) -> None:
    store.insert_campaign(context, CAMPAIGN)
    context.session.flush()
    context.session.expunge_all()

    assert service.cross_sell_campaign(context, code) == CAMPAIGN


@pytest.mark.parametrize("code", ["2xrl83kskemcv3g3dl+9ea==", "", "%"])
def test_another_code_finds_no_campaign(context: Context, code: str) -> None:
    store.insert_campaign(context, CAMPAIGN)

    assert service.cross_sell_campaign(context, code) is None


def test_a_promotion_is_read_as_it_was_stored(context: Context) -> None:
    stored = a_promotion(
        description="Once",
        start=date(2026, 1, 1),
        end=date(2026, 12, 31),
        products=frozenset({"PRO", "15"}),
        percent=None,
        amounts=(("USD", Decimal("10.50")), ("EUR", Decimal(9))),
        maximum_orders=100,
        maximum_quantity=3,
    )
    store.insert_promotion(context, stored)
    context.session.flush()
    context.session.expunge_all()

    assert service.promotions_for(context, ("SAVE30",)) == (stored,)


@pytest.mark.parametrize("coupon", ["Save30", "save30", " SAVE30 "])
def test_a_coupon_opens_its_promotion_in_any_case(context: Context, coupon: str) -> None:
    store.insert_promotion(context, a_promotion(coupons=frozenset({"Save30", "OTHER"})))

    assert promotions(context, coupon) == [("62B7F22FC5", {"Save30"})]


def test_promotions_stand_in_the_order_of_the_coupons_and_instant_ones_last(context: Context) -> None:
    store.insert_promotion(context, a_promotion(code="A", coupons=frozenset(), is_instant=True))
    store.insert_promotion(context, a_promotion(code="B", coupons=frozenset({"b"})))
    store.insert_promotion(context, a_promotion(code="C", coupons=frozenset({"c", "c2"}), is_instant=True))

    assert promotions(context) == [("A", set()), ("C", set())]
    assert promotions(context, "c2", "b", "c", "unknown") == [("C", {"c", "c2"}), ("B", {"b"}), ("A", set())]


def test_a_disabled_promotion_is_not_opened(context: Context) -> None:
    store.insert_promotion(context, a_promotion(is_enabled=False, is_instant=True))

    assert promotions(context, "SAVE30") == []


def test_no_merchant_profits_from_the_offers_of_another(other_merchant: Merchant, context: Context) -> None:
    store.insert_campaign(context, CAMPAIGN)
    store.insert_promotion(context, a_promotion(is_instant=True))
    store.insert_vat_rates(context, [VatRate("RO", Decimal(21), date(2025, 8, 1))])
    stranger = Context(other_merchant, context.work, context.services)

    assert service.cross_sell_campaign(stranger, CAMPAIGN.code) is None
    assert promotions(stranger, "SAVE30") == []
    assert service.vat_percent(stranger, "RO", None, date(2026, 3, 10)) == 0


@pytest.mark.parametrize(
    ("day", "percent"), [(date(2025, 7, 31), 19), (date(2025, 8, 1), 21), (date(2030, 1, 1), 21), (date(1999, 1, 1), 0)]
)
def test_the_rate_in_force_on_the_day_counts(context: Context, day: date, percent: int) -> None:
    store.insert_vat_rates(context, standard_rates())

    assert service.vat_percent(context, "ro", None, day) == percent


def test_a_country_without_a_rate_has_no_tax(context: Context) -> None:
    store.insert_vat_rates(context, standard_rates())

    assert service.vat_percent(context, "US", None, date(2026, 3, 10)) == Decimal(0)


@pytest.mark.parametrize(
    ("state", "category", "percent"),
    [(None, None, 5), ("NY", None, 5), ("ct", None, 1), (None, "books", 2), ("CT", "books", 3), ("CT", "games", 1)],
)
def test_the_state_goes_before_the_category_and_both_before_the_country(
    context: Context, state: str | None, category: str | None, percent: int
) -> None:
    since = date(2024, 1, 1)
    rates = [("", "", 5), ("CT", "", 1), ("", "books", 2), ("CT", "books", 3)]
    store.insert_vat_rates(context, [VatRate("US", Decimal(rate), since, at, of) for at, of, rate in rates])

    assert service.vat_percent(context, "US", category, date(2026, 3, 10), state=state) == percent


def test_the_standard_rates_are_those_of_the_27_member_states() -> None:
    rates = standard_rates()

    assert len({rate.country for rate in rates}) == 27
    assert {rate.country: rate.percent for rate in rates if rate.country in ("DE", "FI", "HU", "RO")} == {
        "DE": Decimal(19), "FI": Decimal("25.5"), "HU": Decimal(27), "RO": Decimal(21),
    }  # fmt: skip
