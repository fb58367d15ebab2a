"""What the methods around subscriptions take and answer, by version; what they do is tested with the engine."""

from typing import Any

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.payments import tokens
from rpc_server.gateways import CardDetails
from tests.api.test_subscriptions import NOT_FOUND, Shop
from tests.api_client import REGISTRY, endpoint, refusal
from tests.subscription_world import REFERENCE, stock

OLD = ["merchant-3.0", "merchant-3.1", "merchant-4.0"]
IN_ALL = [*OLD, "merchant-5.0", "merchant-6.0", "subscription-2.0"]
CARD = {
    "CardNumber": "4111111111111111",
    "CardType": "visa",
    "ExpirationYear": "2031",
    "ExpirationMonth": "1",
    "CCID": "1",
}
IMPORT: dict[str, Any] = {
    "ExternalSubscriptionReference": "ELSEWHERE-1",
    "SubscriptionCode": None,
    "StartDate": "2025-07-16",
    "ExpirationDate": "2026-07-16",
    "Product": {"ProductCode": "", "ProductId": 102, "ProductQuantity": "2", "PriceOptionCodes": ["phone"]},
    "EndUser": {"FirstName": "Zoë", "LastName": "Doe", "Email": "zoe@example.com", "CountryCode": "gb", "Language": "EN"},
    "ActivationInfo": {"Description": "passed over"},
    "RecurringEnabled": "YES",
    "LicenseStatus": "ACTIVE",
    "Test": 0,
}  # fmt: skip


@pytest.fixture
def shop(services: Services, merchant: Merchant) -> Shop:
    stock(services)
    return Shop(services, merchant)


@pytest.mark.parametrize(
    ("name", "versions"),
    [
        ("getSubscriptions", IN_ALL),
        ("getCustomerSubscriptions", IN_ALL),
        ("addSubscription", IN_ALL),
        ("updateSubscription", IN_ALL),
        ("cancelSubscription", IN_ALL),
        ("convertTrial", IN_ALL),
        ("setSubscriptionCustomer", IN_ALL[2:]),
        ("addSubscriptionAdditionalInformationField", IN_ALL[3:5]),
        ("addSubscriptionUsage", IN_ALL[4:5]),
        ("getSubscriptionPaymentInformation", IN_ALL[4:5]),
    ],
)
def test_a_method_is_where_its_pages_are(name: str, versions: list[str]) -> None:
    assert [version for version in IN_ALL if name.lower() in REGISTRY.table(endpoint(version))] == versions


@pytest.mark.parametrize(("version", "parameters"), [("merchant-5.0", 2), ("merchant-6.0", 4)])
def test_reasons_for_stopping_renewal_are_asked_for_from_6_0_on(version: str, parameters: int) -> None:
    assert len(REGISTRY.find(endpoint(version), "disableRecurringBilling").parameters) == parameters


class TestReading:
    def test_several_are_answered_in_the_order_they_are_named_in(self, shop: Shop) -> None:
        for reference in ("A", "B"):
            shop.sell(reference=reference)

        found = shop.client().call("getSubscriptions", ["B", "A", "B"], True)

        assert [subscription["SubscriptionReference"] for subscription in found] == ["B", "A"]

    @pytest.mark.parametrize("version", IN_ALL)
    def test_none_asked_for_are_none(self, shop: Shop, version: str) -> None:
        assert shop.client(version).call("getSubscriptions", []) == []

    def test_an_unknown_one_among_them_is_named(self, shop: Shop) -> None:
        shop.sell()

        assert shop.client().refusal("getSubscriptions", [REFERENCE, "0000000000"]) == (
            "SUBSCRIPTION_NOT_FOUND", "There is no subscription '0000000000'.",
        )  # fmt: skip


