"""Promotions in the database: kept as they are, found by what they say, and opened by coupons."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import update

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.campaigns.promotions import errors, service
from rpc_server.commerce.campaigns.promotions.model import (
    Channel,
    CouponType,
    PromotedProduct,
    Promotion,
    PromotionSearch,
    PromotionType,
    Recurring,
    Translation,
)
from rpc_server.commerce.campaigns.terms import DiscountTerms
from rpc_server.commerce.catalog.tables import ProductRow
from rpc_server.commerce.context import Context
from tests.campaign_world import as_stranger
from tests.catalogue import a_promotion

FULL = a_promotion(
    code="",
    name="Spring, Frühling",
    description="For some days",
    start=date(2026, 3, 1),
    end=date(2026, 3, 31),
    type=PromotionType.REGULAR,
    channel=Channel.ECOMMERCE,
    coupon_type=CouponType.MULTIPLE,
    coupons=frozenset({"Spring", "FRÜHLING"}),
    percent=None,
    amounts=(("USD", Decimal("10.50")), ("EUR", Decimal(9))),
    default_currency="USD",
    maximum_orders=100,
    maximum_quantity=3,
    recurring=Recurring.CUSTOM,
    recurring_charges=2,
    is_published_to_affiliates=True,
    label="Ten off",
    tax_category="11111111-2222",
    translations=(Translation("de", "Frühling"), Translation("fr", "Printemps")),
)
SOME = replace(FULL, products=(PromotedProduct("SCANNER", "F1A7F1A7F1", ("reports",)), PromotedProduct("PRO")))


def added(context: Context, **changes: Any) -> Promotion:
    return service.add(context, a_promotion(**{"code": "", **changes}))


def opened(context: Context, *coupons: str, channel: Channel = Channel.ECOMMERCE) -> list[tuple[str, set[str]]]:
    return [(p.name, set(p.coupons)) for p in service.promotions_for(context, coupons, channel)]


def found(context: Context, **criteria: Any) -> list[str]:
    promotions, count = service.search(context, PromotionSearch(**criteria))
    assert count == len(promotions)
    return sorted(promotion.name for promotion in promotions)


def test_a_promotion_is_read_as_it_was_stored(shop: Context) -> None:
    stored = service.add(shop, SOME)
    shop.work.commit()
    shop.session.expunge_all()

    assert len(stored.code) == 10
    assert service.find(shop, stored.code) == replace(SOME, code=stored.code)


def test_a_changed_promotion_is_read_as_it_is_now(shop: Context) -> None:
    before = service.lock(shop, service.add(shop, SOME).code)
    after = replace(
        before,
        name="Summer",
        start=None,
        coupons=frozenset({"SUMMER", "Spring"}),
        products=(PromotedProduct("STARTER"),),
        percent=Decimal("12.5"),
        amounts=(),
        translations=(),
    )

    assert service.update(shop, before, after, None) == after
    assert service.find(shop, before.code) == after
    assert opened(shop, "frühling") == []


def test_no_promotion_is_found_by_another_code(shop: Context) -> None:
    with pytest.raises(errors.PromotionNotFound) as refusal:
        service.find(shop, "0000000000")

    assert (refusal.value.message, refusal.value.field) == ("There is no promotion '0000000000'.", "promotionCode")


@pytest.mark.parametrize("coupon", ["Save30", "save30", " SAVE30 "])
def test_a_coupon_opens_its_promotion_in_any_case(shop: Context, coupon: str) -> None:
    added(shop, coupon_type=CouponType.MULTIPLE, coupons=frozenset({"Save30", "OTHER"}))

    assert opened(shop, coupon) == [("Thirty off", {"Save30"})]


def test_promotions_stand_in_the_order_of_the_coupons_and_those_without_need_of_one_last(shop: Context) -> None:
    added(shop, code="A", name="A", coupons=frozenset(), is_instant=True)
    added(shop, code="B", name="B", coupons=frozenset({"b"}))
    several = {"coupons": frozenset({"c", "c2"}), "coupon_type": CouponType.MULTIPLE}
    added(shop, code="C", name="C", is_auto_applied=True, **several)

    assert opened(shop) == [("A", set()), ("C", set())]
    assert opened(shop, "c2", "b", "c", "unknown") == [("C", {"c", "c2"}), ("B", {"b"}), ("A", set())]


def test_a_disabled_promotion_is_not_opened(shop: Context) -> None:
    added(shop, is_enabled=False, is_instant=True)

    assert opened(shop, "SAVE30") == []


def test_a_promotion_is_opened_on_its_channel_alone(shop: Context) -> None:
    for channel in Channel:
        added(shop, name=channel.value, coupons=frozenset({channel.value}), channel=channel, is_instant=True)

    assert {name for name, _ in opened(shop)} == {"ECOMMERCE", "ALL"}
    assert {name for name, _ in opened(shop, channel=Channel.CHANNEL_MANAGER)} == {"CHANNEL_MANAGER", "ALL"}


def test_a_coupon_belongs_to_one_promotion(shop: Context) -> None:
    added(shop)

    with pytest.raises(errors.CouponTaken) as refusal:
        added(shop, coupons=frozenset({"save30"}))

    assert refusal.value.message == "Another promotion has the coupon 'save30'."


@pytest.mark.parametrize(
    ("criteria", "names"),
    [
        ({}, ["all", "order", "partners", "pro", "scanner"]),
        ({"types": (PromotionType.GLOBAL, PromotionType.ORDER)}, ["all", "order", "partners"]),
        ({"channel": Channel.CHANNEL_MANAGER}, ["partners"]),
        ({"product_code": "PRO"}, ["all", "partners", "pro"]),
        ({"product_code": "15"}, ["all", "partners"]),
        ({"is_enabled": False}, ["scanner"]),
        ({"coupons": (" PRO", "nothing")}, ["pro"]),
        ({"tax_category": "books"}, ["scanner"]),
        ({"coupons": ("pro",), "is_enabled": False}, []),
    ],
)
def test_promotions_are_found_by_what_they_say(shop: Context, criteria: dict[str, Any], names: list[str]) -> None:
    each: dict[str, dict[str, Any]] = {
        "all": {},
        "pro": {"products": ("PRO", "STARTER")},
        "scanner": {"products": ("SCANNER",), "is_enabled": False, "tax_category": "books"},
        "partners": {"channel": Channel.CHANNEL_MANAGER},
        "order": {
            "type": PromotionType.ORDER, "percent": None, "amounts": (("USD", Decimal(5)),), "default_currency": "USD",
        },
    }  # fmt: skip
    for name, changes in each.items():
        added(shop, name=name, coupons=frozenset({name.upper()}), **changes)

    assert found(shop, **criteria) == names


def test_a_page_of_promotions_is_cut_by_code(shop: Context) -> None:
    for code in ("C", "A", "B"):
        added(shop, code=code, name=code, coupons=frozenset({code}))

    promotions, count = service.search(shop, PromotionSearch(page=2, limit=2))

    assert ([promotion.code for promotion in promotions], count) == (["C"], 3)


def test_products_are_added_once(shop: Context) -> None:
    code = added(shop, products=("PRO",)).code

    service.add_products(shop, code, (PromotedProduct("STARTER"), PromotedProduct("PRO")))

    assert service.find(shop, code).products == (PromotedProduct("PRO"), PromotedProduct("STARTER"))


@pytest.mark.parametrize(
    ("product", "field"),
    [
        (PromotedProduct("NOTHING"), "Products[0].Code"),
        (PromotedProduct("PRO", "0000000000"), "Products[0].PricingConfigurationCode"),
        (PromotedProduct("SCANNER", None, ("phone",)), "Products[0].PricingOptionCodes"),
    ],
)
def test_what_the_catalogue_has_not_cannot_be_promoted(shop: Context, product: PromotedProduct, field: str) -> None:
    code = added(shop).code

    with pytest.raises(errors.PromotionProductsInvalid) as adding:
        service.add_products(shop, code, (product,))
    with pytest.raises(errors.PromotionProductsInvalid) as making:
        service.add(shop, replace(FULL, products=(product,)))

    assert adding.value.field == making.value.field == field


def test_a_discount_is_changed_from_a_percentage_to_amounts_and_back(shop: Context) -> None:
    code = added(shop).code
    fixed = DiscountTerms(amounts=(("USD", Decimal(5)),), default_currency="USD")

    assert service.set_discount(shop, code, fixed).terms == fixed
    assert service.find(shop, code).terms == fixed
    assert service.set_discount(shop, code, DiscountTerms(Decimal(15))).terms == DiscountTerms(Decimal(15))


def test_a_name_in_another_language_takes_the_place_of_the_one_before(shop: Context) -> None:
    code = added(shop, translations=(Translation("de", "Alt"), Translation("fr", "Un"))).code

    service.add_translations(shop, code, (Translation("es", "Dos"), Translation("de", "Neu")))

    expected = (Translation("de", "Neu"), Translation("fr", "Un"), Translation("es", "Dos"))
    assert service.find(shop, code).translations == expected


def test_translations_are_deleted_together(shop: Context) -> None:
    code = added(shop, translations=(Translation("de", "Alt"),)).code

    service.delete_translations(shop, code)

    assert service.find(shop, code).translations == ()


def test_a_merchant_meets_anothers_promotions_as_if_they_were_not_there(
    shop: Context, other_merchant: Merchant
) -> None:
    code = added(shop, is_instant=True).code
    stranger = as_stranger(shop, other_merchant)

    assert opened(stranger, "SAVE30") == []
    assert found(stranger) == []
    for use in (service.find, service.lock):
        with pytest.raises(errors.PromotionNotFound):
            use(stranger, code)
    assert service.add(stranger, a_promotion(code="")).coupons == {"SAVE30"}


def test_a_code_of_the_catalogue_that_changes_takes_its_promotions_along(shop: Context) -> None:
    code = added(shop, products=("PRO",)).code

    shop.session.execute(update(ProductRow).where(ProductRow.code == "PRO").values(code="PRO2"))

    assert service.find(shop, code).products == (PromotedProduct("PRO2"),)
