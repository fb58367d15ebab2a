"""Filling accounts from a file, and the account that comes with the server."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.service import find_merchant
from rpc_server.commerce.campaigns.cross_sell.service import cross_sell_campaign
from rpc_server.commerce.campaigns.promotions.service import promotions_for
from rpc_server.commerce.catalog import service
from rpc_server.commerce.catalog.model import (
    BillingCycle,
    CycleUnit,
    OptionGroupType,
    PriceKind,
    PricingSchema,
    Product,
    ProductSearch,
    ProductType,
)
from rpc_server.commerce.catalog.tables import ProductRow
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.pricing.cross_sell import claimed_offer
from rpc_server.commerce.pricing.discounts import decide
from rpc_server.commerce.pricing.lines import price_line, total
from rpc_server.commerce.pricing.model import LineTerms, PriceType
from rpc_server.commerce.pricing.promotions import DiscountableLine
from rpc_server.commerce.pricing.selection import select_price
from rpc_server.sandbox.seed import SeedError, is_empty, seed
from rpc_server.storage import Database

TODAY = date(2026, 3, 10)
SMALL = """\
account: {code: SMALL, secret_key: KEY}
option_groups:
  - {code: SUPPORT, name: Support, type: RADIO, options: [{code: email, name: E-mail}]}
products:
  - code: "15"
    name: Photo
    cycle: 1Y
    pricing:
      - prices: [{amounts: {USD: 0.1}}]
        countries: [NO]
        options: {SUPPORT: required}
promotions:
  - {code: A, name: Off, percent: 10, coupons: [OFF]}
"""

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file to seed from."""

    def write(text: str) -> Path:
        path = tmp_path / "shop.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def demo(services: Services) -> Iterator[Context]:
    """The account that comes with the server."""
    (merchant,) = seed(services)
    with services.database.reading() as work:
        yield Context(merchant, work, services)


def product(context: Context, code: str) -> Product:
    found = service.product_by_code(context, code)
    assert found is not None
    return found


def unit_price(context: Context, code: str, *options: str, **changes: Any) -> Decimal:
    asked = {"currency": "USD", "country": "US", "quantity": 1, "kind": PriceKind.REGULAR, "path": ""}
    return select_price(product(context, code), options=options, **{**asked, **changes}).amount


def test_a_database_without_accounts_is_empty(database: Database) -> None:
    assert is_empty(database)


def test_a_file_fills_an_account(services: Services, database: Database, write: Write) -> None:
    (merchant,) = seed(services, write(SMALL))

    with database.reading() as work:
        context = Context(merchant, work, services)
        assert find_merchant(work.connection, "SMALL") == merchant
        assert merchant.secret_key == "KEY"
        assert unit_price(context, "15", "email", country="NO") == Decimal("0.1")
        assert [p.percent for p in promotions_for(context, ("off",))] == [Decimal(10)]
    assert not is_empty(database)


def test_an_account_that_has_no_products_yet_is_filled(services: Services, merchant: Merchant) -> None:
    assert seed(services) == (merchant,)


def test_each_document_of_a_file_is_an_account(services: Services, write: Write) -> None:
    merchants = seed(services, write(f"{SMALL}---\n{SMALL.replace('SMALL', 'OTHER')}"))

    assert [merchant.code for merchant in merchants] == ["SMALL", "OTHER"]


def test_an_account_with_products_is_not_filled_again(services: Services, write: Write) -> None:
    seed(services, write(SMALL))

    with pytest.raises(SeedError) as error:
        seed(services, write(SMALL))

    assert str(error.value) == "shop.yaml, line 1: account.code: The account SMALL is not empty."


