"""Forms merchants post: refunds, deliveries, the export of orders, and the card form of API 2.x."""

import csv
import io
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import urlencode

import pytest
from lxml import etree
from werkzeug.test import TestResponse

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import BasketLine, Merchant
from rpc_server.commerce.accounts.signature import Algorithm, sign
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.messages.export import COLUMNS
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders.model import Order, OrderStatus
from rpc_server.commerce.partners import placing
from tests.api_client import ApiClient
from tests.message_world import KEY, NOW, Shop, told
from tests.order_world import asked, engine, item, payment
from tests.partner_world import PARTNER, PRICE_LIST, partners_of


class TestRefundNotification:
    def test_a_finished_order_is_refunded(self, shop: Shop) -> None:
        order = shop.place()

        answer = shop.post("irn", order)

        four = [order.reference or "", "1", "OK", NOW]
        assert answer.text == f"<EPAYMENT>{'|'.join([*four, sign(Algorithm.SHA256, KEY, *four)])}</EPAYMENT>"
        assert shop.find(order).status is OrderStatus.REFUND

    @pytest.mark.parametrize("algorithm", list(Algorithm))
    def test_it_is_answered_in_the_algorithm_it_was_signed_with(self, shop: Shop, algorithm: Algorithm) -> None:
        order = shop.place()

        answer = shop.post("irn", order, algorithm=algorithm)

        assert answer.text.endswith(f"|{sign(algorithm, KEY, *told(answer))}</EPAYMENT>")

    def test_an_order_nobody_paid_is_cancelled(self, shop: Shop) -> None:
        order = shop.place(payment=payment("Mona Doe"))

        assert told(shop.post("irn", order))[1:3] == ["1", "OK"]
        assert shop.find(order).status is OrderStatus.CANCELED

    def test_an_order_whose_money_is_held_is_reversed(self, shop: Shop) -> None:
        slow = replace(shop.merchant, approval_delay_seconds=600)
        with engine(shop.services, slow) as context:
            order = orders.place(context, asked(item("BOOK")))

        assert told(shop.post("irn", order))[1] == "1"
        assert shop.find(order).status is OrderStatus.REVERSED

    def test_a_part_is_given_back_once_however_often_it_is_asked_for(self, shop: Shop) -> None:
        order = shop.place()

        first = shop.post("irn", order, AMOUNT="5.00")
        again = shop.post("irn", order, AMOUNT="5.00")

        assert (told(first)[1], again.text) == ("1", first.text)
        assert shop.refunds() == 1
        assert shop.find(order).status is OrderStatus.COMPLETE

    def test_units_of_a_product_are_given_back(self, shop: Shop) -> None:
        order = shop.place()
        products: dict[str, Any] = {"PRODUCTS_IDS[]": "BOOK", "PRODUCTS_QTY[]": "1"}

        assert told(shop.post("irn", order, AMOUNT="19.95", **products))[1] == "1"
        assert shop.refunds() == 1

    @pytest.mark.parametrize(
        ("changes", "code", "text"),
        [
            ({"ORDER_REF": ""}, "2", "ORDER_REF missing or incorrect"),
            ({"ORDER_REF": "12<a>|"}, "2", "ORDER_REF missing or incorrect"),
            ({"ORDER_AMOUNT": "much"}, "3", "ORDER_AMOUNT missing or incorrect"),
            ({"ORDER_CURRENCY": ""}, "4", "ORDER_CURRENCY is missing or incorrect"),
            ({"IRN_DATE": "2026-03-10"}, "5", "IRN_DATE is not in the correct format"),
            ({"ORDER_REF": "999999999"}, "9", "Invalid ORDER_REF"),
            ({"ORDER_AMOUNT": "1.00"}, "10", "Invalid ORDER_AMOUNT"),
            ({"ORDER_CURRENCY": "EUR"}, "11", "Invalid ORDER_CURRENCY"),
            ({"AMOUNT": "much"}, "12", "AMOUNT missing or incorrect"),
            ({"AMOUNT": "999.00"}, "6", "Error cancelling order"),
            (
                {"PRODUCTS_IDS[]": "BOOK", "PRODUCTS_QTY[]": "many"},
                "14",
                "PRODUCTS_QTY missing or incorrect",
            ),
        ],
    )
    def test_what_is_wrong_has_a_code(self, shop: Shop, changes: dict[str, Any], code: str, text: str) -> None:
        order = shop.place()

        assert told(shop.post("irn", order, **changes))[1:3] == [code, text]
        assert shop.find(order).status is OrderStatus.COMPLETE

    def test_an_order_that_ended_is_not_ended_again(self, shop: Shop) -> None:
        order = shop.place()
        shop.post("irn", order)

        assert told(shop.post("irn", order, IRN_DATE="2026-03-10 14:00:01"))[1:3] == ["7", "Order already cancelled"]

    @pytest.mark.parametrize("changes", [{"ORDER_HASH": "0" * 64}, {"ORDER_HASH": ""}, {"MERCHANT": "NOBODY"}], ids=str)
    def test_a_wrong_signature_is_refused(self, shop: Shop, changes: dict[str, Any]) -> None:
        order = shop.place()

        answer = shop.post("irn", order, **changes)

        assert (answer.status_code, answer.text) == (403, "Invalid signature\n")
        assert shop.find(order).status is OrderStatus.COMPLETE

    def test_the_order_of_another_merchant_is_none(self, shop: Shop, other_merchant: Merchant) -> None:
        order = shop.place()
        signed = ["OTHERCO", order.reference or "", "39.90", "USD", NOW]
        hash_ = sign(Algorithm.SHA256, "OTHER_KEY", *signed)

        answer = shop.post("irn", order, MERCHANT="OTHERCO", ORDER_HASH=hash_)

        assert told(answer)[1:3] == ["9", "Invalid ORDER_REF"]

    def test_a_page_that_takes_a_form_is_not_read(self, shop: Shop) -> None:
        assert shop.browser.get("/order/irn.php").status_code == 405

    def test_the_documented_example_of_the_signature(self) -> None:
        key, values = "123456789!@#$%^&*", ("MERCCODE", "12345678", "39.99", "USD", "2024-03-15 10:00:00")

        assert sign(Algorithm.MD5, key, *values) == "ad6cf9629d264a31426bca88e1d80bea"
        assert (
            sign(Algorithm.SHA256, key, *values) == "8f59958cdd3ecf6375194051ac8cceec97162e875bf69f874b649344db643a3e"
        )


