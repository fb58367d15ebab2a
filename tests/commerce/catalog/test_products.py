"""Products in the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.catalog import service, store
from rpc_server.commerce.catalog.errors import CodeTaken
from rpc_server.commerce.catalog.model import (
    BillingCycle,
    CycleUnit,
    Option,
    OptionGroupType,
    Platform,
    Price,
    PricingSchema,
    ProductOrder,
    ProductSearch,
    ProductTexts,
    ProductType,
)
from rpc_server.commerce.context import Context
from rpc_server.commerce.pricing.model import PriceType
from rpc_server.storage import Database
from tests.catalogue import a_configuration, a_group, a_product, adds, an_option, percent

SUPPORT = a_group(OptionGroupType.RADIO, an_option("emailsupport", adds("7.125")), an_option("none", is_default=True))
USERS = a_group(
    OptionGroupType.INTERVAL,
    Option("few", "Few", "Up to ten", scale_min=1, scale_max=10, impact=percent("2.5", is_on_base=False)),
    code="Users",
)
FULL = a_product(
    a_configuration(
        regular=(Price(Decimal("0.0001"), "USD", 1, 9), Price(Decimal("123456789.99"), "EUR", 10)),
        renewal=(Price(Decimal(5), "USD"),),
        option_groups=(replace(SUPPORT, is_required=True), USERS),
    ),
    a_configuration(
        code="B",
        is_default=False,
        countries=frozenset({"BR", "PT"}),
        schema=PricingSchema.FLAT,
        price_type=PriceType.GROSS,
        regular=(Price(Decimal(9), "USD", options=frozenset({"none"})),),
        option_groups=(SUPPORT,),
    ),
    name="Größe \u2713",
    type=ProductType.BUNDLE,
    version="7.2",
    is_tangible=True,
    has_gift_option=True,
    tax_category="books",
    generates_subscription=True,
    cycle=BillingCycle(12, CycleUnit.MONTH),
    bundle=("15", "16"),
    texts=ProductTexts(trial_url="https://www.example.com/trial", platforms=(Platform("Linux"),)),
    grace_days=30,
)


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements sent to the database inside."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield statements
    event.remove(database.engine, "before_cursor_execute", note)


@pytest.fixture
def shop(context: Context) -> Context:
    """Three products: PRO and STARTER of group Backup, the bundle BOTH of group Sets, disabled."""
    store.insert_product(context, a_product(group_name="Backup", name="Backup 100% Pro"))
    store.insert_product(context, a_product(code="STARTER", product_id=3, group_name="Backup", name="Backup starter"))
    store.insert_product(
        context,
        a_product(code="BOTH", product_id=2, group_name="Sets", type=ProductType.BUNDLE, name="Set", is_enabled=False),
    )
    return context


def found(context: Context, **search: object) -> list[str]:
    products, _ = service.search_products(context, ProductSearch(**search))  # type: ignore[arg-type]
    return [product.code for product in products]


def test_a_product_is_read_as_it_was_stored(context: Context) -> None:
    for group in (SUPPORT, USERS):
        store.insert_option_group(context, group)
    store.insert_product(context, FULL, skus=("BKP-1", "BKP-2"))
    context.session.flush()
    context.session.expunge_all()

    assert service.product_by_code(context, "PRO") == FULL
    assert service.product_by_id(context, 4700002) == FULL
    assert service.product_by_sku(context, "BKP-2") == FULL
    assert service.products_by_code(context, ["PRO", "PRO", "GONE"]) == {"PRO": FULL}


def test_a_product_takes_two_queries_and_one_without_options(context: Context, database: Database) -> None:
    store.insert_option_group(context, SUPPORT)
    store.insert_product(context, a_product(a_configuration(option_groups=(SUPPORT,))))
    store.insert_product(context, a_product(code="PLAIN", product_id=3))
    context.session.flush()

    with counted(database) as two:
        service.product_by_code(context, "PRO")
    with counted(database) as one:
        service.product_by_code(context, "PLAIN")

    assert (len(two), len(one)) == (2, 1)


@pytest.mark.parametrize("code", ["pro", "PRO ", "", "PR%", "GONE"])
def test_a_code_is_matched_exactly(shop: Context, code: str) -> None:
    assert service.product_by_code(shop, code) is None


@pytest.mark.parametrize("product_id", [0, -1, 5, 2**31, 2**70])
def test_an_id_no_product_has_finds_nothing(shop: Context, product_id: int) -> None:
    assert service.product_by_id(shop, product_id) is None


def test_no_merchant_sees_the_products_of_another(other_merchant: Merchant, shop: Context) -> None:
    stranger = Context(other_merchant, shop.work, shop.services)

    assert service.product_by_code(stranger, "PRO") is None
    assert service.product_by_id(stranger, 4700002) is None
    assert service.search_products(stranger, ProductSearch()) == ([], 0)


def test_two_merchants_may_use_the_same_code_id_and_sku(other_merchant: Merchant, context: Context) -> None:
    stranger = Context(other_merchant, context.work, context.services)
    store.insert_product(context, a_product(name="Ours"), skus=("S",))
    store.insert_product(stranger, a_product(name="Theirs"), skus=("S",))

    ours, theirs = service.product_by_sku(context, "S"), service.product_by_sku(stranger, "S")

    assert ours is not None
    assert theirs is not None
    assert (ours.name, theirs.name) == ("Ours", "Theirs")


def test_a_product_without_an_id_draws_one(context: Context) -> None:
    stored = store.insert_product(context, a_product(product_id=0))

    assert 1_000_000 <= stored.product_id < 10_000_000
    assert service.product_by_id(context, stored.product_id) == stored


def test_a_code_cannot_be_used_twice(shop: Context) -> None:
    with pytest.raises(CodeTaken, match="There is a product PRO already"):
        store.insert_product(shop, a_product(product_id=0))


def test_an_id_cannot_be_used_twice(shop: Context) -> None:
    with pytest.raises(IntegrityError):
        store.insert_product(shop, a_product(code="OTHER"))


def test_a_search_for_nothing_in_particular_finds_everything_by_code(shop: Context) -> None:
    assert found(shop) == ["BOTH", "PRO", "STARTER"]


@pytest.mark.parametrize(
    ("search", "codes"),
    [
        ({"name": "BACKUP"}, ["PRO", "STARTER"]),
        ({"name": "100%"}, ["PRO"]),
        ({"name": "_"}, []),
        ({"codes": ("STARTER", "GONE", "BOTH")}, ["BOTH", "STARTER"]),
        ({"types": (ProductType.BUNDLE,)}, ["BOTH"]),
        ({"types": (ProductType.BUNDLE, ProductType.REGULAR)}, ["BOTH", "PRO", "STARTER"]),
        ({"is_enabled": True}, ["PRO", "STARTER"]),
        ({"is_enabled": False}, ["BOTH"]),
        ({"group_name": "backup", "name": "Pro"}, ["PRO"]),
    ],
)
def test_a_search_finds_what_meets_every_criterion(shop: Context, search: dict[str, object], codes: list[str]) -> None:
    assert found(shop, **search) == codes


@pytest.mark.parametrize(
    ("order_by", "codes"),
    [
        (ProductOrder.STATUS, ["BOTH", "PRO", "STARTER"]),
        (ProductOrder.NAME, ["PRO", "STARTER", "BOTH"]),
        (ProductOrder.CODE, ["BOTH", "PRO", "STARTER"]),
        (ProductOrder.ID, ["BOTH", "STARTER", "PRO"]),
    ],
)
def test_a_search_is_ordered_by_the_field_asked_for(shop: Context, order_by: ProductOrder, codes: list[str]) -> None:
    assert found(shop, order_by=order_by) == codes


def test_a_search_may_begin_with_the_last_change(shop: Context, clock: SetClock) -> None:
    clock.advance(timedelta(seconds=1))
    store.insert_product(shop, a_product(code="NEW", product_id=9))

    assert found(shop, order_by=ProductOrder.UPDATED, is_descending=True)[0] == "NEW"


@pytest.mark.parametrize(("page", "codes"), [(1, ["BOTH", "PRO"]), (2, ["STARTER"]), (3, []), (2**62, [])], ids=str)
def test_a_search_gives_one_page_and_the_number_of_all(shop: Context, page: int, codes: list[str]) -> None:
    products, count = service.search_products(shop, ProductSearch(page=page, limit=2))

    assert ([product.code for product in products], count) == (codes, 3)
