"""Customers signed in to their account pages by links of their merchant."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from werkzeug.test import Client, TestResponse

from rpc_server.app import create_api, create_router
from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Services
from rpc_server.commerce.sign_on.tables import SignOnRow
from rpc_server.wires.http import Limits
from tests.api_client import ApiClient
from tests.customer_world import GRACE, subscription_of
from tests.order_world import engine, stock
from tests.subscription_world import card_of

REFERENCE = "8AF9A9DC95"
PAGES = "index, view_order, my_license, my_subscription, change_card, my_products, payment_methods, user_data, order_lookup, faq"
OVER = "This link signs nobody in any more: it works once, for a short time. Ask the shop for a new one."


@dataclass
class House:
    """A merchant, Grace who is its customer, and her browser."""

    services: Services
    merchant: Merchant

    def __post_init__(self) -> None:
        self.api = ApiClient(self.services, "merchant-6.0", self.merchant)
        self.number: int = self.api.call("createCustomer", GRACE)
        self.router = create_router(create_api(self.services), self.services, Limits())

    def subscribe(self, **changes: Any) -> None:
        with engine(self.services, self.merchant) as context:
            subscription_of(context, changes.pop("customer_reference", self.number), **changes)

    def link(self, page: str = "index", *more: Any) -> str:
        link: str = self.api.call(
            "getSingleSignOnByCustomer", self.number, "AvangateCustomerReference", page, None, *more
        )
        return link

    def follow(self, link: str, address: str = "10.0.0.1") -> TestResponse:
        parts = urlsplit(link)
        return Client(self.router).get(f"{parts.path}?{parts.query}", environ_base={"REMOTE_ADDR": address})


@pytest.fixture
def house(services: Services, merchant: Merchant) -> House:
    stock(services)
    return House(services, merchant)


def facts(page: TestResponse) -> list[tuple[str, str]]:
    return re.findall("<dt>(.*?)</dt><dd>(.*?)</dd>", page.text)


def headings(page: TestResponse) -> list[str]:
    return re.findall("<h[12]>(.*?)</h[12]>", page.text)


def test_a_link_is_an_address_with_forty_hexadecimals(house: House) -> None:
    link = urlsplit(house.link("user_data"))

    assert (link.scheme, link.netloc, link.path) == ("https", "localhost", "/myaccount/")
    fields = parse_qs(link.query)
    assert fields["page"] == ["user_data"]
    assert re.fullmatch("[0-9a-f]{40}", fields["logintoken"][0])


def test_the_token_is_stored_nowhere(house: House) -> None:
    token = house.link().partition("logintoken=")[2]

    with engine(house.services, house.merchant) as context:
        (row,) = context.session.query(SignOnRow).all()
        assert token not in str(vars(row))


def test_a_customer_sees_who_he_is_and_what_he_has(house: House) -> None:
    with engine(house.services, house.merchant) as context:
        subscription_of(context, house.number, card_id=card_of(context))

    page = house.follow(house.link())

    assert (page.status_code, page.content_type) == (200, "text/html; charset=utf-8")
    assert headings(page) == ["Your account", "Subscriptions", "Orders", "Cards"]
    assert facts(page) == [
        ("Name", "Grace Hopper"),
        ("E-mail", "Grace@example.com"),
        ("Address", "1 Arlington Ridge"),
        ("City", "22202 Arlington VA"),
        ("Country", "US"),
        ("Telephone", "555 0100"),
        ("Product", "Starter 1.2"),
        ("Reference", REFERENCE),
        ("Quantity", "1"),
        ("Status", "Active"),
        ("Until", "2026-03-20"),
        ("Renews by itself", "Yes"),
        ("Card", "Visa ending 1111"),
        ("Expires", "12/2030"),
    ]


def test_orders_are_listed(house: House) -> None:
    placed = house.api.call(
        "placeOrder",
        {
            "Currency": "usd",
            "CustomerReference": house.number,
            "Items": [{"Code": "BOOK", "Quantity": 2}],
            "BillingDetails": {**GRACE, "CountryCode": "US"},
            "PaymentDetails": {"Type": "WIRE"},
        },
    )

    page = house.follow(house.link("view_order"))

    assert headings(page) == ["Your orders", "Orders"]
    assert facts(page)[2:] == [
        ("Order", placed["RefNo"]),
        ("Placed", "2026-03-10"),
        ("For", "Book"),
        ("Total", "39.90 USD"),
        ("Status", "Pending"),
    ]


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("my_license", ["Your licences", "Subscriptions"]),
        ("MY_PRODUCTS", ["Your products", "Subscriptions"]),
        ("change_card", ["Your cards", "Cards"]),
        ("payment_methods", ["Your payment methods", "Cards"]),
        ("order_lookup", ["Your orders", "Orders"]),
        ("user_data", ["Your details"]),
        ("faq", ["Questions and answers"]),
        ("", ["Your account", "Subscriptions", "Orders", "Cards"]),
    ],
)
def test_each_page_shows_what_it_is_about(house: House, page: str, shown: list[str]) -> None:
    assert headings(house.follow(house.link(page))) == shown


def test_my_subscription_shows_the_one_asked_for(house: House) -> None:
    house.subscribe()
    house.subscribe(reference="8AF9A9DC96")

    link = house.api.call(
        "getSingleSignOnByCustomer",
        "grace",
        "ExternalCustomerReference",
        "my_subscription",
        f"Request[]=code={REFERENCE}",
    )

    assert [text for name, text in facts(house.follow(link)) if name == "Reference"] == [REFERENCE]


def test_nobody_writes_into_the_page(house: House) -> None:
    house.api.call(
        "updateCustomerInformation",
        {"AvangateCustomerReference": house.number, "LastName": "<script>alert(1)</script>"},
    )

    page = house.follow(house.link())

    assert "<script" not in page.text
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == ("no-store", "no-referrer")


def used(house: House, link: str, _clock: SetClock) -> TestResponse:
    house.follow(link)
    return house.follow(link)


def too_late(house: House, link: str, clock: SetClock) -> TestResponse:
    clock.advance(timedelta(seconds=10))
    return house.follow(link)


def made_up(house: House, link: str, _clock: SetClock) -> TestResponse:
    return house.follow(link[:-40] + "0" * 40)


def cut_off(house: House, link: str, _clock: SetClock) -> TestResponse:
    return house.follow(link[:-1])


def without(house: House, link: str, _clock: SetClock) -> TestResponse:
    return house.follow(link.partition("?")[0])


@pytest.mark.parametrize("follow", [used, too_late, made_up, cut_off, without])
def test_a_link_that_is_over_says_so(
    house: House, clock: SetClock, follow: Callable[[House, str, SetClock], TestResponse]
) -> None:
    page = follow(house, house.link(), clock)

    assert (page.status_code, headings(page)) == (410, ["This page is over"])
    assert OVER in page.text
    assert facts(page) == []


def test_a_link_lives_as_long_as_was_said(house: House, clock: SetClock) -> None:
    link = house.link("index", 3600)

    clock.advance(timedelta(seconds=3599))

    assert house.follow(link).status_code == 200


def test_a_link_for_one_address_serves_no_other(house: House) -> None:
    link = house.link("index", 60, "2001:DB8:0::1")

    assert house.follow(link, "10.0.0.1").status_code == 410
    assert house.follow(link, "2001:db8::1").status_code == 200


def test_of_many_who_follow_a_link_at_once_one_is_signed_in(house: House) -> None:
    link = house.link()

    with ThreadPoolExecutor(4) as pool:
        statuses = [page.status_code for page in pool.map(lambda _: house.follow(link), range(8))]

    assert sorted(statuses) == [200, *[410] * 7]


def test_the_page_is_read_and_nothing_else(house: House) -> None:
    parts = urlsplit(house.link())

    page = Client(house.router).post(f"{parts.path}?{parts.query}")

    assert (page.status_code, page.headers["Allow"]) == (405, "GET")


def test_a_subscription_signs_its_customer_in(house: House) -> None:
    house.subscribe()

    page = house.follow(house.api.call("getSingleSignOn", REFERENCE, "ADA@example.com", 60, "my_products"))

    assert dict(facts(page))["Name"] == "Grace Hopper"


def test_a_subscription_without_a_customer_signs_in_who_uses_it(house: House) -> None:
    house.subscribe(customer_reference=None)
    house.subscribe(reference="8AF9A9DC96", customer_reference=None)

    page = house.follow(house.api.call("getSingleSignOn", REFERENCE, None, 60, "index"))

    assert [text for name, text in facts(page) if name in ("Name", "Reference")] == ["Ada Lovelace", REFERENCE]


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        (["0000000001"], ("SUBSCRIPTION_NOT_FOUND", "There is no subscription with this reference.")),
        (
            [REFERENCE, "eve@example.com"],
            ("SSO_EMAIL_INVALID", "The e-mail address does not belong to the customer of the subscription."),
        ),
        ([REFERENCE, None, 0], ("SSO_VALIDITY_TIME_INVALID", "validityTime must be between 1 and 86400 seconds.")),
        ([REFERENCE, None, 86401], ("SSO_VALIDITY_TIME_INVALID", "validityTime must be between 1 and 86400 seconds.")),
        (
            [REFERENCE, None, 10, "attic"],
            ("SSO_PAGE_INVALID", f"accessPage must be one of {PAGES}."),
        ),
        (
            [REFERENCE, None, 10, "my_subscription"],
            ("SSO_PAGE_INVALID", "my_subscription is a page of customers, not of subscriptions."),
        ),
        (
            [REFERENCE, None, 10, "faq", "en", "localhost"],
            ("SSO_VALIDATION_IP_INVALID", "validationIP must be an IP address."),
        ),
    ],
)
def test_no_link_is_made_of_what_cannot_be(house: House, arguments: list[Any], refusal: tuple[str, str]) -> None:
    house.subscribe()

    assert house.api.refusal("getSingleSignOn", *arguments) == refusal


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["1", "AvangateCustomerReference"], "CUSTOMER_NOT_FOUND"),
        (["nobody", "ExternalCustomerReference"], "CUSTOMER_NOT_FOUND"),
        (["grace", "AvangateCustomerReference"], "INVALID_ARGUMENT"),
        (["grace", "Nickname"], "INVALID_ARGUMENT"),
        (["grace", "ExternalCustomerReference", "my_subscription", "code=0000000001"], "SUBSCRIPTION_NOT_FOUND"),
    ],
)
def test_no_link_is_made_for_who_is_not_there(house: House, arguments: list[str], code: str) -> None:
    assert house.api.refusal("getSingleSignOnByCustomer", *arguments)[0] == code


def test_a_subscription_of_another_customer_is_not_shown(house: House) -> None:
    house.subscribe(customer_reference=1)

    assert (
        house.api.refusal(
            "getSingleSignOnByCustomer",
            house.number,
            "AvangateCustomerReference",
            "my_subscription",
            f"code={REFERENCE}",
        )[0]
        == "SUBSCRIPTION_NOT_FOUND"
    )