MISTAKES = [
    ("products:", "product:", "line 4: product: There is no section 'product'; there are account, "),
    ("secret_key: KEY", "secret_key: KEY, key: X", "line 1: account.key: Object contains unknown field `key`"),
    (", secret_key: KEY", "", "line 1: account: Object missing required field `secret_key`"),
    ('"15"', "15", "line 5: products[0].code: Expected `str`, got `int`"),
    ("cycle: 1Y", "cycle: 1W", "line 5: products[0]: cycle must be like 30D, 1M or 1Y, or lifetime"),
    ("USD: 0.1", "USD: x", "line 9: products[0].pricing[0].prices[0].amounts: Invalid decimal string"),
    ("USD: 0.1", "usd: 0.1", "line 9: products[0].pricing[0].prices[0]: 'usd' is no currency code"),
    ("USD: 0.1", "USD: -1", "line 9: products[0].pricing[0].prices[0]: -1 is no number of zero or more"),
    ("USD: 0.1", "USD: NaN", "line 9: products[0].pricing[0].prices[0]: NaN is no number of zero or more"),
    ("USD: 0.1", "USD: .nan", "'.nan' is no amount"),
    ("USD: 0.1", "USD: 0.00001", "line 9: products[0].pricing[0].prices[0]: 0.00001 has more than 4 places"),
    ("[NO]", "[XX]", "line 9: products[0].pricing[0]: 'XX' is no country code"),
    ("required}", "perhaps}", "line 11: products[0].pricing[0].options: Invalid enum value 'perhaps'"),
    ("{SUPPORT: required}", "{HELP: required}", "line 8: products[0].pricing: There is no option group HELP."),
    ("    cycle: 1Y", "    bundle: [X]", "line 7: products[0].bundle: There is no product before this one with the code X."),
    ("name: E-mail}", "name: E, scale: [1, 2]}", "line 3: option_groups[0]: the options of SUPPORT have a scale if"),
    ("coupons: [OFF]", "products: [GONE]", "line 13: promotions[0]: There is no product GONE."),
    ("percent: 10", "amounts: {}", "line 13: promotions[0]: A takes off either percent or amounts"),
    ("  - {code: A", "  - {code: A, name: B, percent: 1, instant: true}\n  - {code: A", "line 12: promotions: An entry repeats the key"),
    ("account: {code: SMALL, secret_key: KEY}\n", "", "line 1: A document needs the section 'account'."),
    ("products:", "promotions: []\nproducts:", "'promotions' stands twice"),
    ("products:", "products: [", "shop.yaml: while parsing"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "told"), MISTAKES, ids=[told for *_, told in MISTAKES])
def test_a_mistake_is_told_with_its_line_and_nothing_is_kept(
    services: Services, database: Database, write: Write, right: str, wrong: str, told: str
) -> None:
    assert right in SMALL

    with pytest.raises(SeedError) as error:
        seed(services, write(SMALL.replace(right, wrong, 1)))

    assert told in str(error.value)
    assert str(error.value).startswith("shop.yaml")
    assert is_empty(database)


def test_the_demo_account_is_the_documented_one(demo: Context) -> None:
    merchant = demo.merchant

    assert (merchant.code, merchant.secret_key, merchant.default_currency) == ("APITEST", "SECRET_KEY", "USD")


def test_the_demo_has_an_option_group_of_each_type(demo: Context) -> None:
    (configuration,) = product(demo, "SUITE").configurations

    assert {group.type for group in configuration.option_groups} == set(OptionGroupType)


@pytest.mark.parametrize(
    ("code", "options", "asked", "amount"),
    [
        ("SUITE", [], {}, "103"),
        ("SUITE", ["emailsupport", "reports", "Users=7"], {}, "138"),
        ("SUITE", ["phonesupport", "fiveusers1", "Users=100", "nonprofit"], {}, "500"),
        ("SCANNER", ["reports", "encryption"], {"currency": "EUR"}, "35"),
        ("SEATS", [], {"quantity": 9}, "20"),
        ("SEATS", [], {"quantity": 10}, "16"),
        ("SEATS", [], {"quantity": 50}, "12"),
        ("ENTERPRISE", ["emailsupport", "oneuser1"], {}, "509"),
        ("ENTERPRISE", [], {"kind": PriceKind.RENEWAL}, "399"),
        ("STARTER", [], {"currency": "BRL"}, "49.9"),
        ("LIFETIME", [], {"currency": "EUR", "country": "DE"}, "59.99"),
        ("LIFETIME", [], {"currency": "BRL", "country": "BR"}, "199.9"),
    ],
)
def test_the_demo_prices_what_it_says(
    demo: Context, code: str, options: list[str], asked: dict[str, Any], amount: str
) -> None:
    assert unit_price(demo, code, *options, **asked) == Decimal(amount)