class TestRenewing:
    @pytest.mark.parametrize("version", IN_ALL)
    def test_the_details_begin_with_small_letters(self, shop: Shop, version: str) -> None:
        shop.sell()

        details = shop.client(version).call("getRenewalDetails", REFERENCE)

        assert list(details) == ["recurringEnabled", "manualRenewalLink"]
        assert details["manualRenewalLink"].startswith(
            "https://localhost/renewal/?MERCHANT=APITEST&LICENSE=8AF9A9DC95&HASH="
        )

    @pytest.mark.parametrize("version", IN_ALL)
    def test_the_next_price_is_answered_without_and_with_tax(self, shop: Shop, version: str) -> None:
        shop.sell(billing=Address(first_name="Ada", country="DE"))

        assert shop.client(version).call("getNextRenewalPrice", REFERENCE, "eur") == {
            "NetPrice": 27, "NetCurrency": "EUR", "FinalPrice": 32.4, "FinalCurrency": "EUR",
        }  # fmt: skip

    def test_a_custom_price_is_for_one_renewal_in_the_last_currency_unless_told(self, shop: Shop) -> None:
        shop.sell()
        client = shop.client()

        assert client.call("setCustomRenewalPrice", REFERENCE, "5.5", None, None, "Loyal") is True

        assert client.call("getNextRenewalPrice", REFERENCE) == {
            "NetPrice": 5.5, "NetCurrency": "USD", "FinalPrice": 5.5, "FinalCurrency": "USD",
        }  # fmt: skip

    def test_a_renewal_is_charged_and_moves_the_end(self, shop: Shop) -> None:
        shop.sell()
        client = shop.client()

        assert client.call("renewSubscription", REFERENCE, 10, 12.5, "USD") is True

        *_, last = client.call("getSubscriptionHistory", REFERENCE)
        assert (last["Type"], last["StartDate"], last["ExpirationDate"]) == ("RENEWAL", "2026-03-20", "2026-03-30")
        assert client.call("getOrder", last["ReferenceNo"])["NetPrice"] == 12.5

    def test_a_declined_card_is_a_refusal(self, shop: Shop) -> None:
        shop.sell(holder="Mona Doe")

        assert shop.client().refusal("renewSubscription", REFERENCE, 10, 12.5, "USD")[0] == "PAYMENT_ERROR"

    def test_only_a_trial_is_converted(self, shop: Shop) -> None:
        shop.sell()

        assert shop.client().refusal("convertTrial", REFERENCE, True)[0] == "SUBSCRIPTION_TRIAL_NOT_CONVERTIBLE"


class TestManaging:
    @pytest.mark.parametrize("version", IN_ALL)
    def test_what_was_read_is_taken_back_and_changes_nothing(self, shop: Shop, version: str) -> None:
        shop.sell()
        client = shop.client(version)
        read = client.call("getSubscription", REFERENCE)

        assert client.call("updateSubscription", read) is True

        assert client.call("getSubscription", REFERENCE) == read

    def test_the_end_user_is_read_flat_and_nested(self, shop: Shop) -> None:
        shop.sell()
        client = shop.client()
        end_user = {"Person": {"FirstName": "Zoë", "City": "Paris"}, "City": "Lyon", "Fax": "12", "Language": "FR"}

        client.call("updateSubscription", {"SubscriptionReference": REFERENCE, "EndUser": end_user})

        shown = client.call("getSubscription", REFERENCE)["EndUser"]
        assert (shown["FirstName"], shown["LastName"], shown["City"]) == ("Zoë", "Lovelace", "Lyon")
        assert (shown["Fax"], shown["Language"]) == ("12", "fr")
        assert "Person" not in shown

    def test_what_no_page_lets_one_change_is_passed_over(self, shop: Shop) -> None:
        shop.sell()
        client = shop.client()
        read = client.call("getSubscription", REFERENCE)
        other = {
            "StartDate": "2020-01-01", "SKU": "X", "Lifetime": True, "PartnerCode": "P", "TestSubscription": True,
            "IsTrial": True, "MerchantCode": "OTHERCO", "Nonsense": {"a": 1},
        }  # fmt: skip

        client.call("updateSubscription", {**read, **other})

        assert client.call("getSubscription", REFERENCE) == read

    def test_an_update_names_its_subscription(self, shop: Shop) -> None:
        assert shop.client().refusal("updateSubscription", {"SKU": "X"}) == (
            "INVALID_ARGUMENT", "SubscriptionReference is required.",
        )  # fmt: skip
        assert shop.client().refusal("updateSubscription", {"SubscriptionReference": "0000000000"}) == NOT_FOUND

    def test_days_are_a_whole_number(self, shop: Shop) -> None:
        shop.sell()

        assert shop.client().call("extendSubscription", REFERENCE, "10") is True
        assert shop.client().refusal("extendSubscription", REFERENCE, None)[0] == "INVALID_ARGUMENT"


