"""Tokens as a shop's page in a browser gets them."""

import re
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import Client

from rpc_server.app import create_api, create_router
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Services
from rpc_server.commerce.payments.tables import CardTokenRow
from rpc_server.wires.http import Limits

CARD = {
    "MerchantCode": "APITEST",
    "CardNumber": "4111 1111 1111 1111",
    "ExpirationYear": 2030,
    "ExpirationMonth": "12",
    "CCID": "123",
    "HolderName": "John Doe",
}


@pytest.fixture
def browser(services: Services, merchant: Merchant) -> Client:
    assert merchant.code == CARD["MerchantCode"]
    return Client(create_router(create_api(services), services, Limits()))


def test_a_card_gets_a_token_that_any_page_may_read(browser: Client) -> None:
    answer = browser.post("/token", json=CARD)

    assert answer.status_code == 200
    assert re.fullmatch(
        r'\{"token":"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"\}', answer.text
    )
    assert (answer.headers["Access-Control-Allow-Origin"], answer.headers["Cache-Control"]) == ("*", "no-store")


def test_a_token_itself_is_not_stored(browser: Client, services: Services) -> None:
    token = browser.post("/token", json=CARD).json["token"]  # type: ignore[index]

    with services.database.reading() as work:
        digest = work.session.scalar(select(CardTokenRow.digest))
    assert digest is not None
    assert token not in digest


def test_a_browser_may_ask_first(browser: Client) -> None:
    answer = browser.options("/token")

    assert (answer.status_code, answer.headers["Access-Control-Allow-Headers"]) == (204, "Content-Type")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"CardNumber": "4111111111111112"}, "ORDER_PAYMENT_METHOD_CARD_NUMBER_INVALID"),
        ({"CardNumber": ""}, "ORDER_PAYMENT_METHOD_CARD_EMPTY"),
        ({"CCID": "12"}, "ORDER_PAYMENT_METHOD_CARD_CCID_INVALID"),
        ({"ExpirationMonth": "13"}, "ORDER_PAYMENT_METHOD_CARD_EXPIRATION_INVALID"),
        ({"MerchantCode": "NOBODY"}, "FORBIDDEN"),
        ({"MerchantCode": None}, "INVALID_REQUEST"),
    ],
)
def test_what_is_no_card_of_an_account_gets_no_token(browser: Client, changes: dict[str, Any], code: str) -> None:
    answer = browser.post("/token", json={**CARD, **changes})

    assert (answer.status_code, answer.json["error_code"]) == (400, code)  # type: ignore[index]
    assert "4111" not in answer.text


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"CardNumber": "' + b"4" * 2_000_000 + b'"}'])
def test_what_is_no_request_gets_no_token(browser: Client, body: bytes) -> None:
    assert browser.post("/token", data=body).status_code == 400


def test_tokens_are_only_posted_for(browser: Client) -> None:
    assert browser.get("/token").status_code == 405


def test_an_address_that_asks_for_too_many_tokens_is_told_to_wait(browser: Client) -> None:
    asked = [browser.post("/token", data=b"", environ_base={"REMOTE_ADDR": "192.0.2.1"}) for _ in range(61)]
    too_many, other = asked.pop(), browser.post("/token", data=b"", environ_base={"REMOTE_ADDR": "192.0.2.2"})

    assert {answer.status_code for answer in [*asked, other]} == {400}
    assert (too_many.status_code, too_many.headers["Retry-After"]) == (429, "60")
    assert too_many.json == {"error_code": "TOO_MANY_REQUESTS", "message": "Too many tokens; try again in a minute."}