def test_the_demo_has_a_product_of_each_kind(demo: Context) -> None:
    products, count = service.search_products(demo, ProductSearch(limit=200))
    by_code = {found.code: found for found in products}

    assert count == len(products) >= 10
    assert by_code["BOX"].is_tangible
    assert (by_code["PHOTOBUNDLE"].type, by_code["PHOTOBUNDLE"].bundle) == (ProductType.BUNDLE, ("15", "34924C876E"))
    assert by_code["SCANNER"].configurations[0].schema is PricingSchema.FLAT
    assert by_code["LIFETIME"].cycle == BillingCycle(-1, CycleUnit.MONTH)
    assert by_code["LIFETIME"].configurations[0].price_type is PriceType.GROSS
    assert by_code["ENTERPRISE"].cycle == BillingCycle(12, CycleUnit.MONTH)
    assert not by_code["CLASSIC"].is_enabled


def test_the_demo_tiers_lead_up_and_down(demo: Context) -> None:
    targets = {code: [p.target for p in service.upgrade_paths_from(demo, code)] for code in ("STARTER", "PRO")}

    assert targets == {"STARTER": ["ENTERPRISE", "PRO"], "PRO": ["ENTERPRISE", "STARTER"]}


def test_the_published_cross_sell_sample_has_its_discount(demo: Context) -> None:
    campaign = cross_sell_campaign(demo, "2Xrl83KSkemCv3G3dL%2B9eA%3D%3D")
    offer = claimed_offer(
        campaign, product_code="34924C876E", parent_code="15", other_codes=["15"], day=TODAY, path="Items[1]"
    )

    assert offer.discount_percent == Decimal(20)


@pytest.mark.parametrize(
    ("coupons", "code", "price", "off"),
    [
        (("save30",), "34924C876E", "19.95", "5.99"),
        (("GUARDTEN",), "GUARD", "153.30", "10.00"),
        ((), "PRO", "19.95", None),
    ],
)
def test_the_demo_coupons_take_off_what_they_say(
    demo: Context, coupons: tuple[str, ...], code: str, price: str, off: str | None
) -> None:
    line = DiscountableLine(LineTerms(1, Decimal(price), PriceType.NET, Decimal(0)), product_code=code)

    (found,) = decide([line], promotions_for(demo, coupons), currency="USD", day=TODAY).discounts

    assert (found and str(found.unit_amount)) == off


def test_the_demo_taxes_an_order_as_the_recorded_one(demo: Context) -> None:
    vat = service.vat_percent(demo, "US", None, TODAY, state="CT")
    trial = LineTerms(1, Decimal(50), PriceType.NET, vat)
    discounted = LineTerms(1, unit_price(demo, "34924C876E"), PriceType.NET, vat, Decimal("5.99"))

    assert total([price_line(trial), price_line(discounted)]).gross_discounted == Decimal("64.60")


def test_the_demo_knows_the_rates_of_its_samples(demo: Context) -> None:
    places = [("US", "WV"), ("US", "NY"), ("RO", None), ("DE", None)]
    rates = [service.vat_percent(demo, country, None, TODAY, state=state) for country, state in places]

    assert rates == [6, 0, 21, 19]


def test_the_demo_is_kept_for_its_account_alone(demo: Context) -> None:
    owners = select(ProductRow.merchant_id, func.count()).group_by(ProductRow.merchant_id)

    assert [owner for owner, _ in demo.session.execute(owners)] == [demo.merchant_id]
