"""Order API 2.x, method by method: a cart in the session, placed as one order."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select, update

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.tables import SessionRow
from rpc_server.commerce.carts.duties import SESSION_ENDS
from rpc_server.commerce.catalog import store as catalog
from rpc_server.commerce.catalog.model import OptionGroupType, Price, VatRate
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.orders import store as orders
from rpc_server.commerce.orders.model import Order
from rpc_server.commerce.payments import service as payments
from rpc_server.commerce.payments.tables import CardRow
from tests.api_client import REGISTRY, ApiClient, endpoint
from tests.catalogue import a_configuration, a_group, a_product, adds, an_option

CARD = {
    "CardNumber": "4111 1111 1111 1111",
    "CardType": "VISA",
    "ExpirationYear": "2030",
    "ExpirationMonth": "06",
    "CCID": "123",
    "HolderName": "John Doe",
    "AutoRenewal": True,
}
PAYMENT = {"Type": "CC", "Currency": "USD", "PaymentMethod": CARD, "CustomerIP": "10.0.0.2"}
BILLING = {
    "FirstName": "Ion",
    "LastName": "Popescu",
    "Company": "",
    "Email": "ion@example.com",
    "Address": "Strada Lunga 1",
    "City": "Brasov",
    "PostalCode": "500035",
    "Country": "ro",
    "State": "Brasov",
    "FiscalCode": "",
}
EMPTY = ("EMPTY_CART", "The shopping cart is empty.")
SUPPORT = a_group(
    OptionGroupType.RADIO, an_option("mail", is_default=True), an_option("phone", adds("10")), is_required=True
)
ADDONS = a_group(OptionGroupType.CHECKBOX, an_option("crypt", adds("5")), an_option("reports"), code="ADDONS")


@pytest.fixture
def client(services: Services, merchant: Merchant) -> ApiClient:
    """A session of APITEST, which sells 100 for 19.95 USD, 200 with options, 300 no more; Romania taxes 19 %."""
    with services.database.writing() as work:
        stock(Context(merchant, work, services))
    return ApiClient(services, "order-2.0", merchant)


def stock(context: Context) -> None:
    catalog.insert_vat_rates(context, [VatRate("RO", Decimal(19), date(2020, 1, 1))])
    catalog.insert_option_group(context, SUPPORT)
    catalog.insert_option_group(context, ADDONS)
    with_options = a_configuration(regular=(Price(Decimal(50), "USD", 1, 20),), option_groups=(SUPPORT, ADDONS))
    for product in (
        a_product(product_id=100, code="PLAIN"),
        a_product(with_options, product_id=200, code="RICH"),
        a_product(product_id=300, code="GONE", is_enabled=False),
        a_product(a_configuration(regular=(Price(Decimal(0), "USD"),)), product_id=400, code="GIFT"),
    ):
        catalog.insert_product(context, product)


@pytest.fixture
def buyer(client: ApiClient) -> ApiClient:
    """A session that knows all of the buyer, with one unit of 100 in the cart."""
    client.call("setClientIP", "10.0.0.1")
    client.call("setLanguage", "ro")
    client.call("setCountry", "RO")
    client.call("setCurrency", "usd")
    client.call("setBillingDetails", BILLING)
    client.call("setPaymentDetails", PAYMENT)
    client.call("addProduct", 100, 1)
    return client


def quantities(client: ApiClient) -> list[tuple[int, int, str]]:
    lines = client.call("getContents")["Products"]
    return [(line["IdProduct"], line["Quantity"], line["PriceOptions"]) for line in lines]


def stored(services: Services, merchant: Merchant, reference: str) -> Order:
    with services.database.reading() as work:
        order = orders.find(Context(merchant, work, services), reference)
    assert order is not None
    return order


def ended_sessions(services: Services, merchant: Merchant, clock: SetClock) -> str | None:
    """What the end of every session is told as."""
    clock.advance(timedelta(days=1))
    with services.database.writing() as work:
        return SESSION_ENDS.carry_out(Context(merchant, work, services))


@pytest.mark.parametrize("version", ["2.1", "2.2", "2.3", "2.4", "2.5"])
def test_every_version_has_the_methods_of_the_first(version: str) -> None:
    assert REGISTRY.table(endpoint(f"order-{version}")) == REGISTRY.table(endpoint("order-2.0"))


class TestBuyer:
    @pytest.mark.parametrize(
        ("method", "argument"),
        [
            ("setClientIP", "10.0.0.1"),
            ("setIp", "2001:db8::1"),
            ("setLanguage", "EN"),
            ("setCountry", "us"),
            ("setCurrency", "eur"),
            ("setBillingDetails", BILLING),
            ("setDeliveryDetails", {"FirstName": "Ana", "Country": "DE"}),
            ("setPaymentDetails", PAYMENT),
        ],
    )
    def test_what_is_told_is_answered_with_true(self, client: ApiClient, method: str, argument: Any) -> None:
        assert client.call(method, argument) is True

    @pytest.mark.parametrize(
        ("method", "argument", "code", "text"),
        [
            ("setLanguage", "xx", "ORDER_LANGUAGE_INVALID", "There is no language 'xx'."),
            ("setCountry", "XX", "ORDER_COUNTRY_INVALID", "There is no country 'XX'."),
            ("setCurrency", "dollar", "ORDER_CURRENCY_INVALID", "There is no currency 'dollar'."),
            (
                "setBillingDetails",
                {**BILLING, "Country": "Romania"},
                "ORDER_BILLING_COUNTRY_INVALID",
                "The billing country is not valid.",
            ),
            (
                "setBillingDetails",
                {**BILLING, "Country": ""},
                "ORDER_BILLING_COUNTRY_INVALID",
                "The billing country is not valid.",
            ),
            (
                "setDeliveryDetails",
                {"Country": "XX"},
                "ORDER_DELIVERY_COUNTRY_INVALID",
                "The delivery country is not valid.",
            ),
            (
                "setBillingDetails",
                {**BILLING, "City": "x" * 256},
                "INVALID_ARGUMENT",
                "BillingDetails.City is longer than 255 characters.",
            ),
            ("setClientIP", "1" * 46, "INVALID_ARGUMENT", "IP is longer than 45 characters."),
        ],
    )
    def test_what_cannot_be_is_refused(
        self, client: ApiClient, method: str, argument: Any, code: str, text: str
    ) -> None:
        assert client.refusal(method, argument) == (code, text)

    @pytest.mark.parametrize("country", ["US", "RO", "BR"])
    @pytest.mark.parametrize("state", ["", None, "  "])
    def test_the_state_is_required_in_three_countries(self, client: ApiClient, country: str, state: Any) -> None:
        assert client.refusal("setBillingDetails", {**BILLING, "Country": country, "State": state}) == (
            "ORDER_BILLING_STATE_EMPTY",
            f"State is required in {country}.",
        )

    def test_elsewhere_no_state_is_required(self, client: ApiClient) -> None:
        assert client.call("setBillingDetails", {**BILLING, "Country": "DE", "State": ""}) is True


class TestPaymentDetails:
    @pytest.mark.parametrize("type_", ["CC", "cc", "CCVISAMC", "TEST"])
    def test_cards_are_taken(self, client: ApiClient, type_: str) -> None:
        assert client.call("setPaymentDetails", {**PAYMENT, "Type": type_}) is True

    def test_a_card_told_anew_takes_the_place_of_the_one_in_the_vault(
        self, client: ApiClient, services: Services
    ) -> None:
        client.call("setPaymentDetails", PAYMENT)
        other = {**CARD, "CardNumber": "5555555555554444", "CardType": "MASTERCARD"}
        client.call("setPaymentDetails", {**PAYMENT, "PaymentMethod": other})

        with services.database.reading() as work:
            assert work.session.scalars(select(CardRow.last_digits)).all() == ["4444"]

    def test_a_card_that_paid_for_nothing_is_forgotten_with_its_session(
        self, client: ApiClient, services: Services, merchant: Merchant, clock: SetClock
    ) -> None:
        client.call("setPaymentDetails", PAYMENT)

        assert ended_sessions(services, merchant, clock) == "a session ended"
        with services.database.reading() as work:
            assert work.session.scalars(select(CardRow.last_digits)).all() == []

    def test_a_card_an_order_is_paid_with_outlives_its_session(
        self, buyer: ApiClient, services: Services, merchant: Merchant, clock: SetClock
    ) -> None:
        with services.database.reading() as work:
            told = work.session.scalars(select(SessionRow.state)).one()
        buyer.call("placeOrder")
        with services.database.writing() as work:
            work.session.execute(update(SessionRow).values(state=told))

        assert ended_sessions(services, merchant, clock) == "a session ended"
        with services.database.reading() as work:
            assert work.session.scalars(select(CardRow.last_digits)).all() == ["1111"]

    @pytest.mark.parametrize("type_", ["PAYPAL", "WIRE", "", None])
    def test_other_types_are_refused(self, client: ApiClient, type_: str | None) -> None:
        assert client.refusal("setPaymentDetails", {**PAYMENT, "Type": type_}) == (
            "ORDER_PAYMENT_TYPE_INVALID",
            f"The payment type {type_ or ''!r} is not taken.",
        )

    def test_ccvisamc_takes_no_other_brand(self, client: ApiClient) -> None:
        amex = {**CARD, "CardNumber": "378282246310005", "CardType": "AMEX", "CCID": "1234"}

        assert client.refusal("setPaymentDetails", {**PAYMENT, "Type": "CCVISAMC", "PaymentMethod": amex}) == (
            "ORDER_PAYMENT_METHOD_CARD_TYPE_INVALID",
            "CCVISAMC takes Visa and MasterCard alone.",
        )

    @pytest.mark.parametrize(
        ("change", "code", "text"),
        [
            ({"CardNumber": ""}, "ORDER_PAYMENT_METHOD_CARD_EMPTY", "Card details are required."),
            (
                {"CardNumber": "4111111111111112"},
                "ORDER_PAYMENT_METHOD_CARD_NUMBER_INVALID",
                "The card number is not valid.",
            ),
            (
                {"ExpirationMonth": "13"},
                "ORDER_PAYMENT_METHOD_CARD_EXPIRATION_INVALID",
                "ExpirationMonth must be 1 to 12.",
            ),
            (
                {"ExpirationYear": "soon"},
                "ORDER_PAYMENT_METHOD_CARD_EXPIRATION_INVALID",
                "PaymentDetails.PaymentMethod.ExpirationYear must be a whole number.",
            ),
            (
                {"CCID": "12"},
                "ORDER_PAYMENT_METHOD_CARD_CCID_INVALID",
                "The security code must be 3 or 4 digits.",
            ),
        ],
    )
    def test_a_card_that_cannot_be_charged_is_refused(
        self, client: ApiClient, change: dict[str, str], code: str, text: str
    ) -> None:
        assert client.refusal("setPaymentDetails", {**PAYMENT, "PaymentMethod": {**CARD, **change}}) == (code, text)

    def test_no_card_at_all_is_refused(self, client: ApiClient) -> None:
        assert client.refusal("setPaymentDetails", {"Type": "CC", "Currency": "USD"}) == (
            "ORDER_PAYMENT_METHOD_CARD_EMPTY",
            "Card details are required.",
        )

    def test_the_session_knows_neither_number_nor_security_code(
        self, client: ApiClient, services: Services, merchant: Merchant
    ) -> None:
        client.call("setPaymentDetails", {**PAYMENT, "PaymentMethod": {**CARD, "CCID": "987"}})

        with services.database.reading() as work:
            state = work.session.scalars(select(SessionRow.state)).one()
            card = work.session.scalars(select(CardRow)).one()
            opened = payments.open_card(Context(merchant, work, services), state.card_id or "")
        assert state.payment == {
            "type": "CC",
            "currency": "USD",
            "customer_ip": "10.0.0.2",
            "recurring_enabled": True,
        }
        assert state.card_id == card.card_id
        assert (opened.number, opened.holder_name, opened.security_code) == ("4111111111111111", "John Doe", None)


class TestCart:
    def test_a_product_is_added_to_what_there_is_of_it(self, client: ApiClient) -> None:
        assert client.call("addProduct", 100) is True
        client.call("addProduct", "100", "3", "")

        assert quantities(client) == [(100, 4, "")]

    def test_options_are_given_with_commas(self, client: ApiClient) -> None:
        client.call("addProduct", 200, 2, "phone, crypt")
        client.call("addProduct", 200, 1)

        assert quantities(client) == [(200, 2, "crypt,phone"), (200, 1, "mail")]

    def test_the_order_of_options_makes_no_other_line(self, client: ApiClient) -> None:
        client.call("addProduct", 200, 1, "phone,crypt")
        client.call("addProduct", 200, 1, "crypt,phone")

        assert quantities(client) == [(200, 2, "crypt,phone")]

    @pytest.mark.parametrize("product_id", [300, 999, 0, -1, 2**62])
    def test_a_product_not_for_sale_is_refused(self, client: ApiClient, product_id: int) -> None:
        assert client.refusal("addProduct", product_id) == ("PRODUCT_ERROR", "Invalid product id.")

    @pytest.mark.parametrize("quantity", [0, -1, 100_000])
    def test_a_quantity_out_of_range_is_refused(self, client: ApiClient, quantity: int) -> None:
        assert client.refusal("addProduct", 100, quantity) == (
            "ORDER_ITEMS_QUANTITY_INVALID",
            "Quantity must be between 1 and 99999.",
        )

    def test_a_line_may_not_outgrow_the_quantities_with_a_price(self, client: ApiClient) -> None:
        client.call("addProduct", 200, 20)

        assert client.refusal("addProduct", 200, 1) == (
            "ORDER_ITEMS_QUANTITY_INVALID",
            "There is no price for 21 units.",
        )

    def test_an_unknown_option_is_refused(self, client: ApiClient) -> None:
        assert client.refusal("addProduct", 200, 1, "fax") == (
            "ORDER_PRODUCT_PRICE_OPTIONS_INVALID",
            "There is no price option 'fax'.",
        )

    def test_some_units_are_deleted(self, client: ApiClient) -> None:
        client.call("addProduct", 100, 5)

        assert client.call("deleteProduct", 100, 2) is True
        assert client.call("deleteProduct", 100) is True
        assert quantities(client) == [(100, 2, "")]

    def test_what_is_not_there_cannot_be_deleted(self, client: ApiClient) -> None:
        assert client.refusal("deleteProduct", 100) == (
            "PRODUCT_NOT_FOUND",
            "There is no product with the specified settings in cart.",
        )

    def test_no_units_cannot_be_deleted(self, client: ApiClient) -> None:
        client.call("addProduct", 100)

        assert client.refusal("deleteProduct", 100, 0)[0] == "ORDER_ITEMS_QUANTITY_INVALID"

    def test_clearing_empties_the_cart(self, client: ApiClient) -> None:
        client.call("addProduct", 100, 5)

        assert client.call("clearProducts") is True
        assert client.call("getContents") == {"Products": []}

    def test_contents_show_products_with_the_price_of_the_line(self, buyer: ApiClient) -> None:
        buyer.call("addProduct", 100, 2)

        assert buyer.call("getContents") == {
            "Products": [
                {
                    "IdProduct": 100,
                    "Product": {
                        "ProductId": 100,
                        "ProductCode": "PLAIN",
                        "ProductName": "Backup Pro",
                        "ProductVersion": "",
                        "ProductStatus": True,
                        "ProductType": "REGULAR",
                        "Currency": "USD",
                        "DefaultCurrency": "USD",
                        "Price": 19.95,
                        "GiftOption": False,
                        "IdGroup": None,
                        "GroupName": "General",
                        "ShortDescription": "",
                        "ProductImage": None,
                        "Languages": [],
                        "PriceIntervals": [{"MinQuantity": 1, "MaxQuantity": 99999, "Price": 19.95}],
                        "PriceType": "NET",
                        "PriceSchema": "DYNAMIC",
                    },
                    "Quantity": 3,
                    "PriceOptions": "",
                    "Price": {"NetPrice": 59.85, "NetCurrency": "USD", "FinalPrice": 71.22, "FinalCurrency": "USD"},
                }
            ]
        }

    def test_contents_follow_the_currency_of_the_session(self, buyer: ApiClient) -> None:
        buyer.call("setCurrency", "EUR")

        (line,) = buyer.call("getContents")["Products"]
        assert line["Price"] == {
            "NetPrice": 17.95,
            "NetCurrency": "EUR",
            "FinalPrice": 21.36,
            "FinalCurrency": "EUR",
        }


class TestGetPrice:
    @pytest.mark.parametrize("options", ["phone,crypt", ["phone", "crypt"]])
    def test_options_are_a_text_or_a_list(self, client: ApiClient, options: Any) -> None:
        assert client.call("getPrice", 200, 2, options, "USD") == {
            "NetPrice": 130,
            "NetCurrency": "USD",
            "FinalPrice": 130,
            "FinalCurrency": "USD",
        }

    def test_without_a_currency_it_is_the_sessions(self, buyer: ApiClient) -> None:
        assert buyer.call("getPrice", 100, 9) == {
            "NetPrice": 179.55,
            "NetCurrency": "USD",
            "FinalPrice": 213.66,
            "FinalCurrency": "USD",
        }

    @pytest.mark.parametrize(
        ("arguments", "code", "text"),
        [
            ([100, 1, None, "XYZ"], "ORDER_CURRENCY_INVALID", "There is no currency 'XYZ'."),
            ([100, 1, None, "JPY"], "ORDER_PRODUCT_CURRENCY_INVALID", "The product PLAIN has no price in JPY."),
            ([300], "PRODUCT_ERROR", "Invalid product id."),
            ([100, 0], "ORDER_ITEMS_QUANTITY_INVALID", "There is no price for 0 units."),
            (
                [100, 1, {"a": 1}],
                "INVALID_ARGUMENT",
                "PriceOptions must be option codes with commas between them.",
            ),
        ],
    )
    def test_what_has_no_price_is_refused(self, client: ApiClient, arguments: list[Any], code: str, text: str) -> None:
        assert client.refusal("getPrice", *arguments) == (code, text)


class TestPlaceOrder:
    def test_a_paid_order_is_authorised(self, buyer: ApiClient) -> None:
        order = buyer.call("placeOrder")

        assert order == {"RefNo": order["RefNo"], "Status": "AUTHRECEIVED", "AutoRenewal": True, "Error": None}
        assert len(order["RefNo"]) == 9

    def test_the_order_is_for_the_buyer_the_session_was_told_of(
        self, buyer: ApiClient, services: Services, merchant: Merchant
    ) -> None:
        buyer.call("setDeliveryDetails", {"FirstName": "Ana", "LastName": "Pop", "Country": "DE"})

        order = stored(services, merchant, buyer.call("placeOrder")["RefNo"])

        assert order.billing == Address(
            first_name="Ion",
            last_name="Popescu",
            email="ion@example.com",
            address1="Strada Lunga 1",
            city="Brasov",
            zip="500035",
            country="RO",
            state="Brasov",
        )
        assert order.delivery == Address(first_name="Ana", last_name="Pop", country="DE")
        assert (order.currency, order.country, order.language, order.customer_ip) == ("USD", "RO", "ro", "10.0.0.1")
        assert [(line.code, line.quantity) for line in order.lines] == [("PLAIN", 1)]
        assert order.totals.gross_discounted == Decimal("23.74")

    def test_the_card_is_charged_and_shown_by_its_last_digits(
        self, buyer: ApiClient, services: Services, merchant: Merchant
    ) -> None:
        order = stored(services, merchant, buyer.call("placeOrder")["RefNo"])

        assert order.payment is not None
        assert order.payment.card is not None
        assert (order.payment.card.last_digits, order.payment.recurring_enabled) == ("1111", True)

    def test_a_test_order_says_so(self, buyer: ApiClient) -> None:
        buyer.call("setPaymentDetails", {**PAYMENT, "Type": "TEST"})

        assert buyer.call("placeOrder")["Status"] == "TEST"

    def test_a_declined_card_is_told_in_the_order(self, buyer: ApiClient) -> None:
        buyer.call("setPaymentDetails", {**PAYMENT, "PaymentMethod": {**CARD, "HolderName": "Red Doe"}})

        order = buyer.call("placeOrder")

        assert (order["Status"], list(order["Error"].values())) == (
            "PENDING",
            ["Couldn't complete the payment validation process: Stolen card"],
        )
        assert buyer.call("getOrder", order["RefNo"]) == {**order, "Error": None}

    def test_an_order_of_no_value_needs_no_payment(self, client: ApiClient) -> None:
        client.call("setBillingDetails", BILLING)
        client.call("addProduct", 400)

        assert client.call("placeOrder")["Error"] is None

    def test_cart_and_payment_are_used_up_and_the_buyer_is_not(self, buyer: ApiClient) -> None:
        buyer.call("placeOrder")

        assert buyer.refusal("placeOrder") == EMPTY
        buyer.call("addProduct", 100)
        assert buyer.refusal("placeOrder") == (
            "ORDER_PAYMENT_DETAILS_EMPTY",
            "Payment details are required for an order that is not free.",
        )
        buyer.call("setPaymentDetails", PAYMENT)
        assert buyer.call("placeOrder")["Status"] == "AUTHRECEIVED"

    def test_a_refused_order_leaves_cart_and_payment(self, buyer: ApiClient) -> None:
        buyer.call("setCurrency", "EUR")

        assert buyer.refusal("placeOrder")[0] == "ORDER_CURRENCY_MISMATCH"

        buyer.call("setCurrency", "USD")
        assert buyer.call("placeOrder")["Status"] == "AUTHRECEIVED"

    def test_products_come_first(self, client: ApiClient) -> None:
        client.call("setBillingDetails", BILLING)
        client.call("setPaymentDetails", PAYMENT)

        assert client.refusal("placeOrder") == EMPTY

    def test_the_buyer_must_be_known(self, client: ApiClient) -> None:
        client.call("addProduct", 100)
        client.call("setPaymentDetails", PAYMENT)

        assert client.refusal("placeOrder") == ("ORDER_BILLING_DETAILS_EMPTY", "Billing details have not been set.")

    def test_the_payment_must_be_known(self, client: ApiClient) -> None:
        client.call("addProduct", 100)
        client.call("setBillingDetails", BILLING)

        assert client.refusal("placeOrder") == (
            "ORDER_PAYMENT_DETAILS_EMPTY",
            "Payment details are required for an order that is not free.",
        )

    def test_a_crash_while_charging_does_not_leave_the_cart_to_be_ordered_again(
        self, buyer: ApiClient, services: Services, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def crash(*_: object) -> None:
            raise RuntimeError("the processor's line is cut")

        with monkeypatch.context() as patch:
            patch.setattr(services.gateway, "charge", crash)
            assert buyer.refusal("placeOrder")[0] == "INTERNAL_ERROR"

        assert buyer.refusal("placeOrder") == EMPTY


class TestReading:
    def test_an_order_is_read_as_an_object_and_as_a_status(self, buyer: ApiClient) -> None:
        order = buyer.call("placeOrder")

        read = buyer.call("getOrder", order["RefNo"])

        assert (read["RefNo"], read["AutoRenewal"], read["Error"]) == (order["RefNo"], True, None)
        assert buyer.call("getOrderStatus", order["RefNo"]) == read["Status"]

    @pytest.mark.parametrize("method", ["getOrder", "getOrderStatus"])
    @pytest.mark.parametrize("reference", ["", "000000000", "x" * 500])
    def test_an_unknown_order_is_refused(self, client: ApiClient, method: str, reference: str) -> None:
        assert client.refusal(method, reference) == ("ORDER_NOT_FOUND", f"There is no order {reference[:20]!r}.")

    @pytest.mark.parametrize("method", ["getOrder", "getOrderStatus"])
    def test_orders_are_the_merchants_own(
        self, buyer: ApiClient, services: Services, other_merchant: Merchant, method: str
    ) -> None:
        reference = buyer.call("placeOrder")["RefNo"]

        assert ApiClient(services, "order-2.0", other_merchant).refusal(method, reference)[0] == "ORDER_NOT_FOUND"

    def test_products_are_the_merchants_own(
        self, client: ApiClient, services: Services, other_merchant: Merchant
    ) -> None:
        assert ApiClient(services, "order-2.0", other_merchant).refusal("addProduct", 100)[0] == "PRODUCT_ERROR"

    def test_currencies_are_those_of_the_catalogue(self, client: ApiClient) -> None:
        assert client.call("getAvailableCurrencies") == ["EUR", "USD"]

    def test_countries_are_iso_codes(self, client: ApiClient) -> None:
        countries = client.call("getAvailableCountries")

        assert (countries[0], countries[-1], len(countries)) == ("AD", "ZW", 249)

    def test_languages_are_iso_codes(self, client: ApiClient) -> None:
        languages = client.call("getAvailableLanguages")

        assert {"en", "de", "ro"} < set(languages)
        assert languages == sorted(languages)
