"""Buyers at the pages of their banks and wallets."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from werkzeug.test import Client, TestResponse

from rpc_server.app import create_api, create_router
from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Services
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.payments.attempts import attempts_of
from rpc_server.commerce.payments.challenges import LIFETIME
from rpc_server.commerce.payments.model import AttemptStatus
from rpc_server.gateways import Charge, Outcome, Result
from rpc_server.gateways.simulator import Simulator
from rpc_server.wires.http import Limits
from tests.api_client import ApiClient
from tests.order_world import engine, stock

Json = dict[str, Any]

RETURN, CANCEL = "https://shop.example/ok?cart=1", "https://shop.example/no"
CARD = {
    "CardNumber": "4111111111111111",
    "ExpirationYear": "2030",
    "ExpirationMonth": "12",
    "CCID": "123",
    "HolderName": "Vera Doe",
    "Vendor3DSReturnURL": RETURN,
    "Vendor3DSCancelURL": CANCEL,
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


@dataclass
class Shop:
    """A shop of APITEST and its buyer's browser."""

    services: Services
    merchant: Merchant

    def __post_init__(self) -> None:
        self.api = ApiClient(self.services, "merchant-6.0", self.merchant)
        self.router = create_router(create_api(self.services), self.services, Limits(bytes=2000))
        self.browser = Client(self.router)

    def place(self, type_: str = "CC", **changes: Any) -> tuple[str, str]:
        """The RefNo of a PLAN to be paid so, and the address its buyer is sent to."""
        method = CARD if type_ == "CC" else {"ReturnURL": RETURN, "CancelURL": CANCEL}
        placed = self.api.call(
            "placeOrder",
            {
                "Currency": "usd",
                "Items": [{"Code": "PLAN", "Quantity": 1}],
                "BillingDetails": BILLING,
                "PaymentDetails": {"Type": type_, "PaymentMethod": {**method, **changes}},
            },
        )
        shown = placed["PaymentDetails"]["PaymentMethod"]
        authorize = next(value for name, value in shown.items() if name.startswith("Authorize"))
        return placed["RefNo"], f"{authorize['Href']}?avng8apitoken={authorize['Params']['avng8apitoken']}"

    def open(self, address: str) -> TestResponse:
        return self.browser.get(path_of(address))

    def press(self, address: str, button: str) -> TestResponse:
        path, token = path_of(address).split("?avng8apitoken=")
        return Client(self.router).post(path, data={"avng8apitoken": token, "answer": button})

    def status(self, reference: str) -> str:
        status: str = self.api.call("getOrder", reference)["Status"]
        return status

    def attempts(self, reference: str) -> list[AttemptStatus]:
        with engine(self.services, self.merchant) as context:
            return [attempt.status for attempt in attempts_of(context, reference)]


def path_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


@pytest.fixture
def shop(services: Services, merchant: Merchant) -> Shop:
    stock(services)
    return Shop(services, merchant)


def test_a_buyer_is_shown_whom_he_pays_and_how_much(shop: Shop) -> None:
    reference, address = shop.place()

    page = shop.open(address)

    assert (page.status_code, page.content_type) == (200, "text/html; charset=utf-8")
    facts = re.findall("<dt>(.*?)</dt><dd>(.*?)</dd>", page.text)
    assert dict(facts) == {
        "Pay to": "Test merchant",
        "Amount": "30.00 USD",
        "Order": reference,
        "For": "Plan",
        "Answer before": "2026-03-10 12:30 UTC",
    }
    assert re.findall('value="([a-z_]+)"', page.text) == ["approve", "decline", "cancel", "time_out"]


def test_a_page_is_kept_nowhere_runs_nothing_and_tells_no_other_site(shop: Shop) -> None:
    _, address = shop.place()

    page = shop.open(address)

    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in policy
    assert "script" not in page.text.replace("/scripts/", "")
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"], page.headers["X-Content-Type-Options"]) == (
        "no-store",
        "no-referrer",
        "nosniff",
    )


def test_a_product_cannot_write_into_the_page(services: Services, merchant: Merchant) -> None:
    stock(services)
    shop = Shop(services, replace(merchant, name="<b>Shop</b>"))
    placed = shop.api.call(
        "placeOrder",
        {
            "Currency": "usd",
            "Items": [
                {
                    "IsDynamic": True,
                    "Name": "<script>alert('x')</script>",
                    "Quantity": 1,
                    "PurchaseType": "PRODUCT",
                    "Tangible": False,
                    "Price": {"Amount": 5, "Type": "CUSTOM"},
                }
            ],
            "BillingDetails": BILLING,
            "PaymentDetails": {"Type": "CC", "PaymentMethod": CARD},
        },
    )
    authorize = placed["PaymentDetails"]["PaymentMethod"]["Authorize3DS"]

    page = shop.open(f"{authorize['Href']}?avng8apitoken={authorize['Params']['avng8apitoken']}")

    assert "<dd>&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;</dd>" in page.text