class TestDeliveryNotification:
    def of_partner(self, shop: Shop, **habits: Any) -> Order:
        with engine(shop.services, shop.merchant) as context:
            partners_of(context, replace(PARTNER, **habits))
            return self.bought(context)

    def bought(self, context: Context) -> Order:
        basket = (BasketLine(1001, 1, (), PRICE_LIST),)
        return placing.place(context, PARTNER.code, basket, external_reference=None).order

    def test_a_partner_order_that_waits_for_it_is_complete(self, empty_shop: Shop) -> None:
        order = self.of_partner(empty_shop, confirms_delivery=True)

        answer = empty_shop.post("idn", order)

        assert told(answer) == [order.reference, "1", "Confirmed", NOW]
        assert empty_shop.find(order).status is OrderStatus.COMPLETE

    def test_a_partner_order_that_waits_is_cancelled_by_a_refund_message(self, empty_shop: Shop) -> None:
        order = self.of_partner(empty_shop, credit_limit=None)

        assert told(empty_shop.post("irn", order))[1:3] == ["1", "OK"]
        assert empty_shop.find(order).status is OrderStatus.CANCELED

    def test_one_that_waits_for_money_cannot_be_confirmed(self, empty_shop: Shop) -> None:
        order = self.of_partner(empty_shop, credit_limit=None)

        assert told(empty_shop.post("idn", order))[1:3] == ["6", "Error confirming order"]

    def test_a_delivered_order_is_confirmed_already(self, shop: Shop) -> None:
        assert told(shop.post("idn", shop.place()))[1:3] == ["7", "Order already confirmed"]

    def test_its_date_has_its_own_name(self, shop: Shop) -> None:
        answer = shop.post("idn", shop.place(), IDN_DATE="soon")

        assert told(answer)[1:3] == ["5", "IDN_DATE is not in the correct format"]


