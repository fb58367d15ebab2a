"""Every payment type of ``placeOrder``: what it answers, whole, and what it refuses."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Services
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.payments import tokens
from tests.api_client import ApiClient
from tests.order_world import card, engine, stock

Json = dict[str, Any]

ADDRESSES = {"ReturnURL": "https://shop.example/ok", "CancelURL": "https://shop.example/no"}
SECURE = {"Vendor3DSReturnURL": "https://shop.example/ok", "Vendor3DSCancelURL": "https://shop.example/no"}
CARD = {
    "CardNumber": "4111111111111111",
    "ExpirationYear": "2030",
    "ExpirationMonth": "12",
    "CCID": "123",
    "HolderName": "John Doe",
    "RecurringEnabled": True,
    **SECURE,
}
BILLING = {
    "FirstName": "Grace",
    "LastName": "Hopper",
    "CountryCode": "us",
    "State": "NY",
    "City": "New York",
    "Address1": "1 Harbor Street",
    "Zip": "10001",
    "Email": "grace@example.com",
}
AUTHORIZE = {
    "Href": "https://localhost/6.0/scripts/<script>/authorize",
    "Method": "GET",
    "Params": {"avng8apitoken": "<token>"},
}
PAID_BY_CARD = {
    "FirstDigits": "4111",
    "LastDigits": "1111",
    "CardType": "Visa",
    "ExpirationMonth": "12",
    "ExpirationYear": "30",
    "RecurringEnabled": True,
    "Vendor3DSReturnURL": None,
    "Vendor3DSCancelURL": None,
    "InstallmentsNumber": None,
}


def book(type_: str, method: Json | None, *, currency: str = "usd", **changes: Any) -> Json:
    """One BOOK of 19.95 USD, to be paid so."""
    return {
        "Currency": currency,
        "Items": [{"Code": "BOOK", "Quantity": 1}],
        "BillingDetails": BILLING,
        "PaymentDetails": {
            "Type": type_,
            "Currency": currency,
            "CustomerIP": "91.220.121.21",
            "PaymentMethod": method,
        },
        **changes,
    }


def named(details: Json) -> Json:
    """The answered payment with tokens and page replaced by their descriptions."""
    text = re.sub(r'([":=])[0-9a-f]{16}"', r'\1<token>"', json.dumps(details))
    found: Json = json.loads(re.sub(r"scripts/[a-z_]+/", "scripts/<script>/", text))
    return found


@pytest.fixture
def client_of(services: Services, merchant: Merchant) -> Callable[[str], ApiClient]:
    stock(services)
    return lambda version: ApiClient(services, f"merchant-{version}", merchant)


@pytest.fixture
def client(client_of: Callable[[str], ApiClient]) -> ApiClient:
    return client_of("6.0")


@pytest.fixture
def mint(services: Services, merchant: Merchant) -> Callable[[str], str]:
    """Tokens for good cards of these holders, as 2Pay.js gets them."""

    def minted(holder: str) -> str:
        with engine(services, merchant) as context:
            return tokens.mint(context, card(holder))

    return minted


def test_a_challenged_card_is_pending_with_the_address_of_its_bank(client: ApiClient) -> None:
    answer = client.call("placeOrder", book("CC", {**CARD, "HolderName": "Vera Doe"}))

    assert (answer["Status"], answer["Errors"]) == ("PENDING", None)
    assert named(answer["PaymentDetails"]) == {
        "Type": "CC",
        "Currency": "usd",
        "PaymentMethod": {
            "Authorize3DS": AUTHORIZE,
            "FirstDigits": "4111",
            "LastDigits": "1111",
            "CardType": "Visa",
            "RecurringEnabled": True,
            **SECURE,
        },
        "CustomerIP": "91.220.121.21",
    }
    assert answer["PaymentDetails"]["PaymentMethod"]["Authorize3DS"]["Href"] == (
        "https://localhost/6.0/scripts/credit_card/authorize"
    )


def test_the_address_of_the_bank_is_told_once(client: ApiClient) -> None:
    placed = client.call("placeOrder", book("CC", {**CARD, "HolderName": "Vera Doe"}))

    read = client.call("getOrder", placed["RefNo"])

    assert read["PaymentDetails"]["PaymentMethod"]["Authorize3DS"] is None


@pytest.mark.parametrize(("version", "sent"), [("4.0", SECURE), ("6.0", dict.fromkeys(SECURE))])
def test_a_challenge_no_buyer_could_come_back_from_is_a_decline(
    client_of: Callable[[str], ApiClient], version: str, sent: Json
) -> None:
    answer = client_of(version).call("placeOrder", book("CC", {**CARD, "HolderName": "Vera Doe", **sent}))

    assert answer["Status"] == "PENDING"
    assert list(answer["Errors"].values()) == [
        "Couldn't complete the payment validation process: Authentication required"
    ]


@pytest.mark.parametrize(
    ("type_", "member"),
    [
        ("IDEAL", "AuthorizeIdeal"),
        ("ALIPAY", "AuthorizeAlipay"),
        ("TRUSTLY", "AuthorizeTrustly"),
        ("SOFORT", "AuthorizeSofort"),
        ("WEBMONEY", "AuthorizeWebmoney"),
    ],
)
@pytest.mark.parametrize("version", ["3.0", "6.0"])
def test_a_wallet_is_pending_with_the_address_of_its_page(
    client_of: Callable[[str], ApiClient], version: str, type_: str, member: str
) -> None:
    answer = client_of(version).call("placeOrder", book(type_, ADDRESSES))

    href = f"https://localhost/{version}/scripts/<script>/authorize"
    assert (answer["Status"], answer["Errors"]) == ("PENDING", None)
    assert named(answer["PaymentDetails"])["PaymentMethod"] == {
        member: {**AUTHORIZE, "Href": href},
        "RecurringEnabled": False,
        **ADDRESSES,
    }
    assert f"/scripts/{type_.lower()}/" in answer["PaymentDetails"]["PaymentMethod"][member]["Href"]


@pytest.mark.parametrize("type_", ["PAYPAL", "PAYPAL_EXPRESS"])
def test_paypal_answers_one_address_to_redirect_to(client: ApiClient, type_: str) -> None:
    sent = {"ReturnURL": "https://shop.example/ok", "Email": "grace@example.com", "RecurringEnabled": True}

    answer = client.call("placeOrder", book(type_, sent))

    assert answer["Status"] == "PENDING"
    assert named(answer["PaymentDetails"]) == {
        "Type": type_,
        "Currency": "usd",
        "PaymentMethod": {
            "RedirectURL": "https://localhost/6.0/scripts/<script>/authorize?avng8apitoken=<token>",
            "RecurringEnabled": True,
        },
        "CustomerIP": "91.220.121.21",
    }


@pytest.mark.parametrize(
    ("type_", "where"),
    [
        (
            "WIRE",
            {"BankName": "Simulated Bank", "IBAN": "DE89370400440532013000", "SWIFT": "SIMUDEFFXXX"},
        ),
        ("CHECK", {"MailTo": "Simulated Bank, 1 Example Street, 00000 Example"}),
    ],
)
def test_paying_by_hand_is_pending_with_instructions(client: ApiClient, type_: str, where: Json) -> None:
    answer = client.call("placeOrder", book(type_, None))

    assert answer["Status"] == "PENDING"
    assert answer["PaymentDetails"]["PaymentMethod"] == {
        "Instructions": {
            "PayableTo": "Test merchant",
            **where,
            "Amount": "19.95",
            "Currency": "USD",
            "Reference": answer["RefNo"],
        },
        "RecurringEnabled": False,
    }


def test_money_that_arrives_finishes_an_order_paid_by_hand(
    client: ApiClient, services: Services, merchant: Merchant
) -> None:
    placed = client.call("placeOrder", book("WIRE", None))
    with engine(services, merchant) as context:
        orders.receive_payment(context, placed["RefNo"])

    assert client.call("getOrder", placed["RefNo"])["Status"] == "COMPLETE"


@pytest.mark.parametrize(("is_approved", "status"), [(True, "AUTHRECEIVED"), (False, "PENDING")])
def test_a_purchase_order_waits_unless_it_is_approved_at_once(
    client: ApiClient, is_approved: bool, status: str
) -> None:
    sent = {"InternalPONumber": "PO-7", "AutoApprove": is_approved}

    answer = client.call(
        "placeOrder", book("PURCHASEORDER", sent, BillingDetails={**BILLING, "Company": "Navy", "FiscalCode": "1"})
    )

    assert answer["Status"] == status
    assert answer["PaymentDetails"]["PaymentMethod"] == sent


@pytest.mark.parametrize("type_", ["EES_TOKEN_PAYMENT", "TEST"])
def test_a_token_pays_as_its_card(client: ApiClient, mint: Callable[[str], str], type_: str) -> None:
    answer = client.call("placeOrder", book(type_, {"EesToken": mint("John Doe"), "RecurringEnabled": True, **SECURE}))

    shown = {**PAID_BY_CARD, "ExpirationYear": "20", "CardType": "visa" if type_ == "TEST" else "Visa"}
    assert (answer["Status"], answer["TestOrder"]) == ("AUTHRECEIVED", type_ == "TEST")
    assert answer["PaymentDetails"]["PaymentMethod"] == shown


def test_a_token_of_a_challenged_card_goes_to_its_bank(client: ApiClient, mint: Callable[[str], str]) -> None:
    answer = client.call("placeOrder", book("EES_TOKEN_PAYMENT", {"EesToken": mint("Vera Doe"), **SECURE}))

    assert named(answer["PaymentDetails"])["PaymentMethod"]["Authorize3DS"] == AUTHORIZE


def test_a_token_is_spent_even_if_the_order_is_refused(client: ApiClient, mint: Callable[[str], str]) -> None:
    token = mint("John Doe")
    refused = book("EES_TOKEN_PAYMENT", {"EesToken": token, **SECURE}, Items=[{"Code": "NOTHING", "Quantity": 1}])
    code, _ = client.refusal("placeOrder", refused)
    assert code == "ORDER_PRODUCT_CODE_INVALID"

    assert client.refusal("placeOrder", book("EES_TOKEN_PAYMENT", {"EesToken": token, **SECURE})) == (
        "INVALID_EES_TOKEN",
        "The token is not valid; generate a new one.",
    )


def test_one_click_pays_with_the_card_of_an_earlier_order(client: ApiClient) -> None:
    earlier = client.call("placeOrder", book("CC", CARD))

    again = client.call(
        "placeOrder", book("PREVIOUS_ORDER", {"RefNo": earlier["RefNo"], "RecurringEnabled": True, **SECURE})
    )

    assert (again["Status"], again["TestOrder"]) == ("AUTHRECEIVED", False)
    assert again["PaymentDetails"]["PaymentMethod"] == PAID_BY_CARD


def test_one_click_after_a_test_order_is_a_test_order(client: ApiClient) -> None:
    earlier = client.call("placeOrder", book("TEST", CARD))

    again = client.call("placeOrder", book("PREVIOUS_ORDER", {"RefNo": earlier["RefNo"]}))

    assert again["TestOrder"] is True


@pytest.mark.parametrize(
    ("paid", "changes"),
    [
        (CARD, {"BillingDetails": {**BILLING, "Email": "eve@example.com"}}),
        (CARD, {"CustomerReference": 7}),
        ({**CARD, "HolderName": "Mona Doe"}, {}),
    ],
    ids=["another buyer", "another customer", "never paid"],
)
def test_one_click_is_for_the_same_customer_and_a_paid_order(client: ApiClient, paid: Json, changes: Json) -> None:
    earlier = client.call("placeOrder", book("CC", paid))

    refusal = client.refusal("placeOrder", book("PREVIOUS_ORDER", {"RefNo": earlier["RefNo"]}, **changes))

    assert refusal == (
        "ORDER_PAYMENT_METHOD_PREVIOUS_ORDER_INVALID",
        "RefNo must name an earlier order of the same customer that was paid by card.",
    )


def test_a_transient_token_pays_with_a_stored_card(client: ApiClient, services: Services, merchant: Merchant) -> None:
    earlier = client.call("placeOrder", book("CC", CARD))
    with engine(services, merchant) as context:
        paid = orders.find(context, earlier["RefNo"]).payment
        assert paid is not None
        token = tokens.mint_for_stored(context, paid.card_id or "", is_test=False)

    answer = client.call(
        "placeOrder", book("EXISTING_PAYMENT_DATA", {"TransientToken": token, "CCID": "123", **SECURE})
    )

    assert answer["PaymentDetails"]["PaymentMethod"] == {**PAID_BY_CARD, "RecurringEnabled": False}


@pytest.mark.parametrize(
    ("type_", "method", "code"),
    [
        ("CC", {**CARD, "CardNumber": ""}, "ORDER_PAYMENT_METHOD_CARD_EMPTY"),
        ("EES_TOKEN_PAYMENT", SECURE, "INVALID_EES_TOKEN"),
        ("EES_TOKEN_PAYMENT", {"EesToken": "never minted"}, "INVALID_EES_TOKEN"),
        ("TEST", {"EesToken": "never minted"}, "INVALID_EES_TOKEN"),
        ("PREVIOUS_ORDER", SECURE, "ORDER_PAYMENT_METHOD_PREVIOUS_ORDER_INVALID"),
        ("PREVIOUS_ORDER", {"RefNo": "1"}, "ORDER_PAYMENT_METHOD_PREVIOUS_ORDER_INVALID"),
        ("EXISTING_PAYMENT_DATA", {"CCID": "123"}, "ORDER_PAYMENT_METHOD_TRANSIENT_TOKEN_INVALID"),
        ("EXISTING_PAYMENT_DATA", {"TransientToken": "x"}, "ORDER_PAYMENT_METHOD_TRANSIENT_TOKEN_INVALID"),
        ("PAYPAL", {"Email": "grace@example.com"}, "ORDER_PAYMENT_METHOD_RETURN_URL_EMPTY"),
        ("IDEAL", {"ReturnURL": "https://shop.example"}, "ORDER_PAYMENT_METHOD_CANCEL_URL_EMPTY"),
        ("IDEAL", {**ADDRESSES, "ReturnURL": "javascript:alert(1)"}, "ORDER_PAYMENT_METHOD_RETURN_URL_INVALID"),
        ("CC", {**CARD, "Vendor3DSCancelURL": "ftp://shop.example"}, "ORDER_PAYMENT_METHOD_RETURN_URL_INVALID"),
        ("PURCHASEORDER", {"AutoApprove": True}, "ORDER_PAYMENT_METHOD_PO_NUMBER_EMPTY"),
        ("PURCHASEORDER", {"InternalPONumber": "1"}, "ORDER_PAYMENT_METHOD_PO_AUTO_APPROVE_EMPTY"),
        ("PURCHASEORDER", {"InternalPONumber": "1", "AutoApprove": True}, "ORDER_BILLING_COMPANY_EMPTY"),
        ("CC", {**CARD, "InstallmentsNumber": 3}, "ORDER_PAYMENT_METHOD_INSTALLMENTS_INVALID"),
        ("FREE", None, "ORDER_PAYMENT_TYPE_FREE_INVALID"),
    ],
)
def test_what_a_type_needs_is_asked_for(client: ApiClient, type_: str, method: Json | None, code: str) -> None:
    assert client.refusal("placeOrder", book(type_, method))[0] == code


def test_a_brazilian_card_pays_in_installments(client: ApiClient) -> None:
    made = {
        "IsDynamic": True,
        "Name": "Made to measure",
        "Quantity": 1,
        "PurchaseType": "PRODUCT",
        "Tangible": False,
        "Price": {"Amount": 60, "Type": "CUSTOM"},
    }
    buyer = {**BILLING, "CountryCode": "br", "State": "SP", "Phone": "+551155550100", "FiscalCode": "529.982.247-25"}
    sent = {**CARD, "RecurringEnabled": False, "InstallmentsNumber": "3"}

    answer = client.call("placeOrder", book("CC", sent, currency="brl", Items=[made], BillingDetails=buyer))

    assert answer["Status"] == "AUTHRECEIVED"
    assert answer["PaymentDetails"]["PaymentMethod"] == {
        **PAID_BY_CARD,
        "RecurringEnabled": False,
        "InstallmentsNumber": 3,
    }


def test_we_chat_pay_takes_dollars(client: ApiClient) -> None:
    answer = client.call("placeOrder", book("WE_CHAT_PAY", ADDRESSES))

    assert named(answer["PaymentDetails"])["PaymentMethod"]["AuthorizeWeChatPay"] == AUTHORIZE


def test_we_chat_pay_takes_no_euros(client: ApiClient) -> None:
    assert client.refusal("placeOrder", book("WE_CHAT_PAY", ADDRESSES, currency="eur")) == (
        "ORDER_PAYMENT_CURRENCY_NOT_TAKEN",
        "WE_CHAT_PAY is for CNY, HKD, USD, not for EUR.",
    )


def test_an_order_of_no_value_needs_nothing_of_its_type(client: ApiClient) -> None:
    answer = client.call("placeOrder", book("IDEAL", None, Items=[{"Code": "GIFT", "Quantity": 1}]))

    assert answer["Status"] == "AUTHRECEIVED"


def test_a_failed_card_can_be_paid_by_wallet_instead(client: ApiClient) -> None:
    failed = client.call("placeOrder", book("CC", {**CARD, "HolderName": "Mona Doe"}))

    again = client.call(
        "placeOrder",
        {"RefNo": failed["RefNo"], "PaymentDetails": {"Type": "TRUSTLY", "PaymentMethod": ADDRESSES}},
    )

    assert (again["RefNo"], again["Status"]) == (failed["RefNo"], "PENDING")
    assert named(again["PaymentDetails"])["PaymentMethod"]["AuthorizeTrustly"] == AUTHORIZE


def test_a_buyer_who_left_his_bank_may_pay_with_another_card(client: ApiClient) -> None:
    left = client.call("placeOrder", book("CC", {**CARD, "HolderName": "Vera Doe"}))

    paid = client.call("placeOrder", {**left, "PaymentDetails": {"Type": "CC", "PaymentMethod": CARD}})

    assert (paid["RefNo"], paid["Status"]) == (left["RefNo"], "AUTHRECEIVED")
