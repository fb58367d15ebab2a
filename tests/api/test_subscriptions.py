"""The subscription methods of the merchant API 3.0 to 6.0: whole answers, and every refusal."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.subscriptions import service
from tests.api_client import ApiClient
from tests.subscription_world import ADA, REFERENCE, card_of, stock, subscribed

NOT_FOUND = ("SUBSCRIPTION_NOT_FOUND", "There is no subscription with this reference.")
NOTHING_DELIVERED = {"Description": "", "Codes": []}
VERSIONS = ["merchant-3.0", "merchant-3.1", "merchant-4.0", "merchant-5.0", "merchant-6.0", "subscription-2.0"]

IN_3_0 = {
    "SubscriptionReference": "8AF9A9DC95",
    "StartDate": "2026-02-18",
    "ExpirationDate": "2026-03-20",
    "RecurringEnabled": True,
    "SubscriptionEnabled": True,
    "Product": {
        "ProductCode": "STARTER",
        "ProductId": "101",
        "ProductName": "Starter",
        "ProductVersion": "1.2",
        "ProductQuantity": 1,
        "PriceOptionCodes": None,
    },
    "EndUser": {
        "FirstName": "Ada",
        "LastName": "Lovelace",
        "Email": "Ada@example.com",
        "Company": "",
        "Phone": "",
        "Fax": "",
        "Address1": "12 St James's Square",
        "Address2": "",
        "Zip": "SW1Y 4JH",
        "City": "London",
        "State": "",
        "CountryCode": "gb",
        "Language": "en",
    },
    "SKU": "",
    "DeliveryInfo": NOTHING_DELIVERED,
    "ReceiveNotifications": True,
    "Lifetime": False,
    "PartnerCode": "",
    "AvangateCustomerReference": "555000111",
    "ExternalCustomerReference": "ada",
    "TestSubscription": False,
    "IsTrial": False,
}
FREE = {
    "BillingPrice": 0,
    "BillingGrossPrice": 0,
    "BillingCurrency": "USD",
    "Quantity": 1,
    "DisplayPrice": 0,
    "DisplayGrossPrice": 0,
    "DisplayCurrency": "USD",
    "ProratedPrice": "-10.00",
    "ProratedGrossPrice": "-12.00",
    "Discount": 0,
    "DiscountedProratedPrice": -10,
    "DiscountedProratedGrossPrice": -12,
    "DiscountedBillingPrice": 0,
    "DiscountedBillingGrossPrice": 0,
    "DisplayDiscount": 0,
    "DiscountedDisplayPrice": 0,
    "DiscountedDisplayGrossPrice": 0,
}


ORDER = {
    "Currency": "USD",
    "Country": "GB",
    "Language": "en",
    "Items": [{"Code": "STARTER", "Quantity": 1}],
    "BillingDetails": {
        "FirstName": "Ada",
        "LastName": "Lovelace",
        "Email": "ada@example.com",
        "Address1": "12 St James's Square",
        "City": "London",
        "Zip": "SW1Y 4JH",
        "CountryCode": "GB",
    },
    "PaymentDetails": {
        "Type": "CC",
        "Currency": "USD",
        "CustomerIP": "10.10.10.10",
        "PaymentMethod": {
            "CardNumber": "4111111111111111",
            "CardType": "VISA",
            "ExpirationYear": "2030",
            "ExpirationMonth": "12",
            "HolderName": "John Doe",
            "CCID": "123",
            "RecurringEnabled": True,
            "Vendor3DSReturnURL": "https://example.com/return",
            "Vendor3DSCancelURL": "https://example.com/cancel",
        },
    },
}


class Shop:
    """APITEST with its catalogue, to give subscriptions to and to open sessions of."""

    def __init__(self, services: Services, merchant: Merchant) -> None:
        self._services = services
        self._merchant = merchant

    def sell(self, holder: str = "John Doe", **changes: object) -> None:
        """A subscription like ``starter``, with a card of ``holder``."""
        with self._services.database.writing() as work:
            context = Context(self._merchant, work, self._services)
            subscribed(context, **{"card_id": card_of(context, holder), **changes})

    def client(self, endpoint: str = "merchant-6.0") -> ApiClient:
        return ApiClient(self._services, endpoint, self._merchant)

    def order_of_upgrade(self, client: ApiClient) -> Any:
        """The order behind the last period of the subscription."""
        reference = client.call("getSubscriptionHistory", REFERENCE)[-1]["ReferenceNo"]
        with self._services.database.reading() as work:
            return orders.find(Context(self._merchant, work, self._services), reference)

    def product_of(self, reference: str) -> str | None:
        with self._services.database.reading() as work:
            return service.find(Context(self._merchant, work, self._services), reference).product_code


@pytest.fixture
def shop(services: Services, merchant: Merchant) -> Shop:
    stock(services)
    return Shop(services, merchant)


class TestGetSubscription:
    @pytest.mark.parametrize("version", ["merchant-3.0", "merchant-3.1", "merchant-4.0"])
    def test_it_is_answered_with_the_recorded_keys_in_the_recorded_order(self, shop: Shop, version: str) -> None:
        shop.sell()

        answer = shop.client(version).call("getSubscription", REFERENCE)

        assert list(answer.items()) == list(IN_3_0.items())
        assert list(answer["EndUser"]) == list(IN_3_0["EndUser"])  # type: ignore[call-overload]

    def test_5_0_adds_the_merchant(self, shop: Shop) -> None:
        shop.sell()

        answer = shop.client("merchant-5.0").call("getSubscription", REFERENCE)

        assert list(answer.items()) == [*IN_3_0.items(), ("MerchantCode", "APITEST")]

    def test_6_0_puts_the_activation_after_the_start(self, shop: Shop) -> None:
        shop.sell()

        answer = shop.client().call("getSubscription", REFERENCE)

        assert list(answer)[:4] == ["SubscriptionReference", "StartDate", "ActivationDate", "ExpirationDate"]
        assert answer == {**IN_3_0, "ActivationDate": "2026-02-18", "MerchantCode": "APITEST"}

    def test_the_subscription_api_2_0_has_it_too(self, shop: Shop) -> None:
        shop.sell()

        assert shop.client("subscription-2.0").call("getSubscription", REFERENCE)["SubscriptionReference"] == REFERENCE

    def test_a_lifetime_expires_at_the_end_of_the_calendar(self, shop: Shop) -> None:
        shop.sell(expires_at=None)

        answer = shop.client().call("getSubscription", REFERENCE)

        assert (answer["Lifetime"], answer["ExpirationDate"]) == (True, "9999-12-31")

    def test_a_dynamic_product_has_neither_code_nor_id(self, shop: Shop) -> None:
        shop.sell(product_code=None, product_id=None, customer_reference=None)

        answer = shop.client().call("getSubscription", REFERENCE)

        assert (answer["Product"]["ProductCode"], answer["Product"]["ProductId"]) == ("", "")
        assert answer["AvangateCustomerReference"] == ""

    @pytest.mark.parametrize("reference", ["0000000000", "", "8af9a9dc95", "x" * 5_000])
    def test_an_unknown_reference_is_refused(self, shop: Shop, reference: str) -> None:
        assert shop.client().refusal("getSubscription", reference) == NOT_FOUND


class TestSearchSubscriptions:
    @pytest.mark.parametrize("version", ["merchant-3.0", "merchant-4.0", "subscription-2.0"])
    def test_it_is_a_bare_list_up_to_4_0(self, shop: Shop, version: str) -> None:
        shop.sell()

        (answer,) = shop.client(version).call("searchSubscriptions", {"Page": 1, "Limit": 5})

        assert answer["SubscriptionReference"] == REFERENCE

    @pytest.mark.parametrize("asked", [{"Pagination": {"Page": 2, "Limit": 1}}, {"Page": 2, "Limit": "1"}])
    @pytest.mark.parametrize("version", ["merchant-5.0", "merchant-6.0"])
    def test_it_is_a_page_from_5_0_on(self, shop: Shop, version: str, asked: dict[str, Any]) -> None:
        shop.sell(reference="A")
        shop.sell(reference="B")

        answer = shop.client(version).call("searchSubscriptions", asked)

        assert [found["SubscriptionReference"] for found in answer["Items"]] == ["B"]
        assert answer["Pagination"] == {"Page": 2, "Limit": 1, "Count": 2}

    @pytest.mark.parametrize("arguments", [[], [None], [{}], [dict.fromkeys(["CustomerEmail", "Type", "ExpireAfter"])]])
    def test_nothing_asked_for_is_everything(self, shop: Shop, arguments: list[Any]) -> None:
        shop.sell()

        assert shop.client().call("searchSubscriptions", *arguments)["Pagination"] == {
            "Page": 1, "Limit": 10, "Count": 1,
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("asked", "count"),
        [
            ({"CustomerEmail": "ada@"}, 1),
            ({"CustomerEmail": "ada@", "ExactMatchEmail": True}, 0),
            ({"DeliveredCode": "KEY"}, 0),
            ({"AvangateCustomerReference": "555000111"}, 1),
            ({"ExternalCustomerReference": "bob"}, 0),
            ({"Aggregate": True}, 1),
            ({"SubscriptionEnabled": "0"}, 0),
            ({"RecurringEnabled": True}, 1),
            ({"ProductCodes": ["PRO", "STARTER"]}, 1),
            ({"CountryCodes": "gb"}, 1),
            ({"CountryCodes": ["fr", "de"]}, 0),
            ({"PartnerCode": "PARTNER1"}, 0),
            ({"PartnerCode": ""}, 1),
            ({"PurchasedAfter": "2026-02-18", "PurchasedBefore": "2026-02-18"}, 1),
            ({"PurchasedAfter": "2026-02-19"}, 0),
            ({"PurchasedBefore": "2026-02-17"}, 0),
            ({"PurchasedBefore": "9999-12-31"}, 1),
            ({"ExpireAfter": "2026-03-20", "ExpireBefore": "2026-03-20 10:00:00"}, 1),
            ({"RenewedAfter": "2026-01-01"}, 0),
            ({"NotificationBefore": "2027-01-01"}, 0),
            ({"ModifiedBefore": "2026-02-18"}, 1),
            ({"NextBillingDateAfter": "2026-03-20", "NextBillingDateBefore": "2026-03-21"}, 1),
            ({"LifetimeSubscription": True}, 0),
            ({"Type": "REGULAR"}, 1),
            ({"Type": "trial"}, 0),
            ({"Type": "RegularFromTrial"}, 0),
            ({"TestSubscription": False}, 1),
        ],
    )
    def test_every_documented_option_is_understood(self, shop: Shop, asked: dict[str, Any], count: int) -> None:
        shop.sell()

        assert len(shop.client().call("searchSubscriptions", asked)["Items"]) == count

    @pytest.mark.parametrize(
        ("asked", "text"),
        [
            ({"Type": "rented"}, "Type must be trial, regular or regularfromtrial."),
            ({"SubscriptionEnabled": "maybe"}, "searchBy.SubscriptionEnabled must be true or false."),
            ({"CountryCodes": {"a": "b"}}, "searchBy.CountryCodes must be a list."),
            ({"CountryCodes": 7}, "searchBy.CountryCodes must be a list."),
            (
                {"ExpireAfter": "tomorrow"},
                "searchBy.ExpireAfter must be a date like 2026-03-10 or 2026-03-10 14:30:00.",
            ),
            (
                {"ExpireAfter": "0001-01-01"},
                "searchBy.ExpireAfter must be a date like 2026-03-10 or 2026-03-10 14:30:00.",
            ),
            ({"Page": 10**18}, "Page must be 1000000000 or less."),
            ({"Limit": 201}, "Limit must be between 1 and 200."),
            ({"Pagination": {"Page": -1}}, "Page must be 1 or more."),
        ],
    )
    def test_values_it_does_not_know_are_refused(self, shop: Shop, asked: dict[str, Any], text: str) -> None:
        assert shop.client().refusal("searchSubscriptions", asked) == ("INVALID_ARGUMENT", text)


class TestGetSubscriptionHistory:
    @pytest.mark.parametrize("version", VERSIONS)
    def test_it_answers_every_paid_period(self, shop: Shop, version: str) -> None:
        shop.sell(sku="S-1", partner_code="PARTNER1")

        assert shop.client(version).call("getSubscriptionHistory", REFERENCE) == [
            {
                "ReferenceNo": "100000001",
                "Type": "SALE",
                "SubscriptionReference": REFERENCE,
                "StartDate": "2026-02-18",
                "ExpirationDate": "2026-03-20",
                "Lifetime": False,
                "SKU": "S-1",
                "DeliveryInfo": NOTHING_DELIVERED,
                "PartnerCode": "PARTNER1",
            }
        ]

    def test_an_unknown_reference_is_refused(self, shop: Shop) -> None:
        assert shop.client().refusal("getSubscriptionHistory", "0000000000") == NOT_FOUND


class TestUpgradeOptions:
    @pytest.mark.parametrize("version", VERSIONS)
    def test_they_are_the_products_and_their_price_options(self, shop: Shop, version: str) -> None:
        shop.sell(quantity=2)

        offered = shop.client(version).call("getProductUpgradeOptions", REFERENCE)

        assert [option["ProductInfo"]["ProductCode"] for option in offered] == ["FLAT", "FOREVER", "PRO", "SUITE"]
        assert offered[2] == {
            "ProductInfo": {
                "ProductId": 102,
                "ProductCode": "PRO",
                "ProductName": "Pro",
                "ProductVersion": "",
                "ProductEnabled": True,
                "ProductType": "REGULAR",
                "Currency": "USD",
                "DefaultCurrency": "USD",
                "Price": 90,
                "GiftOption": False,
                "IdGroup": None,
                "GroupName": "General",
                "ShortDescription": "More of it.",
                "ProductImage": "",
                "Languages": [],
                "PriceIntervals": [{"MinQuantity": 1, "MaxQuantity": 99999, "Price": 90}],
                "PriceType": "NET",
                "PriceSchema": "DYNAMIC",
            },
            "Quantity": 2,
            "PriceOptions": [
                {
                    "Id": "SUPPORT",
                    "Name": "Support",
                    "Description": "",
                    "Required": True,
                    "Type": "RADIO",
                    "Options": [
                        _option("None", "basic", is_default=True),
                        _option("By telephone", "phone"),
                    ],
                },
                {
                    "Id": "Users",
                    "Name": "Users",
                    "Description": "",
                    "Required": False,
                    "Type": "INTERVAL",
                    "Options": [_option("Users", "Users=1", is_default=True, scale=(1, 100))],
                },
            ],
        }

    def test_a_flat_product_has_no_price_of_its_own(self, shop: Shop) -> None:
        shop.sell()

        info = shop.client().call("getProductUpgradeOptions", REFERENCE)[0]["ProductInfo"]

        assert (info["PriceSchema"], info["Price"], info["PriceIntervals"]) == ("FLAT", None, [])

    def test_every_value_answered_can_be_asked_for(self, shop: Shop) -> None:
        shop.sell()
        client = shop.client()

        for group in client.call("getProductUpgradeOptions", REFERENCE)[2]["PriceOptions"]:
            for option in group["Options"]:
                client.call("getProductUpgradeOptionsPrice", REFERENCE, "PRO", "USD", option["OptionValue"])

    def test_an_unknown_reference_is_refused(self, shop: Shop) -> None:
        assert shop.client().refusal("getProductUpgradeOptions", "0000000000") == NOT_FOUND


class TestUpgradePrice:
    @pytest.mark.parametrize("version", VERSIONS)
    def test_a_downgrade_bills_nothing_and_shows_what_it_is_cheaper(self, shop: Shop, version: str) -> None:
        shop.sell(product_code="PRO", paid_net=Decimal("120.00"), billing=msgspec.structs.replace(ADA, country="DE"))

        answer = shop.client(version).call("getProductUpgradeOptionsPrice", REFERENCE, "STARTER", "USD", "")

        assert list(answer.items()) == list(FREE.items())

    def test_an_upgrade_is_shown_in_the_currency_asked_for(self, shop: Shop) -> None:
        shop.sell()

        answer = shop.client().call("getProductUpgradeOptionsPrice", REFERENCE, "PRO", "EUR", "phone;Users=2")

        assert (answer["BillingPrice"], answer["BillingCurrency"]) == (96, "USD")
        assert (answer["DisplayPrice"], answer["DisplayCurrency"]) == (52.53, "EUR")

    @pytest.mark.parametrize(
        ("arguments", "refusal"),
        [
            (["0000000000", "PRO", "USD", ""], NOT_FOUND),
            ([REFERENCE, "NOTHING", "USD", ""], ("INVALID_PRODUCT", "There is no product 'NOTHING' on sale.")),
            (
                [REFERENCE, "EXPENSIVE", "USD", ""],
                (
                    "SUBSCRIPTION_UPGRADE_NOT_CONFIGURED",
                    "The subscription's product cannot be upgraded to this product.",
                ),
            ),
            ([REFERENCE, "PRO", "USD", "Phone"], ("INVALID_OPTIONS", "There is no price option 'Phone'.")),
            (
                [REFERENCE, "PRO", "JPY", ""],
                ("ORDER_PRODUCT_CURRENCY_INVALID", "The product PRO has no price in JPY."),
            ),
        ],
    )
    def test_what_cannot_be_priced_is_refused(self, shop: Shop, arguments: list[str], refusal: tuple[str, str]) -> None:
        shop.sell()

        assert shop.client().refusal("getProductUpgradeOptionsPrice", *arguments) == refusal


class TestSetSubscriptionUpgrade:
    @pytest.mark.parametrize("version", VERSIONS)
    def test_the_subscription_becomes_the_product_under_its_own_reference(self, shop: Shop, version: str) -> None:
        shop.sell()
        client = shop.client(version)

        assert client.call("setSubscriptionUpgrade", REFERENCE, "PRO", "phone", None) is True

        product = client.call("getSubscription", REFERENCE)["Product"]
        assert (product["ProductCode"], product["PriceOptionCodes"]) == ("PRO", ["phone"])

    def test_the_published_sample_sends_an_empty_text_and_a_whole_number(self, shop: Shop) -> None:
        shop.sell()
        client = shop.client()

        assert client.call("setSubscriptionUpgrade", REFERENCE, "PRO", "", 1) is True
        assert shop.order_of_upgrade(client).totals.gross == Decimal(1)

    def test_a_custom_price_may_be_a_text(self, shop: Shop) -> None:
        shop.sell()
        client = shop.client()

        client.call("setSubscriptionUpgrade", REFERENCE, "PRO", None, "12.50")

        assert shop.order_of_upgrade(client).totals.gross == Decimal("12.50")

    def test_each_period_shows_in_the_history(self, shop: Shop) -> None:
        shop.sell()
        client = shop.client()

        client.call("setSubscriptionUpgrade", REFERENCE, "PRO")

        periods = client.call("getSubscriptionHistory", REFERENCE)
        assert [(period["Type"], period["StartDate"], period["ExpirationDate"]) for period in periods] == [
            ("SALE", "2026-02-18", "2026-03-10"),
            ("UPGRADE", "2026-03-10", "2026-04-10"),
        ]

    @pytest.mark.parametrize(
        ("changes", "arguments", "refusal"),
        [
            ({}, ["0000000000", "PRO"], NOT_FOUND),
            (
                {"is_recurring": False},
                [REFERENCE, "PRO"],
                (
                    "SUBSCRIPTION_RECURRING_DISABLED",
                    "Only subscriptions with automatic renewal enabled can be upgraded.",
                ),
            ),
            ({"is_enabled": False}, [REFERENCE, "PRO"], ("SUBSCRIPTION_DISABLED", "The subscription is disabled.")),
            (
                {"card_id": None},
                [REFERENCE, "PRO"],
                (
                    "SUBSCRIPTION_PAYMENT_METHOD_MISSING",
                    "The subscription has no stored payment method to charge.",
                ),
            ),
            ({}, [REFERENCE, ""], ("INVALID_PRODUCT", "There is no product '' on sale.")),
            ({}, [REFERENCE, "PRO", "Phone"], ("INVALID_OPTIONS", "There is no price option 'Phone'.")),
            (
                {},
                [REFERENCE, "PRO", "", "-1"],
                ("INVALID_CUSTOM_PRICE", "The custom price must be between 0 and 99999999.99."),
            ),
            ({}, [REFERENCE, "PRO", "", "dear"], ("INVALID_ARGUMENT", "customPrice must be a decimal number.")),
        ],
    )
    def test_a_refused_upgrade_changes_nothing(
        self, shop: Shop, changes: dict[str, Any], arguments: list[str], refusal: tuple[str, str]
    ) -> None:
        shop.sell(**changes)

        assert shop.client().refusal("setSubscriptionUpgrade", *arguments) == refusal
        assert shop.product_of(REFERENCE) == "STARTER"

    def test_a_declined_card_changes_nothing(self, shop: Shop) -> None:
        shop.sell("Mona Doe")

        assert shop.client().refusal("setSubscriptionUpgrade", REFERENCE, "PRO") == (
            "PAYMENT_ERROR",
            "Couldn't complete the payment validation process: Insufficient funds",
        )
        assert shop.product_of(REFERENCE) == "STARTER"


class TestSetExternalRef:
    @pytest.mark.parametrize("version", VERSIONS)
    def test_it_becomes_the_reference_of_the_upgrade_order_once(self, shop: Shop, version: str) -> None:
        shop.sell()
        client = shop.client(version)

        assert client.call("setExternalRef", "YOUR-1") is True
        client.call("setSubscriptionUpgrade", REFERENCE, "PRO")
        first = shop.order_of_upgrade(client)
        client.call("setSubscriptionUpgrade", REFERENCE, "STARTER")

        assert (first.external_reference, shop.order_of_upgrade(client).external_reference) == ("YOUR-1", None)

    def test_it_waits_for_an_upgrade_that_succeeds(self, shop: Shop) -> None:
        shop.sell()
        client = shop.client()
        client.call("setExternalRef", "YOUR-1")

        client.refusal("setSubscriptionUpgrade", REFERENCE, "NOTHING")
        client.call("setSubscriptionUpgrade", REFERENCE, "PRO")

        assert shop.order_of_upgrade(client).external_reference == "YOUR-1"

    def test_another_session_knows_nothing_of_it(self, shop: Shop) -> None:
        shop.sell()
        shop.client().call("setExternalRef", "YOUR-1")
        client = shop.client()

        client.call("setSubscriptionUpgrade", REFERENCE, "PRO")

        assert shop.order_of_upgrade(client).external_reference is None

    @pytest.mark.parametrize("arguments", [[], [None], [""], ["  "]])
    def test_an_empty_one_is_refused(self, shop: Shop, arguments: list[Any]) -> None:
        assert shop.client().refusal("setExternalRef", *arguments) == (
            "INVALID_SOURCE",
            "The provided external reference is empty.",
        )

    def test_it_has_at_most_a_hundred_characters(self, shop: Shop) -> None:
        client = shop.client()

        assert client.call("setExternalRef", "x" * 100) is True
        assert client.refusal("setExternalRef", "x" * 101)[0] == "INVALID_SOURCE"


class TestFromOrderToUpgrade:
    """A customer buys, his subscription is found by his order, and he is upgraded to more."""

    @pytest.mark.parametrize("version", ["merchant-3.0", "merchant-6.0"])
    def test_what_was_bought_can_be_upgraded_with_the_card_it_was_bought_with(self, shop: Shop, version: str) -> None:
        client = shop.client(version)
        bought = client.call("placeOrder", ORDER)

        (item,) = client.call("getOrder", bought["RefNo"])["Items"]
        reference = item["ProductDetails"]["Subscriptions"][0]["SubscriptionReference"]
        client.call("setSubscriptionUpgrade", reference, "PRO")

        subscription = client.call("getSubscription", reference)
        assert (subscription["Product"]["ProductCode"], subscription["RecurringEnabled"]) == ("PRO", True)
        assert [period["Type"] for period in client.call("getSubscriptionHistory", reference)] == ["SALE", "UPGRADE"]


class TestAnotherMerchant:
    @pytest.mark.parametrize(
        ("name", "arguments"),
        [
            ("getSubscription", [REFERENCE]),
            ("getSubscriptionHistory", [REFERENCE]),
            ("getProductUpgradeOptions", [REFERENCE]),
            ("getProductUpgradeOptionsPrice", [REFERENCE, "PRO", "USD", ""]),
            ("setSubscriptionUpgrade", [REFERENCE, "PRO"]),
        ],
    )
    def test_he_is_told_there_is_no_such_subscription(
        self, shop: Shop, services: Services, other_merchant: Merchant, name: str, arguments: list[str]
    ) -> None:
        shop.sell()

        assert ApiClient(services, "merchant-6.0", other_merchant).refusal(name, *arguments) == NOT_FOUND
        assert shop.product_of(REFERENCE) == "STARTER"

    def test_he_finds_none(self, shop: Shop, services: Services, other_merchant: Merchant) -> None:
        shop.sell()

        assert ApiClient(services, "merchant-6.0", other_merchant).call("searchSubscriptions", {})["Items"] == []


def _option(name: str, value: str, *, is_default: bool = False, scale: tuple[int, int] | None = None) -> dict[str, Any]:
    return {
        "OptionText": name,
        "OptionValue": value,
        "Default": is_default,
        "Name": name,
        "Value": value,
        "Description": "",
        "ScaleMin": scale[0] if scale else None,
        "ScaleMax": scale[1] if scale else None,
    }
