"""Customers who renew their subscriptions by hand, at the page their link leads to."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from urllib.parse import urlsplit

import msgspec
import pytest
from werkzeug.test import Client, TestResponse

from rpc_server.app import create_api, create_router
from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.tables import MerchantRow
from rpc_server.commerce.context import Services
from rpc_server.commerce.notifications.model import NotificationKind, Topic
from rpc_server.commerce.notifications.store import events
from rpc_server.commerce.subscriptions import service, store
from rpc_server.commerce.subscriptions.model import Subscription
from rpc_server.commerce.subscriptions.renewal_link import renewal_link
from rpc_server.commerce.subscriptions.renewals import service as renewals
from rpc_server.wires.http import Limits
from tests.api_client import ApiClient
from tests.notification_world import add, endpoint
from tests.order_world import Recorder, Silent, engine
from tests.renewal_world import paid, paying
from tests.subscription_world import ADA, REFERENCE, card_of, stock, subscribed


@dataclass
class House:
    """APITEST, whose Ada pays 30.00 USD a month for STARTER, and her browser. Her card is asked by ``bank``."""

    services: Services
    merchant: Merchant

    def __post_init__(self) -> None:
        self.bank = Recorder()
        self.services = replace(self.services, gateway=self.bank)
        self.api = ApiClient(self.services, "merchant-6.0", self.merchant)

    @property
    def browser(self) -> Client:
        return Client(create_router(create_api(self.services), self.services, Limits(bytes=2000)))

    def subscribe(self, holder: str = "John Doe", **changes: object) -> Subscription:
        with engine(self.services, self.merchant) as context:
            return paying(context, holder, **changes)

    def link(self) -> str:
        given = urlsplit(self.api.call("getRenewalDetails", REFERENCE)["manualRenewalLink"])
        assert (given.scheme, given.netloc) == ("https", "localhost")
        return f"{given.path}?{given.query}"

    def open(self, link: str = "") -> TestResponse:
        return self.browser.get(link or self.link())

    def press(self, page: TestResponse, link: str = "") -> TestResponse:
        """Press the button the page shows."""
        return self.browser.post(link or self.link(), data=dict(fields(page)))

    def subscription(self) -> Subscription:
        with engine(self.services, self.merchant) as context:
            return service.find(context, REFERENCE)

    def paid(self) -> list[Decimal]:
        with engine(self.services, self.merchant) as context:
            return paid(context)


def facts(page: TestResponse) -> list[tuple[str, str]]:
    return re.findall("<dt>(.*?)</dt><dd>(.*?)</dd>", page.text)


def fields(page: TestResponse) -> list[tuple[str, str]]:
    return re.findall('type="hidden" name="(.*?)" value="(.*?)"', page.text)


def said(page: TestResponse) -> tuple[object, ...]:
    """The status, the title and the paragraphs."""
    (title,) = re.findall("<h1>(.*?)</h1>", page.text)
    return page.status_code, title, *re.findall("<p.*?>(.*?)</p>", page.text)


@pytest.fixture
def house(services: Services, merchant: Merchant) -> House:
    stock(services)
    return House(services, merchant)


def test_a_customer_sees_what_his_next_period_costs(house: House) -> None:
    house.subscribe(quantity=2, billing=msgspec.structs.replace(ADA, country="DE"))

    page = house.open()

    assert (page.status_code, page.content_type) == (200, "text/html; charset=utf-8")
    assert facts(page) == [
        ("Sold by", "Test merchant"),
        ("Product", "Starter 1.2"),
        ("Subscription", REFERENCE),
        ("Quantity", "2"),
        ("Expires", "2026-03-20"),
        ("Renews for", "1 month"),
        ("Price", "60.00 USD"),
        ("Tax", "12.00 USD"),
        ("To pay", "72.00 USD"),
        ("Charged to", "Visa ending 1111"),
    ]
    assert re.findall("<button.*?>(.*?)</button>", page.text) == ["Renew and pay 72.00 USD"]
    assert page.headers["Cache-Control"] == "no-store"


def test_the_merchant_is_told_that_his_customer_renewed(house: House) -> None:
    house.subscribe()
    with engine(house.services, house.merchant) as context:
        add(context, endpoint("licences", NotificationKind.LCN))

    house.press(house.open())

    with engine(house.services, house.merchant) as context:
        (told,) = events(context, Topic.SUBSCRIPTION, REFERENCE)
    message = dict(told.message(NotificationKind.LCN))
    assert [message[name] for name in ("CHANGED_BY", "RENEWALS_NUMBER")] == ["CUSTOMER", "1"]


def test_looking_charges_nothing(house: House) -> None:
    bought = house.subscribe()

    house.open()

    assert (house.subscription(), house.bank.charges) == (bought, [])


def test_the_button_pays_the_next_period(house: House) -> None:
    house.subscribe(quantity=2, billing=msgspec.structs.replace(ADA, country="DE"))

    page = house.press(house.open())

    assert house.paid() == [Decimal("72.00")]
    with engine(house.services, house.merchant) as context:
        order = service.history(context, REFERENCE)[-1].order_reference
    assert page.status_code == 200
    assert facts(page) == [
        ("Order", order),
        ("Paid", "72.00 USD"),
        ("Product", "Starter 1.2"),
        ("Subscription", REFERENCE),
        ("Quantity", "2"),
        ("Expires", "2026-04-20"),
    ]


def test_what_was_switched_off_is_renewed_by_hand(house: House) -> None:
    house.subscribe(is_recurring=False)

    house.press(house.open())

    renewed = house.subscription()
    assert (house.paid(), renewed.is_recurring, renewed.renewals) == ([Decimal("30.00")], False, 1)


def test_a_custom_price_is_used_up(house: House) -> None:
    house.subscribe()
    with engine(house.services, house.merchant) as context:
        renewals.set_custom_price(context, REFERENCE, price=Decimal("19.90"))

    house.press(house.open())

    assert (house.paid(), house.subscription().custom_price) == ([Decimal("19.90")], None)


def test_a_trial_renewed_by_hand_runs_to_its_end_first(house: House) -> None:
    house.subscribe(is_trial=True, was_trial=True, paid_net=Decimal(0))

    page = house.press(house.open())

    renewed = house.subscription()
    assert (dict(facts(page))["Expires"], renewed.is_trial, house.paid()) == ("2026-04-20", False, [Decimal("30.00")])


def test_a_button_pressed_again_pays_nothing_more(house: House) -> None:
    house.subscribe()
    offer = house.open()

    first, second = (house.press(offer) for _ in range(2))

    assert facts(second) == facts(first)
    assert (house.paid(), len(house.bank.charges)) == ([Decimal("30.00")], 1)


def test_of_many_presses_at_once_one_pays(house: House) -> None:
    house.subscribe()
    link, offer = house.link(), house.open()

    with ThreadPoolExecutor(4) as pool:
        statuses = {page.status_code for page in pool.map(lambda _: house.press(offer, link), range(8))}

    assert statuses <= {200, 409}
    assert (house.paid(), len(house.bank.charges), house.subscription().renewals) == ([Decimal("30.00")], 1, 1)


def test_the_period_after_that_is_another_one(house: House) -> None:
    house.subscribe()

    for _ in range(2):
        house.press(house.open())

    assert house.paid() == [Decimal("30.00")] * 2


def test_a_refused_card_says_why_and_changes_nothing(house: House) -> None:
    bought = house.subscribe("Mona Doe")

    page = house.press(house.open())

    assert said(page) == (
        402,
        "The payment was refused",
        "Couldn&#x27;t complete the payment validation process: Insufficient funds",
        "Your subscription is what it was.",
    )
    assert house.subscription() == bought


def test_after_a_refusal_the_same_page_pays_with_another_card(house: House) -> None:
    house.subscribe("Mona Doe")
    offer = house.open()
    house.press(offer)
    with engine(house.services, house.merchant) as context:
        store.save(context, replace(service.find(context, REFERENCE), card_id=card_of(context)))

    assert house.press(offer).status_code == 200
    assert house.paid() == [Decimal("30.00")]


def test_while_a_payment_is_undecided_there_is_no_other(house: House) -> None:
    house.subscribe()
    offer = house.open()
    house.services = replace(house.services, gateway=Silent())

    pages = [house.press(offer) for _ in range(2)]

    assert [page.status_code for page in pages] == [409, 409]
    assert said(pages[1]) == (
        409,
        "Not decided yet",
        "A renewal of the subscription is in progress.",
        "Look again in some minutes; you will not pay twice.",
    )


def test_a_price_that_changed_meanwhile_is_shown_before_it_is_paid(house: House) -> None:
    house.subscribe()
    offer = house.open()
    with engine(house.services, house.merchant) as context:
        renewals.set_custom_price(context, REFERENCE, price=Decimal("45.00"))

    anew = house.press(offer)

    assert said(anew) == (
        409,
        "Renew your subscription",
        "The renewal has changed meanwhile; nothing was charged.",
    )
    assert (dict(facts(anew))["To pay"], house.paid()) == ("45.00 USD", [])
    house.press(anew)
    assert house.paid() == [Decimal("45.00")]


def test_without_a_payment_method_there_is_no_button(house: House) -> None:
    with engine(house.services, house.merchant) as context:
        subscribed(context)

    page = house.open()

    assert said(page) == (
        200,
        "Renew your subscription",
        "No payment method is stored for this subscription. Ask the shop how to pay.",
    )
    assert fields(page) == []
    pressed = house.browser.post(house.link(), data={"renewal": "1", "amount": "30.00 USD"})
    assert said(pressed) == (
        409,
        "It cannot be renewed",
        "The subscription has no stored payment method to charge.",
    )


def test_what_costs_nothing_needs_no_payment_method(house: House) -> None:
    with engine(house.services, house.merchant) as context:
        subscribed(context)
        renewals.set_custom_price(context, REFERENCE, price=Decimal(0))

    assert house.press(house.open()).status_code == 200
    assert house.subscription().renewals == 1


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"expires_at": None}, "The subscription is for a lifetime."),
        ({"is_enabled": False}, "The subscription is disabled."),
    ],
)
def test_what_has_no_next_period_says_so(house: House, changes: dict[str, object], text: str) -> None:
    bought = house.subscribe()
    link, offer = house.link(), house.open()
    with engine(house.services, house.merchant) as context:
        store.save(context, replace(bought, **changes))  # type: ignore[arg-type]

    assert [said(page) for page in (house.open(link), house.press(offer, link))] == [
        (409, "It cannot be renewed", text)
    ] * 2
    assert house.bank.charges == []


def test_what_costs_nothing_known_says_so(house: House) -> None:
    house.subscribe(product_code=None, renewal_unit_price=None)

    assert said(house.open()) == (409, "It cannot be renewed", "The subscription has no renewal price.")


def test_the_merchants_own_clock_counts(house: House, clock: SetClock) -> None:
    house.subscribe(is_recurring=False)
    link = house.link()
    set_clock(house, clock.now() + timedelta(days=11))

    assert said(house.open(link)) == (409, "It cannot be renewed", "The subscription has expired.")


def set_clock(house: House, moment: datetime) -> None:
    with house.services.database.writing() as work:
        work.session.query(MerchantRow).update({"clock_frozen_at": moment})


@pytest.mark.parametrize(
    "spoil",
    [
        lambda link: link[:-1],
        lambda link: link[:-1] + ("0" if link[-1] != "0" else "1"),
        lambda link: link.replace(REFERENCE, "8AF9A9DC96"),
        lambda link: link.replace("APITEST", "OTHERCO"),
        lambda link: link.replace("APITEST", "NOBODY"),
        lambda link: link.replace("APITEST", "API%00TEST"),
        lambda link: link.replace(REFERENCE, "%00"),
        lambda link: link.partition("HASH=")[0] + "HASH=%C3%A9",
        lambda link: link.partition("&HASH")[0],
        lambda link: link.partition("?")[0],
    ],
)
def test_a_link_that_was_never_given_leads_nowhere(
    house: House, other_merchant: Merchant, spoil: Callable[[str], str]
) -> None:
    bought = house.subscribe()
    link, offer = spoil(house.link()), house.open()
    with engine(house.services, other_merchant) as context:
        paying(context)

    for page in (house.open(link), house.press(offer, link)):
        assert said(page) == (
            404,
            "No such subscription",
            "This link leads to no subscription.",
            "Copy the link as a whole, or ask the shop for another.",
        )
    assert (house.subscription(), house.bank.charges) == (bought, [])


def test_a_link_to_what_is_no_more_leads_nowhere(house: House) -> None:
    with engine(house.services, house.merchant) as context:
        link = renewal_link(context, replace(paying(context), reference="0000000001"), "")

    assert house.open(link).status_code == 404


@pytest.mark.parametrize("number", ["", "x", "-1", "1.0", "٣", "1" * 10])
def test_a_form_that_is_not_the_pages_is_refused(house: House, number: str) -> None:
    house.subscribe()

    page = house.browser.post(house.link(), data={"renewal": number, "amount": "30.00 USD"})

    assert said(page) == (400, "Not understood", "The page was answered without its button.")


def test_too_much_is_not_read(house: House) -> None:
    house.subscribe()

    assert house.browser.post(house.link(), data={"renewal": "1", "amount": "9" * 2000}).status_code == 413


def test_the_page_is_read_and_answered_and_nothing_else(house: House) -> None:
    house.subscribe()

    page = house.browser.put(house.link())

    assert (page.status_code, page.headers["Allow"]) == (405, "GET, POST")


def test_nobody_writes_into_the_page(house: House) -> None:
    house.subscribe(product_name="<script>alert(1)</script>")

    for page in (offer := house.open(), house.press(offer)):
        assert "<script" not in page.text
        assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_usage_is_announced(house: House) -> None:
    house.subscribe(product_code="METERED")

    assert dict(facts(house.open()))["Beside it"] == "What was used in the running period"