class TestExport:
    FIELDS = (
        "MERCHANT", "STARTDATE", "ENDDATE", "ORDERSTATUS", "REQ_DATE", "PRODUCT_ID", "COUNTRY_CODE",
        "FILTER_STRING", "FILTER_FIELD",
    )  # fmt: skip

    def ask(self, shop: Shop, method: str = "GET", **changes: str) -> TestResponse:
        fields = {
            "MERCHANT": "APITEST", "STARTDATE": "2026-03-10", "ENDDATE": "2026-03-10", "ORDERSTATUS": "ALL",
            "REQ_DATE": "20260310120000", **changes,
        }  # fmt: skip
        fields.setdefault("HASH", sign(Algorithm.SHA256, KEY, *(fields.get(name, "") for name in self.FIELDS)))
        if method == "GET":
            return shop.browser.get(f"/action/ise?{urlencode(fields)}")
        return shop.browser.post("/action/ise", data=fields)

    def references(self, shop: Shop, **changes: str) -> list[str]:
        return [row["REFNO"] for row in csv.DictReader(io.StringIO(self.ask(shop, **changes).text))]

    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_the_orders_of_the_days_are_a_table(self, shop: Shop, method: str) -> None:
        order = shop.place(external_reference="=1+1")

        answer = self.ask(shop, method, SIGNATURE_ALG="SHA256")

        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        (row,) = csv.DictReader(io.StringIO(answer.text))
        assert tuple(row) == COLUMNS
        assert row == {
            "REFNO": order.reference, "REFNOEXT": "'=1+1", "ORDERNO": str(shop.find(order).number),
            "ORDERSTATUS": "COMPLETE", "SALEDATE": NOW, "COMPLETE_DATE": NOW, "FIRSTNAME": "Grace",
            "LASTNAME": "Hopper", "COMPANY": "", "EMAIL": "grace@example.com", "COUNTRY_CODE": "us",
            "PRODUCTS": "2 x Book", "CURRENCY": "USD", "TOTAL": "39.90", "PARTNER_CODE": "", "TEST_ORDER": "1",
        }  # fmt: skip

    def test_the_same_is_told_in_xml(self, shop: Shop) -> None:
        order = shop.place()

        root = etree.fromstring(self.ask(shop, EXPORT_FORMAT="XML").data)

        assert [child.tag for child in root[0]] == list(COLUMNS)
        assert root[0].findtext("REFNO") == order.reference

    @pytest.mark.parametrize(
        ("changes", "is_found"),
        [
            ({"ORDERSTATUS": "COMPLETE"}, True),
            ({"ORDERSTATUS": "COMPLETE_AND_REFUND"}, True),
            ({"ORDERSTATUS": "UNFINISHED"}, False),
            ({"STARTDATE": "2026-03-11", "ENDDATE": "2026-03-12"}, False),
            ({"COUNTRY_CODE": "us"}, True),
            ({"COUNTRY_CODE": "FR"}, False),
            ({"PRODUCT_ID": "999"}, False),
            ({"FILTER_FIELD": "NAME", "FILTER_STRING": "hopper"}, True),
            ({"FILTER_FIELD": "EMAIL", "FILTER_STRING": "ada@"}, False),
            ({"FILTER_FIELD": "REFNOEXT", "FILTER_STRING": "PO-1"}, True),
            ({"FILTER_FIELD": "REFNO", "FILTER_STRING": "1"}, False),
        ],
        ids=str,
    )
    def test_orders_are_filtered(self, shop: Shop, changes: dict[str, str], is_found: bool) -> None:
        shop.place(external_reference="PO-1")

        assert bool(self.references(shop, **changes)) is is_found

    @pytest.mark.parametrize(
        ("changes", "text"),
        [
            ({"STARTDATE": "soon"}, "STARTDATE must be a date like 2026-03-10."),
            ({"ORDERSTATUS": "LOST"}, "ORDERSTATUS must be one of"),
            ({"FILTER_FIELD": "SHOE_SIZE"}, "FILTER_FIELD must be one of"),
            ({"PRODUCT_ID": "many"}, "PRODUCT_ID must be a whole number."),
            ({"REQ_DATE": "now"}, "REQ_DATE must be a time like 20260310120000."),
            ({"REQ_DATE": "20260310110000"}, "REQ_DATE is too far from now."),
        ],
    )
    def test_what_cannot_be_read_is_told(self, shop: Shop, changes: dict[str, str], text: str) -> None:
        answer = self.ask(shop, **changes)

        assert answer.status_code == 400
        assert answer.text.startswith(text)

    def test_a_wrong_signature_exports_nothing(self, shop: Shop) -> None:
        shop.place()

        answer = self.ask(shop, HASH="0" * 64)

        assert (answer.status_code, answer.text) == (403, "Invalid signature\n")