class TestImporting:
    @pytest.mark.parametrize("version", IN_ALL)
    def test_without_a_card_it_does_not_renew_whatever_is_told(self, shop: Shop, version: str) -> None:
        client = shop.client(version)

        reference = client.call("addSubscription", IMPORT)

        read = client.call("getSubscription", reference)
        assert (read["RecurringEnabled"], read["SubscriptionEnabled"], read["TestSubscription"]) == (False, True, False)
        assert (read["StartDate"], read["ExpirationDate"]) == ("2025-07-16", "2026-07-16")
        assert read["Product"] == {
            "ProductCode": "PRO", "ProductId": "102", "ProductName": "Pro", "ProductVersion": "", "ProductQuantity": 2,
            "PriceOptionCodes": ["phone"],
        }  # fmt: skip
        assert read["DeliveryInfo"] == {"Description": "", "Codes": []}
        assert read["AvangateCustomerReference"].isdigit()
        assert client.call("getSubscriptionHistory", reference) == []

    @pytest.mark.parametrize(("more", "arguments"), [({}, [CARD]), ({"Payment": CARD}, [])])
    def test_the_card_is_the_second_argument_or_among_the_members(
        self, shop: Shop, more: dict[str, Any], arguments: list[Any]
    ) -> None:
        client = shop.client()

        reference = client.call("addSubscription", {**IMPORT, **more}, *arguments)

        assert client.call("getSubscription", reference)["RecurringEnabled"] is True
        shown = client.call("getSubscriptionPaymentInformation", reference)
        assert (shown["PaymentMethod"]["LastDigits"], shown["PaymentMethod"]["ExpirationYear"]) == ("1111", "31")

    def test_codes_come_back_as_they_were_told(self, shop: Shop) -> None:
        codes = [
            {
                "Code": "KEY",
                "File": [{"Content": "aGk=", "ContentLength": 2, "Filename": "hi.txt", "FileType": "text/plain"}],
                "Description": "First",
                "ExtraInfo": {"CodeExtraInfo": {"Type": "text", "Label": "Seats", "Value": "4"}},
            }
        ]
        client = shop.client()

        reference = client.call("addSubscription", {**IMPORT, "DeliveryInfo": {"Description": "Keys", "Codes": codes}})

        assert client.call("getSubscription", reference)["DeliveryInfo"] == {"Description": "Keys", "Codes": codes}
        assert len(client.call("searchSubscriptions", {"DeliveredCode": "KEY"})["Items"]) == 1

    def test_two_currencies_are_refused(self, shop: Shop) -> None:
        told = {**IMPORT, "NextRenewalPrice": 1, "NextRenewalPriceCurrency": "EUR", "SubscriptionValueCurrency": "USD"}

        assert shop.client().refusal("addSubscription", told) == (
            "SUBSCRIPTION_PRICE_INVALID", "The amounts must be in one currency.",
        )  # fmt: skip

    def test_a_card_that_cannot_be_is_told_of_where_it_was_sent(self, shop: Shop) -> None:
        assert shop.client().refusal("addSubscription", IMPORT, {**CARD, "ExpirationYear": "soon"}) == (
            "ORDER_PAYMENT_METHOD_CARD_EXPIRATION_INVALID", "ExpirationYear must be a number.",
        )  # fmt: skip


