"""What sending an order costs, through the merchant API 5.0 and 6.0."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rpc_server.api.errors import UnknownMethod
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.catalog import store
from rpc_server.commerce.catalog.model import (
    ExchangeRate,
    Price,
    ShippingCharge,
    ShippingClass,
    ShippingScope,
    VatRate,
)
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.shipping import service as shipping
from rpc_server.commerce.shipping.model import ShippingMethod
from tests.api_client import ApiClient
from tests.catalogue import a_configuration, a_product
from tests.catalogue_world import client, refusal, stock, told

SINCE = date(2024, 1, 1)
HEAVY = ShippingClass("Heavy", Decimal(3), "USD", ShippingScope.PRODUCT, ShippingCharge.FIXED)
BOX = a_product(
    a_configuration(regular=(Price(Decimal(55), "USD"),)), code="BOX", product_id=1, is_tangible=True,
    shipping_class=HEAVY,
)  # fmt: skip
METHODS = (
    ShippingMethod("POST", "Post", (("USD", Decimal(10)),), (("USD", Decimal(2)),)),
    ShippingMethod("VAN", "Van", (("RON", Decimal(50)),), (), frozenset({"RO"}), "https://van.example/"),
)


@pytest.fixture
def shop(services: Services, merchant: Merchant) -> ApiClient:
    """APITEST sends BOX by post, and by van in Romania, where tax is 24 %; 4.57 RON are a dollar. PRO is not sent."""
    stock(services, merchant, a_product(), BOX)
    with services.database.writing() as work:
        context = Context(merchant, work, services)
        store.insert_vat_rates(context, [VatRate("RO", Decimal(24), SINCE)])
        store.insert_exchange_rates(
            context, [ExchangeRate("USD", Decimal(1), SINCE), ExchangeRate("RON", Decimal("4.57"), SINCE)]
        )
        for method in METHODS:
            shipping.add_method(context, method)
    return client(services, merchant)


def shown(code: str, name: str, currency: str, net: float, gross: float, url: str | None = None) -> dict[str, Any]:
    return {
        "Name": name,
        "Code": code,
        "TrackingURL": url,
        "Currency": currency,
        "PriceDetails": {"Net": {"TotalAmount": net}, "Gross": {"TotalAmount": gross}},
    }


ITEMS = [{"Code": "BOX", "Quantity": 2}, {"Code": "PRO", "Quantity": 1}]


def test_a_method_costs_its_price_and_the_shipping_classes_with_tax(shop: ApiClient) -> None:
    """10, 2 for each of two units, and 3 for each by their class: 20 net, 24.80 with 24 % of tax."""
    assert shop.call("getShippingPrice", ITEMS, {"CountryCode": "RO"}, {"CountryCode": "RO"}, "USD") == [
        shown("POST", "Post", "USD", 20, 24.8),
        shown("VAN", "Van", "USD", 16.94, 21.01, "https://van.example/"),
    ]


def test_prices_are_converted(shop: ApiClient) -> None:
    assert shop.call("getShippingPrice", ITEMS, {"CountryCode": "RO"}, None, "RON") == [
        shown("POST", "Post", "RON", 91.4, 113.34),
        shown("VAN", "Van", "RON", 77.42, 96.0, "https://van.example/"),
    ]


def test_a_method_reaches_the_country_of_delivery_and_is_taxed_where_it_is_paid(shop: ApiClient) -> None:
    abroad = shop.call("getShippingPrice", ITEMS, {"CountryCode": "RO"}, {"CountryCode": "DE"}, "USD")
    paid_abroad = shop.call("getShippingPrice", ITEMS, {"CountryCode": "DE"}, {"CountryCode": "RO"}, "USD")

    assert abroad == [shown("POST", "Post", "USD", 20, 24.8)]
    assert [price["PriceDetails"]["Gross"]["TotalAmount"] for price in paid_abroad] == [20, 16.94]


def test_nothing_is_sent_of_an_order_without_tangible_products(shop: ApiClient) -> None:
    assert shop.call("getShippingPrice", [{"Code": "PRO", "Quantity": 1}], {"CountryCode": "RO"}) == []


REFUSED: list[tuple[tuple[Any, ...], tuple[str, str | None]]] = [
    (([{"Code": "NOPE", "Quantity": 1}],), ("ORDER_PRODUCT_CODE_INVALID", "Items[0].Code")),
    (([{"Code": "BOX", "Quantity": 0}],), ("ORDER_ITEMS_QUANTITY_INVALID", "Items[0].Quantity")),
    (([],), ("ORDER_PRODUCTS_EMPTY", "Items")),
    ((ITEMS, {"CountryCode": "XX"}), ("ORDER_BILLING_COUNTRY_INVALID", "BillingDetails.CountryCode")),
    ((ITEMS, None, {"CountryCode": "XX"}), ("ORDER_DELIVERY_COUNTRY_INVALID", "DeliveryDetails.CountryCode")),
    ((ITEMS, None, None, "XYZ"), ("ORDER_CURRENCY_INVALID", "Currency")),
    ((ITEMS, None, None, "JPY"), ("ORDER_PRODUCT_CURRENCY_INVALID", "Currency")),
]


@pytest.mark.parametrize(("arguments", "expected"), REFUSED, ids=[str(expected) for _, expected in REFUSED])
def test_what_cannot_be_ordered_cannot_be_sent(
    shop: ApiClient, arguments: tuple[Any, ...], expected: tuple[str, str | None]
) -> None:
    code, _, field = refusal(shop, "getShippingPrice", *arguments)

    assert (code, field) == expected


def test_a_coupon_there_is_not_is_refused(shop: ApiClient) -> None:
    code, _, _ = refusal(shop, "getShippingPrice", ITEMS, {"CountryCode": "RO"}, None, "USD", ["NOPE"])

    assert code.startswith("ORDER_")


def test_a_shipping_class_without_a_price_in_the_currency_is_refused(
    services: Services, merchant: Merchant, shop: ApiClient
) -> None:
    franc = ShippingClass("Swiss", Decimal(3), "CHF", ShippingScope.PRODUCT, ShippingCharge.FIXED)
    stock(services, merchant, a_product(code="CLOCK", product_id=2, is_tangible=True, shipping_class=franc))

    assert refusal(shop, "getShippingPrice", [{"Code": "CLOCK", "Quantity": 1}], None, None, "USD") == (
        "SHIPPING_CURRENCY_INVALID", "The shipping class Swiss has no price in USD.", "currency",
    )  # fmt: skip


def test_no_merchant_sends_by_the_methods_of_another(
    services: Services, other_merchant: Merchant, shop: ApiClient
) -> None:
    stock(services, other_merchant, BOX)

    assert client(services, other_merchant).call("getShippingPrice", ITEMS[:1], None, None, "USD") == []


def test_shipping_prices_are_there_since_5(services: Services, merchant: Merchant, shop: ApiClient) -> None:
    older, newer = (client(services, merchant, version) for version in ("4.0", "5.0"))

    assert len(newer.call("getShippingPrice", ITEMS, {"CountryCode": "RO"}, None, "USD")) == 2
    assert told(lambda: older.call("getShippingPrice", ITEMS))[0] == UnknownMethod.code