class TestCardForm:
    CARD: ClassVar = {
        "CardNumber": "4111 1111 1111 1111", "CardType": "VISA", "ExpirationMonth": "06", "ExpirationYear": "2030",
        "CCID": "123", "HolderName": "John Doe", "Currency": "USD",
    }  # fmt: skip

    @pytest.fixture
    def session(self, services: Services, merchant: Merchant, shop: Shop, clock: SetClock) -> ApiClient:
        client = ApiClient(services, "order-2.0", merchant)
        client.call("setBillingDetails", {
            "FirstName": "Grace", "LastName": "Hopper", "Email": "grace@example.com", "Address": "1 Harbor Street",
            "City": "New York", "PostalCode": "10001", "Country": "US", "State": "NY",
        })  # fmt: skip
        return client

    def post(self, shop: Shop, session: ApiClient, query: str = "finish=false", **changes: str) -> TestResponse:
        fields = {"sessionID": session.session_id, **self.CARD, **changes}
        return shop.browser.post(f"/order/2.0/setpaymentdetails.php?{query}", data=fields)

    def test_a_browsers_card_pays_the_sessions_order(self, shop: Shop, session: ApiClient) -> None:
        answer = self.post(shop, session, "finish=false&redir=https%3A%2F%2Fshop.example%2Fthanks%3Fa%3D1")

        assert (answer.status_code, answer.headers["Location"]) == (303, "https://shop.example/thanks?a=1")
        product = session.call("getProductByCode", "BOOK")
        session.call("addProduct", product["ProductId"], 1)
        assert session.call("placeOrder")["Error"] is None

    def test_without_an_address_it_says_thanks(self, shop: Shop, session: ApiClient) -> None:
        answer = self.post(shop, session)

        assert answer.status_code == 200
        assert "The shop goes on from here." in answer.text

    @pytest.mark.parametrize(
        ("query", "changes", "text"),
        [
            ("redir=javascript%3Aalert(1)", {}, "The address must be one of http or https."),
            ("", {"CardNumber": "1"}, "The card number is not valid."),
            ("", {"CardNumber": ""}, "Card details are required."),
            ("", {"ExpirationMonth": "June"}, "The card's expiration date is not valid."),
            ("", {"sessionID": "0" * 32}, "Invalid hash provided or session expired"),
        ],
    )
    def test_what_is_wrong_is_told(
        self, shop: Shop, session: ApiClient, query: str, changes: dict[str, str], text: str
    ) -> None:
        answer = self.post(shop, session, query, **changes)

        assert (answer.status_code, answer.text.strip()) == (400, text)
