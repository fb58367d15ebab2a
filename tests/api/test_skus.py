"""SKUs through the merchant API 6.0."""

from decimal import Decimal
from typing import Any

import pytest

from rpc_server.api.errors import UnknownMethod
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.catalog.model import Price
from rpc_server.commerce.context import Services
from tests.api_client import ApiClient
from tests.catalogue import a_configuration, a_product
from tests.catalogue_world import SUPPORT, client, refusal, stock, told

ROWS = (Price(Decimal(20), "USD", 1, 9), Price(Decimal(16), "USD", 10), Price(Decimal(18), "EUR"))
PURCHASES = ["NEW_PRODUCT", "RENEWAL", "UPGRADE", "TRIAL"]


@pytest.fixture
def shop(services: Services, merchant: Merchant) -> ApiClient:
    """APITEST sells PRO, in two intervals in USD and one in EUR, with options; and OTHER."""
    stock(services, merchant, SUPPORT, a_product(a_configuration(regular=ROWS, option_groups=(SUPPORT,))))
    stock(services, merchant, a_product(a_configuration(code="0THER0THER"), code="OTHER", product_id=2))
    return client(services, merchant)


def way(
    sku: str | None, purchase: str = "NEW_PRODUCT", currency: str = "USD", first: int = 1, last: int = 9, **changes: Any
) -> dict[str, Any]:
    return {
        "ProductCode": "PRO",
        "PricingConfigurationCode": "5A3C1E9D42",
        "Currency": currency,
        "PurchaseType": purchase,
        "PriceOptions": [],
        "MinQuantity": first,
        "MaxQuantity": last,
        "SkuCode": sku,
        **changes,
    }


def details(**changes: Any) -> dict[str, Any]:
    asked = {"PricingConfigurationCode": "5A3C1E9D42", "Currency": "USD", "PurchaseType": "NEW_PRODUCT", "Quantity": 9}
    return asked | changes


def test_the_schema_lists_every_way_a_product_is_sold(shop: ApiClient) -> None:
    assert shop.call("getSchema", "PRO") == {
        "ProductCode": "PRO",
        "Prices": [
            way(None, purchase, currency, first, last)
            for currency, first, last in (("USD", 1, 9), ("USD", 10, 99_999), ("EUR", 1, 99_999))
            for purchase in PURCHASES
        ],
    }


def test_the_schema_may_be_asked_for_some_currencies_and_purchases(shop: ApiClient) -> None:
    assert shop.call("getSchema", "PRO", ["eur"], ["renewal"])["Prices"] == [way(None, "RENEWAL", "EUR", 1, 99_999)]


def test_the_schema_goes_back_with_skus_written_in(shop: ApiClient) -> None:
    schema = shop.call("getSchema", "PRO")
    for number, price in enumerate(schema["Prices"]):
        price["SkuCode"] = f"SKU-{number:02}"

    assert shop.call("setSku", schema) is True

    assert shop.call("getSchema", "PRO") == schema
    assert shop.call("searchSku", {"Limit": 200}) == {
        "Items": schema["Prices"], "Pagination": {"Page": 1, "Limit": 200, "Count": 12},
    }  # fmt: skip


def test_a_purchase_tells_its_sku(shop: ApiClient) -> None:
    entries = [
        way("FEW"),
        way("MANY", first=10, last=99_999),
        way("AGAIN", "RENEWAL"),
        way("MAIL", PriceOptions=["email"]),
    ]
    shop.call("setSku", {"ProductCode": "PRO", "Prices": entries})

    asked = [
        details(), details(Quantity=10), details(Quantity=None), details(PurchaseType="renewal"),
        details(PriceOptions=["email"], Currency="usd"),
    ]  # fmt: skip
    assert [shop.call("getSKUCodeByDetails", purchase) for purchase in asked] == [
        "FEW", "MANY", "FEW", "AGAIN", "MAIL",
    ]  # fmt: skip


def test_a_sku_set_for_options_is_in_the_schema(shop: ApiClient) -> None:
    entry = way("MAIL", PriceOptions=["email"])
    shop.call("setSku", {"ProductCode": "PRO", "Prices": [entry]})

    assert shop.call("getSchema", "PRO", ["USD"], ["NEW_PRODUCT"])["Prices"] == [
        way(None), way(None, first=10, last=99_999), entry,
    ]  # fmt: skip


def test_a_product_is_found_by_its_sku_in_the_older_family(
    services: Services, merchant: Merchant, shop: ApiClient
) -> None:
    shop.call("setSku", {"ProductCode": "PRO", "Prices": [way("ONE")]})

    assert ApiClient(services, "product-2.0", merchant).call("getProductBySKU", "ONE")["ProductCode"] == "PRO"


def test_a_sku_is_replaced_and_taken_away(services: Services, merchant: Merchant, shop: ApiClient) -> None:
    for sku in ("ONE", "TWO"):
        shop.call("setSku", {"ProductCode": "PRO", "Prices": [way(sku), way(sku, "RENEWAL")]})
    assert shop.call("getSKUCodeByDetails", details()) == "TWO"

    shop.call("setSku", {"ProductCode": "PRO", "Prices": [way(" ")]})

    assert shop.call("searchSku")["Items"] == [way("TWO", "RENEWAL")]
    older = ApiClient(services, "product-2.0", merchant)
    assert older.call("getProductBySKU", "TWO")["ProductCode"] == "PRO"
    assert older.refusal("getProductBySKU", "ONE") == ("PRODUCT_ERROR", "No product has the SKU [ONE].")


