"""Paying partner invoices, call by call: the order of the calls, and every documented code and text."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.partners.model import BusinessModel
from rpc_server.commerce.payments.tables import CardRow
from tests.api_client import ApiClient
from tests.order_world import Recorder
from tests.partner_world import PARTNER, PRICE_LIST, partners_of

DIRECT = replace(PARTNER, code="DIRECT", business_model=BusinessModel.SERVICE_PROVIDER)
CARD = {
    "CardNumber": "4111111111111111", "CardType": "VISA", "CCID": "123", "ExpirationMonth": "06",
    "ExpirationYear": "2030", "HolderName": "John Doe",
}  # fmt: skip
DETAILS = {"Type": "CC", "Currency": None, "PaymentMethod": CARD, "CustomerIP": "10.0.0.1"}
PAID = ("PAYMENT_PROFORMA", "This is a paid partner invoice.")


def by(holder: str) -> dict[str, Any]:
    return {**DETAILS, "PaymentMethod": {**CARD, "HolderName": holder}}


@pytest.fixture
def client(services: Services, merchant: Merchant) -> ApiClient:
    """A session of APITEST that works for PARTNER1."""
    with services.database.writing() as work:
        partners_of(Context(merchant, work, services), PARTNER, DIRECT)
    client = ApiClient(services, "channel-manager-2.1", merchant)
    client.call("setPartner", "PARTNER1")
    return client


def invoice(client: ApiClient, quantity: int = 1) -> str:
    client.call("addProduct", 1001, quantity, None, PRICE_LIST)
    return str(client.call("createProforma", [client.call("placeOrder")["RefNo"]])["Number"])


def test_an_invoice_is_paid_in_three_steps(client: ApiClient) -> None:
    number = invoice(client)

    assert client.call("setProforma", number) is True
    assert client.call("setPaymentDetails", DETAILS) is True
    assert client.call("payProforma") is True

    paid = client.call("getProforma", number)
    assert (paid["Status"], paid["PaymentMethod"]) == ("Paid", "CC")
    assert client.call("getPartnerByCode", "PARTNER1")["AvailableCreditLimit"] == 500


@pytest.mark.parametrize("paid_by", ["PAYPAL", "paypal"])
def test_a_wallet_pays_without_a_card(client: ApiClient, paid_by: str) -> None:
    number = invoice(client)
    client.call("setProforma", number)
    client.call("setPaymentDetails", {"Type": paid_by})

    client.call("payProforma")

    assert client.call("getProforma", number)["PaymentMethod"] == "PAYPAL"


@pytest.mark.parametrize("paid_by", ["WIRE", "CHECK"])
def test_money_that_is_on_its_way_leaves_it_unpaid(client: ApiClient, paid_by: str) -> None:
    number = invoice(client)
    client.call("setProforma", number)
    client.call("setPaymentDetails", {"Type": paid_by, "Currency": "EUR"})

    assert client.call("payProforma") is True

    unpaid = client.call("getProforma", number)
    assert (unpaid["Status"], unpaid["PaymentMethod"]) == ("Unpaid", None)


def test_an_order_that_waited_for_the_money_goes_on(client: ApiClient) -> None:
    client.call("addProduct", 1001, 9, None, PRICE_LIST)
    placed = client.call("placeOrder")
    assert placed["OrderLockReason"] == ["NOT_ENOUGH_CREDIT"]
    client.call("setProforma", client.call("createProforma", [placed["RefNo"]])["Number"])
    client.call("setPaymentDetails", DETAILS)

    client.call("payProforma")

    paid = client.call("getOrderStatus", placed["RefNo"])
    assert (paid["Status"], paid["OrderLockReason"]) == ("COMPLETE", None)


def test_the_steps_come_in_their_order(client: ApiClient) -> None:
    number = invoice(client)
    no_details = ("PAYMENT_PROFORMA", "You must use setPaymentDetails first.")

    assert client.refusal("payProforma") == no_details
    assert client.refusal("setPaymentDetails", DETAILS) == ("PAYMENT_PROFORMA", "You must use setProforma first.")
    client.call("setProforma", number)
    assert client.refusal("payProforma") == no_details


def test_another_invoice_is_paid_with_details_of_its_own(client: ApiClient) -> None:
    first, second = invoice(client), invoice(client)
    client.call("setProforma", first)
    client.call("setPaymentDetails", DETAILS)

    client.call("setProforma", second)

    assert client.refusal("payProforma")[1] == "You must use setPaymentDetails first."


def test_a_declined_card_is_an_error_and_another_may_pay(client: ApiClient) -> None:
    number = invoice(client)
    client.call("setProforma", number)
    client.call("setPaymentDetails", by("Mona Doe"))
    assert client.refusal("payProforma") == ("PAYMENT_ERROR", "Authorization error.")
    assert client.call("getProforma", number)["Status"] == "Unpaid"

    client.call("setPaymentDetails", by("John Doe"))

    assert client.call("payProforma") is True


def test_a_paid_invoice_is_neither_set_nor_paid_again(
    client: ApiClient, services: Services, merchant: Merchant
) -> None:
    number = invoice(client)
    other = ApiClient(services, "channel-manager-2.1", merchant)
    for session in (client, other):
        session.call("setPartner", "PARTNER1")
        session.call("setProforma", number)
        session.call("setPaymentDetails", DETAILS)
    client.call("payProforma")

    assert other.refusal("payProforma") == PAID
    assert client.refusal("setProforma", number) == PAID
    assert client.refusal("payProforma")[1] == "You must use setPaymentDetails first."


@pytest.mark.parametrize("arguments", [[], [""], ["999999999"]])
def test_only_an_invoice_of_the_partner_is_set(client: ApiClient, arguments: list[str]) -> None:
    assert client.refusal("setProforma", *arguments) == (
        "INVALID_PROFORMA_NUMBER",
        "Invalid partner invoice number.",
    )


@pytest.mark.parametrize(
    ("details", "refusal"),
    [
        ({**DETAILS, "Type": "SHELLS"}, ("PAYMENT_ERROR", "There is no such payment type.")),
        (None, ("PAYMENT_ERROR", "There is no such payment type.")),
        (
            {**DETAILS, "Currency": "USD"},
            ("PAYMENT_ERROR", "The payment must be in the currency of the partner invoice."),
        ),
        ({"Type": "CC"}, ("ORDER_PAYMENT_METHOD_CARD_EMPTY", "Card details are required.")),
        (
            {**DETAILS, "PaymentMethod": {**CARD, "ExpirationMonth": "13"}},
            ("ORDER_PAYMENT_METHOD_CARD_EXPIRATION_INVALID", "ExpirationMonth must be 1 to 12."),
        ),
        (
            {**DETAILS, "PaymentMethod": {**CARD, "ExpirationYear": "30"}},
            ("ORDER_PAYMENT_METHOD_CARD_EXPIRATION_INVALID", "ExpirationYear must be a year of four digits."),
        ),
    ],
)
def test_details_nothing_could_be_paid_with_are_refused(
    client: ApiClient, details: dict[str, Any] | None, refusal: tuple[str, str]
) -> None:
    client.call("setProforma", invoice(client))

    assert client.refusal("setPaymentDetails", details) == refusal


def test_the_security_code_and_the_number_are_not_kept_in_the_session(client: ApiClient, services: Services) -> None:
    client.call("setProforma", invoice(client))
    client.call("setPaymentDetails", DETAILS)

    with services.database.reading() as work:
        kept = str(work.session.connection().exec_driver_sql("SELECT state FROM sessions").all())
    assert '"CC"' in kept
    assert "4111111111111111" not in kept
    assert "ccid" not in kept.lower()


def test_no_card_is_kept_once_it_has_paid(client: ApiClient, services: Services) -> None:
    number = invoice(client)
    client.call("setProforma", number)
    client.call("setPaymentDetails", by("Mona Doe"))
    client.call("setPaymentDetails", DETAILS)
    assert _cards(services) == 1

    client.call("payProforma")

    assert _cards(services) == 0


@pytest.mark.parametrize("call", [["setProforma"], ["setPartner", "DIRECT"]])
def test_a_card_that_is_not_needed_any_more_is_forgotten(
    client: ApiClient, services: Services, call: list[str]
) -> None:
    number = invoice(client)
    client.call("setProforma", number)
    client.call("setPaymentDetails", DETAILS)

    client.call(*call, *([] if len(call) > 1 else [number]))

    assert _cards(services) == 0


def _cards(services: Services) -> int:
    with services.database.reading() as work:
        return work.session.scalar(select(func.count()).select_from(CardRow)) or 0


def test_sessions_that_pay_at_once_pay_once(services: Services, merchant: Merchant, client: ApiClient) -> None:
    number, gateway, start = invoice(client), Recorder(), threading.Barrier(3)
    own = replace(services, gateway=gateway)

    def attempt(_: int) -> str:
        session = ApiClient(own, "channel-manager-2.1", merchant)
        session.call("setPartner", "PARTNER1")
        session.call("setProforma", number)
        session.call("setPaymentDetails", DETAILS)
        start.wait()
        try:
            return str(session.call("payProforma"))
        except Exception as refused:  # noqa: BLE001 - the refusal is what is looked at
            return str(getattr(refused, "code", refused))

    with ThreadPoolExecutor(3) as pool:
        outcomes = sorted(pool.map(attempt, range(3)))

    assert outcomes == ["PAYMENT_PROFORMA", "PAYMENT_PROFORMA", "True"]
    assert len(gateway.charges) == 1


class TestConfirming:
    @pytest.fixture
    def direct(self, client: ApiClient) -> ApiClient:
        """A session for DIRECT, who pays the merchant himself."""
        client.call("setPartner", "DIRECT")
        return client

    @pytest.mark.parametrize("arguments", [["DIRECT", "{number}", "R-1"], ["DIRECT", "{number}"], ["R-1"], []], ids=len)
    def test_every_reading_of_the_call_is_understood(self, direct: ApiClient, arguments: list[str]) -> None:
        number = invoice(direct)
        direct.call("setProforma", number)

        assert direct.call("confirmInvoicePayment", *(text.format(number=number) for text in arguments)) is True

        paid = direct.call("getProforma", number)
        assert (paid["Status"], paid["PaymentMethod"], paid["BusinessModel"]) == ("Paid", "WIRE", "SERVICE_PROVIDER")

    def test_a_paid_one_is_not_confirmed_again(self, direct: ApiClient) -> None:
        number = invoice(direct)
        direct.call("confirmInvoicePayment", "DIRECT", number, "R-1")

        assert direct.refusal("confirmInvoicePayment", "DIRECT", number, "R-1") == (
            "PAYMENT_PROFORMA",
            "The proforma invoice has already been paid.",
        )

    @pytest.mark.parametrize("number", ["999999999", "", None])
    def test_an_unknown_one_is_refused(self, direct: ApiClient, number: str | None) -> None:
        assert direct.refusal("confirmInvoicePayment", "DIRECT", number, "R-1") == (
            "INVALID_PROFORMA",
            "The proforma invoice number is invalid.",
        )

    def test_a_partner_of_the_other_model_confirms_nothing(self, client: ApiClient) -> None:
        assert client.refusal("confirmInvoicePayment", "PARTNER1", invoice(client), "R-1") == (
            "INVALID_METHOD",
            "The partner set is not on the Direct business model.",
        )

    @pytest.mark.parametrize("code", ["PARTNER1", "DIRECT"])
    def test_the_invoice_of_another_partner_is_not_confirmed(self, client: ApiClient, code: str) -> None:
        number = invoice(client)
        client.call("setPartner", "DIRECT")

        assert client.refusal("confirmInvoicePayment", code, number, "R-1") == (
            "INVALID_PARTNER",
            "No partner is set or the proforma does not belong to the partner set.",
        )