@pytest.mark.parametrize(
    ("type_", "button", "address", "status"),
    [
        ("CC", "approve", "https://shop.example/ok?cart=1&refno={}", "COMPLETE"),
        ("CC", "decline", "https://shop.example/no?refno={}", "PENDING"),
        ("CC", "cancel", "https://shop.example/no?refno={}", "PENDING"),
        ("CC", "time_out", "https://shop.example/no?refno={}", "PENDING"),
        ("IDEAL", "approve", "https://shop.example/ok?cart=1&refno={}", "COMPLETE"),
        ("IDEAL", "decline", "https://shop.example/no?refno={}", "PENDING"),
        ("IDEAL", "cancel", "https://shop.example/no?refno={}", "PENDING"),
        ("IDEAL", "time_out", "https://shop.example/no?refno={}", "CANCELED"),
    ],
)
def test_every_answer_settles_the_order_and_sends_the_buyer_back(
    shop: Shop, type_: str, button: str, address: str, status: str
) -> None:
    reference, page = shop.place(type_)

    answer = shop.press(page, button)

    assert (answer.status_code, answer.headers["Location"]) == (303, address.format(reference))
    assert shop.status(reference) == status
    assert shop.attempts(reference) == [AttemptStatus.AUTHORISED if button == "approve" else AttemptStatus.DECLINED]


def test_a_challenge_that_is_passed_may_still_end_in_a_refusal(shop: Shop) -> None:
    reference, page = shop.place(HolderName="Viola Doe")

    answer = shop.press(page, "approve")

    assert answer.headers["Location"] == f"https://shop.example/no?refno={reference}"
    assert shop.status(reference) == "PENDING"


def test_the_first_answer_stands_and_later_ones_lead_to_the_same_address(shop: Shop) -> None:
    reference, page = shop.place()
    first = shop.press(page, "approve")

    second = shop.press(page, "cancel")

    assert second.headers["Location"] == first.headers["Location"]
    assert shop.status(reference) == "COMPLETE"


@pytest.mark.parametrize("buttons", [["approve"] * 6, ["approve", "cancel", "time_out"] * 2])
def test_impatient_clicks_settle_the_order_once(shop: Shop, buttons: list[str]) -> None:
    reference, page = shop.place()

    with ThreadPoolExecutor(len(buttons)) as pool:
        answers = list(pool.map(lambda button: shop.press(page, button), buttons))

    assert len({(answer.status_code, answer.headers["Location"]) for answer in answers}) == 1
    assert len(shop.attempts(reference)) == 1
    read = shop.api.call("getOrder", reference)
    is_paid = "/ok?" in answers[0].headers["Location"]
    assert (read["Status"], len(read["Items"][0]["ProductDetails"]["Subscriptions"] or ())) == (
        ("COMPLETE", 1) if is_paid else ("PENDING", 0)
    )


@pytest.mark.parametrize("token", ["0123456789abcdef", "", "short", "x" * 500])
def test_a_token_nobody_was_given_opens_nothing(shop: Shop, token: str) -> None:
    address = f"https://localhost/6.0/scripts/credit_card/authorize?avng8apitoken={token}"

    assert shop.open(address).status_code == 410
    assert shop.press(address, "approve").status_code == 410


def test_a_page_that_was_answered_asks_no_more(shop: Shop) -> None:
    _, page = shop.place()
    shop.press(page, "decline")

    assert shop.open(page).status_code == 410


def test_a_page_is_over_after_its_time(shop: Shop, clock: SetClock) -> None:
    reference, page = shop.place()
    clock.advance(LIFETIME)

    assert shop.open(page).status_code == 410
    assert shop.press(page, "approve").headers["Location"] == f"https://shop.example/no?refno={reference}"
    assert shop.attempts(reference) == [AttemptStatus.DECLINED]


@pytest.mark.parametrize(
    ("return_url", "address"),
    [
        ("https://shop.example", "https://shop.example?refno={}"),
        ("https://shop.example/ok?a=1&b=%20#done", "https://shop.example/ok?a=1&b=%20&refno={}#done"),
        ("www.test.com", "http://www.test.com?refno={}"),
        ("http://localhost:8000/ok", "http://localhost:8000/ok?refno={}"),
        ("https://shop.example/schön", "https://shop.example/sch%C3%B6n?refno={}"),
    ],
)
def test_the_reference_is_added_to_any_address(shop: Shop, return_url: str, address: str) -> None:
    reference, page = shop.place(Vendor3DSReturnURL=return_url)

    assert shop.press(page, "approve").headers["Location"] == address.format(reference)