@pytest.mark.parametrize(
    ("asked", "skus"),
    [
        (None, ["A", "B", "C"]),
        ({"ProductCodes": ["OTHER"]}, ["C"]),
        ({"SkuCodes": ["A", "C", "Z"]}, ["A", "C"]),
        ({"Currencies": ["eur"]}, ["B"]),
        ({"PurchaseTypes": ["renewal"]}, ["B"]),
        ({"PurchaseTypes": ["RENEWAL"], "Currencies": ["USD"]}, []),
        ({"Pagination": {"Page": 2, "Limit": 2}}, ["C"]),
    ],
)
def test_a_search_finds_what_meets_every_option(shop: ApiClient, asked: Any, skus: list[str]) -> None:
    shop.call("setSku", {"ProductCode": "PRO", "Prices": [way("A"), way("B", "RENEWAL", "EUR", 1, 99_999)]})
    other = way("C", last=99_999, PricingConfigurationCode="0THER0THER", ProductCode="OTHER")
    shop.call("setSku", {"ProductCode": "OTHER", "Prices": [other]})

    assert [entry["SkuCode"] for entry in shop.call("searchSku", asked)["Items"]] == skus


CALLS: list[tuple[tuple[Any, ...], tuple[str, str, str]]] = [
    (
        ("getSKUCodeByDetails", details()),
        ("SKU_NOT_FOUND", "There is no SKU for this purchase.", "PricingConfigurationCode"),
    ),
    (
        ("getSKUCodeByDetails", details(Currency=None)),
        ("INVALID_ARGUMENT", "Currency is required.", "Currency"),
    ),
    (
        ("getSKUCodeByDetails", details(PurchaseType="GIFT")),
        ("INVALID_ARGUMENT", "PurchaseType must be one of NEW_PRODUCT, RENEWAL, UPGRADE, TRIAL.", "PurchaseType"),
    ),
    (
        ("getSchema", "NOPE"),
        ("ORDER_PRODUCT_CODE_INVALID", "Requested product [NOPE] was not found.", "productCode"),
    ),
    (
        ("setSku", {"ProductCode": "NOPE"}),
        ("ORDER_PRODUCT_CODE_INVALID", "Requested product [NOPE] was not found.", "productCode"),
    ),
    (
        ("setSku", {"ProductCode": "PRO", "Prices": [way("A"), way("A", PricingConfigurationCode="NOPE")]}),
        (
            "SKU_PRICE_INVALID",
            "There is no pricing configuration 'NOPE'.",
            "Prices[1].PricingConfigurationCode",
        ),
    ),
    (
        ("setSku", {"ProductCode": "PRO", "Prices": [way("A", last=8)]}),
        ("SKU_PRICE_INVALID", "There is no price in USD for 1 to 8 units.", "Prices[0].Currency"),
    ),
    (
        ("setSku", {"ProductCode": "PRO", "Prices": [way("A", PriceOptions=["email", "gold"])]}),
        ("SKU_PRICE_INVALID", "There is no price option gold.", "Prices[0].PriceOptions"),
    ),
    (
        ("setSku", {"ProductCode": "PRO", "Prices": [way("A" * 101)]}),
        (
            "INVALID_ARGUMENT",
            "skuSchema.Prices[0].SkuCode is longer than 100 characters.",
            "skuSchema.Prices[0].SkuCode",
        ),
    ),
]


@pytest.mark.parametrize(("call", "expected"), CALLS, ids=[f"{call[0]} {expected[1]}" for call, expected in CALLS])
def test_what_is_not_valid_is_refused(shop: ApiClient, call: tuple[Any, ...], expected: tuple[str, str, str]) -> None:
    assert refusal(shop, *call) == expected

    assert shop.call("searchSku")["Items"] == []


def test_a_sku_of_another_product_is_refused(shop: ApiClient) -> None:
    shop.call("setSku", {"ProductCode": "PRO", "Prices": [way("A")]})
    other = way("A", last=99_999, PricingConfigurationCode="0THER0THER")

    assert refusal(shop, "setSku", {"ProductCode": "OTHER", "Prices": [other]}) == (
        "SKU_NOT_UNIQUE", "Another product has the SKU A.", "Sku",
    )  # fmt: skip


def test_no_merchant_sees_the_skus_of_another(services: Services, other_merchant: Merchant, shop: ApiClient) -> None:
    shop.call("setSku", {"ProductCode": "PRO", "Prices": [way("A")]})
    stock(services, other_merchant, a_product(a_configuration(regular=ROWS)))
    stranger = client(services, other_merchant)

    assert stranger.call("searchSku")["Items"] == []
    assert refusal(stranger, "getSKUCodeByDetails", details())[0] == "SKU_NOT_FOUND"
    assert stranger.call("setSku", {"ProductCode": "PRO", "Prices": [way("A")]}) is True


@pytest.mark.parametrize("name", ["getSKUCodeByDetails", "getSchema", "setSku", "searchSku"])
def test_skus_are_of_6_alone(services: Services, merchant: Merchant, name: str) -> None:
    caller = client(services, merchant, "5.0")

    assert told(lambda: caller.call(name))[0] == UnknownMethod.code


def test_a_deleted_sku_stands_for_nothing_and_is_free(shop: ApiClient) -> None:
    shop.call("setSku", {"ProductCode": "PRO", "Prices": [way("FEW"), way("FEW", "RENEWAL"), way("OTHERS", "TRIAL")]})

    assert shop.call("deleteSku", " FEW ") is True

    assert shop.call("searchSku")["Items"] == [way("OTHERS", "TRIAL")]
    assert shop.refusal("deleteSku", "FEW") == ("SKU_NOT_FOUND", "There is no SKU 'FEW'.")
    taken = {**way("FEW", last=99_999), "PricingConfigurationCode": "0THER0THER", "Currency": "USD"}
    assert shop.call("setSku", {"ProductCode": "OTHER", "Prices": [{**taken, "ProductCode": "OTHER"}]}) is True
