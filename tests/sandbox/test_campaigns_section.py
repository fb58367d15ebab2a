"""Promotions, cross-sell and upsell campaigns of a file of known data."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from rpc_server.commerce.campaigns.cross_sell import service as cross_sell
from rpc_server.commerce.campaigns.cross_sell.model import CrossSellTexts
from rpc_server.commerce.campaigns.promotions import service as promotions
from rpc_server.commerce.campaigns.promotions.model import Channel, CouponType, PromotionType, Recurring
from rpc_server.commerce.campaigns.upsell import service as upsell
from rpc_server.commerce.campaigns.upsell.model import UpsellSearch
from rpc_server.commerce.context import Context, Services
from rpc_server.sandbox.seed import SeedError, seed

SHOP = """\
account: {code: SHOP, secret_key: KEY}
products:
  - {code: A, name: A, pricing: [{prices: [{amounts: {USD: 10}}]}]}
  - {code: B, name: B, pricing: [{prices: [{amounts: {USD: 20}}]}]}
cross_sell_campaigns:
  - {code: c1, name: B for less, for: [A], offers: [{product: B, percent: 10}]}
cross_sell_texts:
  - {language: fr, title: Aussi, description: "Et encore :"}
promotions:
  - {code: P1, name: Two, coupons: [ONE, TWO], percent: 10, products: [A], channel: CHANNEL_MANAGER}
  - {code: P2, name: All, instant: true, amounts: {USD: 5}, renewals: 3}
  - {code: P3, name: Whole, coupons: [WHOLE], amounts: {USD: 5}, order: true}
upsell_campaigns:
  - {name: B instead, primary: A, recommended: B, percent: 15}
"""


@pytest.fixture
def shop(services: Services, tmp_path: Path) -> Iterator[Context]:
    """The account of the file above."""
    path = tmp_path / "shop.yaml"
    path.write_text(SHOP)
    (merchant,) = seed(services, path)
    with services.database.reading() as work:
        yield Context(merchant, work, services)


def test_the_kind_of_a_promotion_follows_from_what_is_said_of_it(shop: Context) -> None:
    two, everything, whole = (promotions.find(shop, code) for code in ("P1", "P2", "P3"))

    assert [p.type for p in (two, everything, whole)] == [
        PromotionType.REGULAR, PromotionType.GLOBAL, PromotionType.ORDER,
    ]  # fmt: skip
    assert (two.coupon_type, two.channel, everything.coupon_type) == (
        CouponType.MULTIPLE, Channel.CHANNEL_MANAGER, CouponType.SINGLE,
    )  # fmt: skip
    assert (everything.recurring, everything.recurring_charges) == (Recurring.CUSTOM, 3)
    assert (two.default_currency, whole.default_currency) == (None, "USD")


def test_campaigns_and_texts_are_kept(shop: Context) -> None:
    assert cross_sell.find(shop, "c1").master_products == ("A",)
    assert cross_sell.texts(shop, "fr") == CrossSellTexts("fr", "Aussi", "Et encore :")
    (campaign,), _ = upsell.search(shop, UpsellSearch())
    assert (campaign.primary.code, campaign.recommended.code, campaign.terms.percent) == ("A", "B", Decimal(15))


@pytest.mark.parametrize(
    ("said", "instead", "text"),
    [
        ("percent: 10}]", "percent: 110}]", "line 5: cross_sell_campaigns: A discount must be a percentage"),
        ("language: fr", "language: xx", "line 8: cross_sell_texts[0]: 'xx' is no language code"),
        ("coupons: [ONE, TWO]", "coupons: [WHOLE]", "line 9: promotions: Another promotion has the coupon 'WHOLE'."),
        ("recommended: B", "recommended: C", "line 14: upsell_campaigns[0]: There is no product C."),
    ],
)
def test_a_mistake_is_told_with_its_line(
    services: Services, tmp_path: Path, said: str, instead: str, text: str
) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text(SHOP.replace(said, instead))

    with pytest.raises(SeedError) as mistake:
        seed(services, path)

    assert str(mistake.value).startswith(f"shop.yaml, {text}")