@pytest.mark.parametrize(
    ("act", "status"),
    [
        (lambda browser, path: browser.post(path, data={"avng8apitoken": "0" * 16, "answer": "steal"}), 400),
        (lambda browser, path: browser.post(path, data={f"f{n}": "1" for n in range(20)}), 400),
        (lambda browser, path: browser.post(path, data={"avng8apitoken": "0" * 3000}), 413),
        (lambda browser, path: browser.put(path), 405),
        (lambda browser, _: browser.post("/scripts/authorized"), 405),
    ],
    ids=["no such button", "many fields", "large", "put", "posted return"],
)
def test_what_is_no_answer_is_refused_with_a_page(
    shop: Shop, act: Callable[[Client, str], TestResponse], status: int
) -> None:
    answer = act(shop.browser, "/6.0/scripts/credit_card/authorize")

    assert (answer.status_code, answer.content_type) == (status, "text/html; charset=utf-8")


def test_every_version_and_wallet_has_its_page_with_and_without_a_slash(shop: Shop) -> None:
    _, page = shop.place()
    token = page.partition("?")[2]

    paths = [
        "/5.0/scripts/credit_card/authorize",
        "/4.0/scripts/we_chat_pay/authorize/",
        "/api/6.0/scripts/ideal/authorize",
    ]
    assert [shop.browser.get(f"{path}?{token}").status_code for path in paths] == [200, 200, 200]


class RealBank(Simulator):
    """A processor whose buyers are asked at an address of their bank's own."""

    address = "https://bank.example/ask?id=1"

    def __init__(self) -> None:
        super().__init__()
        self.returns: list[str | None] = []

    def charge(self, charge: Charge) -> Result:
        self.returns.append(charge.return_url)
        result = super().charge(charge)
        return replace(result, redirect_url=self.address) if result.outcome is Outcome.CHALLENGE else result


def test_a_real_bank_asks_at_its_own_address_and_sends_the_buyer_back(services: Services, merchant: Merchant) -> None:
    stock(services)
    bank = RealBank()
    shop = Shop(replace(services, gateway=bank), merchant)
    reference, page = shop.place()

    sent_to = shop.open(page).headers["Location"]
    ours = bank.returns[0] or ""
    with engine(shop.services, merchant) as context:
        bank.answer_challenge(bank.find(attempts_of(context, reference)[0].idempotency_key).transaction, is_passed=True)  # type: ignore[union-attr, arg-type]
    back = [shop.open(ours).headers["Location"] for _ in range(2)]

    assert sent_to == "https://bank.example/ask?id=1"
    assert ours.startswith("https://localhost/scripts/authorized?avng8apitoken=")
    assert back == [f"https://shop.example/ok?cart=1&refno={reference}"] * 2
    assert shop.status(reference) == "COMPLETE"


def test_nobody_answers_for_a_real_bank_here(services: Services, merchant: Merchant) -> None:
    stock(services)
    shop = Shop(replace(services, gateway=RealBank()), merchant)
    reference, page = shop.place()

    assert shop.press(page, "approve").status_code == 410
    assert shop.attempts(reference) == [AttemptStatus.OPEN]


def test_a_buyer_who_comes_back_unasked_is_not_taken_for_paid(services: Services, merchant: Merchant) -> None:
    stock(services)
    bank = RealBank()
    shop = Shop(replace(services, gateway=bank), merchant)
    reference, _ = shop.place()

    assert shop.open(bank.returns[0] or "").headers["Location"] == f"https://shop.example/no?refno={reference}"
    assert shop.attempts(reference) == [AttemptStatus.OPEN]


@pytest.mark.parametrize(("type_", "status"), [("CC", "PENDING"), ("IDEAL", "CANCELED")])
def test_a_buyer_who_never_answers_is_settled_by_reconciling(
    shop: Shop, clock: SetClock, type_: str, status: str
) -> None:
    reference, _ = shop.place(type_)
    clock.advance(LIFETIME - timedelta(seconds=1))
    with engine(shop.services, shop.merchant) as context:
        orders.reconcile(context)
    assert shop.attempts(reference) == [AttemptStatus.OPEN]
    clock.advance(timedelta(seconds=1))

    with engine(shop.services, shop.merchant) as context:
        orders.reconcile(context)
        settled = orders.find(context, reference)

    assert settled.status.value == status
    assert shop.attempts(reference) == [AttemptStatus.DECLINED]