class TestPaymentInformation:
    def test_it_is_answered_in_the_order_of_the_sample(self, shop: Shop) -> None:
        shop.sell()

        answer = shop.client().call("getSubscriptionPaymentInformation", REFERENCE)

        assert list(answer.items()) == [
            ("Type", "CC"),
            ("Currency", "USD"),
            (
                "PaymentMethod",
                {
                    "FirstDigits": "4111",
                    "LastDigits": "1111",
                    "ExpirationMonth": "12",
                    "ExpirationYear": "30",
                    "CardUpdated": False,
                    "Authorize3DSUrl": None,
                    "CardType": "Visa",
                },
            ),
        ]

    def test_a_token_replaces_it(self, shop: Shop, services: Services, merchant: Merchant) -> None:
        shop.sell()
        with services.database.writing() as work:
            token = tokens.mint(
                Context(merchant, work, services), CardDetails("5555555555554444", 12, 2030, "John Doe")
            )
        details = {"Type": "ees_token_payment", "PaymentMethod": {"EesToken": token}}

        replaced = shop.client().call("updateSubscriptionPaymentInformation", REFERENCE, {"PaymentDetails": details})

        assert replaced is True
        shown = shop.client().call("getSubscriptionPaymentInformation", REFERENCE)
        assert shown["PaymentMethod"]["CardType"] == "MasterCard"

    @pytest.mark.parametrize(
        ("details", "code"),
        [
            ({"Type": "CC", "PaymentMethod": {"CardNumber": "4111111111111111"}}, "ORDER_PAYMENT_TYPE_INVALID"),
            (None, "ORDER_PAYMENT_TYPE_INVALID"),
            ({"Type": "EES_TOKEN_PAYMENT"}, "INVALID_EES_TOKEN"),
            ({"Type": "EES_TOKEN_PAYMENT", "PaymentMethod": {"EesToken": "x"}}, "INVALID_EES_TOKEN"),
            (
                {
                    "Type": "EES_TOKEN_PAYMENT",
                    "PaymentMethod": {"EesToken": "x", "Vendor3DSReturnURL": "javascript://1"},
                },
                "ORDER_PAYMENT_METHOD_RETURN_URL_INVALID",
            ),
        ],
    )
    def test_nothing_but_a_token_is_taken(self, shop: Shop, details: dict[str, Any] | None, code: str) -> None:
        shop.sell()
        sent = {"PaymentDetails": details}

        assert shop.client().refusal("updateSubscriptionPaymentInformation", REFERENCE, sent)[0] == code


def test_a_field_is_answered_with_small_letters(shop: Shop) -> None:
    shop.sell()
    client = shop.client("merchant-5.0")

    assert client.call("addSubscriptionAdditionalInformationField", REFERENCE, "Size", "9") == {
        "fieldName": "Size", "fieldValue": "9",
    }  # fmt: skip
    assert client.call("updateSubscriptionAdditionalInformationField", REFERENCE, "Size") == {
        "fieldName": "Size", "fieldValue": "",
    }  # fmt: skip
    assert client.call("getSubscriptionAdditionalInformation", REFERENCE) == [{"fieldName": "Size", "fieldValue": ""}]
    assert client.call("deleteSubscriptionAdditionalInformationField", REFERENCE, "Size") is True


@pytest.mark.parametrize(
    ("method", "arguments", "type_"),
    [
        ("setSubscriptionUpgrade", (REFERENCE, "PRO", "phone", 12), "UPGRADE"),
        ("renewSubscription", (REFERENCE, 30, 12, "USD"), "RENEWAL"),
    ],
)
def test_what_is_charged_is_charged_once_for_one_key(
    shop: Shop, method: str, arguments: tuple[Any, ...], type_: str
) -> None:
    shop.sell()
    client = shop.client()

    answers = [client.call_once("key-1", method, *arguments) for _ in range(3)]

    assert answers == [True] * 3
    assert [entry["Type"] for entry in client.call("getSubscriptionHistory", REFERENCE)] == ["SALE", type_]
    assert refusal(lambda: client.call_once("key-1", "extendSubscription", REFERENCE, 1))[0] == "IDEMPOTENCY_KEY_REUSED"


def test_the_external_reference_of_a_session_is_for_one_upgrade(shop: Shop) -> None:
    shop.sell()
    client = shop.client()
    client.call("setExternalRef", "UP-1")

    for product in ("PRO", "STARTER"):
        assert client.call("setSubscriptionUpgrade", REFERENCE, product, "") is True

    orders = [
        client.call("getOrder", entry["ReferenceNo"]) for entry in client.call("getSubscriptionHistory", REFERENCE)[1:]
    ]
    assert [order["ExternalReference"] for order in orders] == ["UP-1", None]
