"""Exchange rates, shipping methods and product groups in a file of known data."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from rpc_server.commerce.catalog.exchange import exchange_rates
from rpc_server.commerce.catalog.model import ShippingCharge, ShippingClass, ShippingScope
from rpc_server.commerce.catalog.product_groups import service as product_groups
from rpc_server.commerce.catalog.service import known_product
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.pricing.exchange import Rates
from rpc_server.commerce.shipping import service as shipping
from rpc_server.commerce.shipping.model import ShippingMethod
from rpc_server.sandbox.seed import SeedError, seed

SHOP = """\
account: {code: SHOP, secret_key: KEY}
exchange_rates:
  base: EUR
  rates:
    - {since: 2025-01-01, units: {USD: 1.1, RON: 4.9753}}
    - {since: 2026-03-10, units: {USD: 1.08}}
shipping_methods:
  - {code: VAN, name: Van, amounts: {EUR: 9.5}, unit_amounts: {EUR: 1, USD: 1.2}, countries: [RO], tracking_url: https://van.example/}
  - {code: POST, name: Post, amounts: {EUR: 4}}
products:
  - code: BOX
    name: Box
    group: Hardware
    shipping_class: {name: Heavy, amount: 3, currency: USD, once_an_order: true}
    pricing:
      - {prices: [{amounts: {USD: 5}}], original_prices: true}
  - code: BAG
    name: Bag
    group: Hardware
    shipping_class: {name: Dear, percent: 2.5}
    pricing:
      - {prices: [{amounts: {USD: 5}}]}
"""

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(text: str) -> Path:
        path = tmp_path / "shop.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_shop_is_filled(services: Services, write: Write) -> None:
    (merchant,) = seed(services, write(SHOP))

    with services.database.reading() as work:
        context = Context(merchant, work, services)
        assert exchange_rates(context, date(2026, 3, 9)) == Rates(
            {"EUR": Decimal(1), "USD": Decimal("1.1"), "RON": Decimal("4.9753")}
        )
        assert exchange_rates(context, date(2026, 3, 10)).units["USD"] == Decimal("1.08")
        assert shipping.methods(context) == [
            ShippingMethod("POST", "Post", (("EUR", Decimal(4)),)),
            ShippingMethod(
                "VAN",
                "Van",
                (("EUR", Decimal("9.5")),),
                (("EUR", Decimal(1)), ("USD", Decimal("1.2"))),
                frozenset({"RO"}),
                "https://van.example/",
            ),
        ]
        box, bag = known_product(context, "BOX"), known_product(context, "BAG")
        assert box.shipping_class == ShippingClass(
            "Heavy", Decimal(3), "USD", ShippingScope.ORDER, ShippingCharge.FIXED
        )
        assert bag.shipping_class == ShippingClass(
            "Dear", Decimal("2.5"), None, ShippingScope.PRODUCT, ShippingCharge.PERCENT
        )
        assert [found.configurations[0].uses_original_prices for found in (box, bag)] == [True, False]
        assert [group.name for group in product_groups.all_groups(context)] == ["General", "Hardware"]
        assert product_groups.find(context, box.group_code).name == box.group_name == "Hardware"


MISTAKES = [
    ("base: EUR", "base: XYZ", "line 2: exchange_rates: 'XYZ' is no currency code"),
    ("RON: 4.9753", "XYZ: 1", "line 5: exchange_rates.rates[0]: 'XYZ' is no currency code"),
    ("RON: 4.9753", "RON: 0", "line 5: exchange_rates.rates[0]: 0 is no exchange rate"),
    ("RON: 4.9753", "RON: -1.5", "line 5: exchange_rates.rates[0]: -1.5 is no exchange rate"),
    ("RON: 4.9753", "EUR: 2", "line 2: exchange_rates: one EUR is always worth one EUR"),
    ("{since: 2026-03-10", "{since: 2025-01-01", "line 2: exchange_rates: An entry repeats the key of another"),
    ("countries: [RO]", "countries: [XX]", "line 8: shipping_methods[0]: 'XX' is no country code"),
    ("amounts: {EUR: 4}", "amounts: {EUR: -4}", "line 9: shipping_methods[1]: -4 is no number of zero or more"),
    ("code: POST", "code: VAN", "line 7: shipping_methods: An entry repeats the key of another"),
    ("percent: 2.5", "amount: 2", "line 20: products[1].shipping_class: a shipping class has either percent or an amount"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "told"), MISTAKES, ids=[told for *_, told in MISTAKES])
def test_a_mistake_is_told_with_its_line(services: Services, write: Write, right: str, wrong: str, told: str) -> None:
    assert right in SHOP

    with pytest.raises(SeedError) as error:
        seed(services, write(SHOP.replace(right, wrong, 1)))

    assert told in str(error.value)
