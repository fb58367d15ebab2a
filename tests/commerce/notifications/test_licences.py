"""What messages about subscriptions tell beside the subscription: codes, usage, contracts, and who changed it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import BasketLine, Merchant
from rpc_server.commerce.catalog import service as catalog
from rpc_server.commerce.catalog import store as products
from rpc_server.commerce.catalog.model import Attachment, DeliveryTerms
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.delivery import service as delivery
from rpc_server.commerce.delivery.model import CodeList, CodeListType
from rpc_server.commerce.duties import carry_out
from rpc_server.commerce.notifications import outbox, store
from rpc_server.commerce.notifications.model import LicenceChange, NotificationKind, Topic
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders.model import Order
from rpc_server.commerce.partners import placing
from rpc_server.commerce.subscriptions.codes import service as stated_codes
from rpc_server.commerce.subscriptions.codes.model import Code, Delivery
from rpc_server.commerce.subscriptions.managing import service as managing
from rpc_server.commerce.subscriptions.model import Contract, Subscription
from rpc_server.commerce.subscriptions.renewals.duties import DUTIES as RENEWALS
from rpc_server.commerce.subscriptions.usage import service as usage
from rpc_server.commerce.subscriptions.usage.model import NewUsage
from rpc_server.sandbox.seed import seed
from rpc_server.storage import Database
from tests.commerce.catalog.test_products import counted
from tests.notification_world import add, endpoint, reasons
from tests.order_world import asked, engine, item
from tests.partner_world import PARTNER, PRICE_LIST, partners_of
from tests.renewal_world import current, paying
from tests.subscription_world import REFERENCE, stock, subscribed

LCN = NotificationKind.LCN
USAGE = ("LICENSE_BILLING_TYPE", "USAGE_BILLING_DATE", "USAGE_STATUS", "LATEST_REPORTED_USAGE_DATE")
METERED: dict[str, object] = {"product_id": 110, "product_code": "METERED"}
KEYED = """\
account: {code: APITEST, secret_key: SECRET_KEY, currency: USD}
code_lists: [{code: KEYS, name: Keys, codes: [K-1, K-2, K-3]}]
products:
  - {code: KEYED, id: 1, name: Keyed, cycle: 1M, fulfillment: BY_AVANGATE, code_list: KEYS, pricing: [{prices: [{amounts: {USD: 10}}]}]}
"""


@pytest.fixture
def shop(services: Services, merchant: Merchant) -> Iterator[Context]:
    """The shop of the subscription tests, whose licences are told."""
    stock(services)
    with engine(services, merchant) as context:
        add(context, endpoint("licences", LCN))
        yield context
        context.work.rollback()


def told(context: Context, *names: str, reference: str = REFERENCE) -> list[str]:
    """The values of these fields in the latest LCN of the subscription."""
    message = dict(store.events(context, Topic.SUBSCRIPTION, reference)[-1].message(LCN))
    return [message[name] for name in names]


def tell(context: Context, subscription: Subscription) -> None:
    outbox.subscription_changed(context, subscription, LicenceChange.LICENCE_CHANGE)


@pytest.fixture
def keyed(services: Services, merchant: Merchant, tmp_path: Path) -> Iterator[Context]:
    """A shop with a list of three codes, whose orders and licences are told."""
    (tmp_path / "world.yaml").write_text(KEYED)
    seed(services, tmp_path / "world.yaml")
    with engine(services, merchant) as context:
        add(context, endpoint("licences", LCN))
        add(context, endpoint("orders", NotificationKind.IPN))
        yield context


def keys_bought(context: Context, quantity: int) -> Order:
    return orders.find(context, orders.place(context, asked(item("KEYED", quantity))).reference or "")


def test_the_codes_of_a_new_subscription_are_told(keyed: Context) -> None:
    reference = keys_bought(keyed, 2).lines[0].subscription_reference or ""

    assert told(keyed, "ACTIVATION_CODE", reference=reference) == ["K-1, K-2"]

    managing.disable_recurring(keyed, reference, (), None)

    assert told(keyed, "ACTIVATION_CODE", reference=reference) == ["K-1, K-2"]


def test_codes_that_came_late_are_told_with_their_order_and_subscription(keyed: Context) -> None:
    order = keys_bought(keyed, 4)
    licence, reference = order.lines[0].subscription_reference or "", order.reference or ""
    assert told(keyed, "ACTIVATION_CODE", reference=licence) == [""]

    delivery.load_codes(keyed, "KEYS", ["K-4"])
    orders.reconcile(keyed)

    assert told(keyed, "ACTIVATION_CODE", "DISPATCH_REASON", reference=licence) == [
        "K-1, K-2, K-3, K-4",
        "LICENCE_CHANGE",
    ]
    message = store.events(keyed, Topic.ORDER, reference)[-1].message(NotificationKind.IPN)
    assert dict(message)["IPN_DELIVEREDCODES[]"] == "K-1, K-2, K-3, K-4"
    assert reasons(keyed, reference) == ["PENDING", "AUTHRECEIVED", "COMPLETE", "COMPLETE"]


def test_where_too_few_codes_came_nobody_is_told(keyed: Context) -> None:
    order = keys_bought(keyed, 5)
    delivery.load_codes(keyed, "KEYS", ["K-4"])

    orders.reconcile(keyed)

    licence = order.lines[0].subscription_reference or ""
    assert reasons(keyed, licence, Topic.SUBSCRIPTION) == ["LICENCE_CHANGE"]
    assert reasons(keyed, order.reference or "") == ["PENDING", "AUTHRECEIVED", "COMPLETE"]


def test_the_codes_of_a_partner_s_new_subscription_are_told(context: Context) -> None:
    partners_of(context, PARTNER)
    product = catalog.known_product_by_id(context, 1001)
    terms = DeliveryTerms(code_list=Attachment(code="KEYS"))
    products.update_product(context, replace(product, fulfillment="BY_AVANGATE", delivery_terms=terms))
    delivery.add_list(context, CodeList("KEYS", "Keys", CodeListType.LIST, ""), ["K-1"])
    add(context, endpoint("licences", LCN))

    placed = placing.place(context, PARTNER.code, (BasketLine(1001, 1, (), PRICE_LIST),), external_reference=None)

    reference = placed.order.lines[0].subscription_reference or ""
    assert told(context, "ACTIVATION_CODE", "PARTNER_CODE", reference=reference) == ["K-1", "PARTNER1"]


def test_codes_the_merchant_stated_are_told(shop: Context) -> None:
    held = subscribed(shop)
    stated_codes.state(shop, REFERENCE, Delivery(codes=(Code(code="OURS-1"), Code(code="OURS-2"))))

    tell(shop, held)

    assert told(shop, "ACTIVATION_CODE") == ["OURS-1, OURS-2"]


def test_one_that_pays_in_advance_tells_of_no_usage(shop: Context) -> None:
    tell(shop, subscribed(shop))

    assert told(shop, *USAGE) == ["PREPAID", "", "", ""]


def test_one_that_pays_for_its_use_tells_what_was_reported(shop: Context, clock: SetClock) -> None:
    held = paying(shop, "John Doe", **METERED)
    tell(shop, held)
    before = told(shop, *USAGE)
    clock.advance(timedelta(hours=1))
    now = clock.now()
    used = NewUsage("usages[0]", "TRAFFIC", now - timedelta(days=1), now, Decimal(10))
    (reported,) = usage.report(shop, REFERENCE, [used])
    tell(shop, held)
    reported_then = told(shop, *USAGE)
    usage.mark_billed(shop, usage.billable(shop, held, now), "100000009")
    tell(shop, held)

    assert reported.order_reference is None
    assert before == ["POSTPAID", "2026-03-20 14:00:00", "NOT_REPORTED", ""]
    assert reported_then == ["POSTPAID", "2026-03-20 14:00:00", "REPORTED", "2026-03-10 15:00:00"]
    assert told(shop, *USAGE) == ["POSTPAID", "2026-03-20 14:00:00", "NOT_REPORTED", "2026-03-10 15:00:00"]


@pytest.mark.parametrize(
    ("length", "unit", "cycle", "cycles"),
    [
        (12, "M", (1, "M"), "12"),
        (12, "M", (3, "M"), "4"),
        (7, "M", (3, "M"), "3"),
        (30, "D", (7, "D"), "5"),
        (2, "M", (15, "D"), "4"),
        (12, "M", (-1, "M"), ""),
        (None, None, (1, "M"), ""),
    ],
)
def test_a_contract_is_told_in_periods(
    shop: Context, length: int | None, unit: str | None, cycle: tuple[int, str], cycles: str
) -> None:
    held = subscribed(shop)
    ends_at = held.starts_at + timedelta(days=365)
    contract = None if length is None else Contract(length=length, unit=cast("str", unit), ends_at=ends_at)

    tell(shop, replace(held, contract=contract, cycle_length=cycle[0], cycle_unit=cycle[1]))

    assert told(shop, "CONTRACT_CYCLES") == [cycles]


def test_a_call_changes_it_in_the_merchant_s_name_and_the_calendar_in_its_own(
    services: Services, merchant: Merchant, shop: Context, clock: SetClock
) -> None:
    held = paying(shop)
    managing.extend(shop, REFERENCE, 1)
    shop.work.commit()
    by_call = told(shop, "CHANGED_BY")
    clock.advance((current(shop).expires_at or clock.now()) - clock.now())
    shop.work.commit()
    done = [carry_out(services, duty, merchant.merchant_id) for duty in RENEWALS]

    assert any(done)
    assert held.reference == REFERENCE
    assert by_call == ["VENDOR"]
    assert told(shop, "CHANGED_BY", "RENEWALS_NUMBER") == ["SYSTEM", "1"]


def test_of_a_new_subscription_nothing_is_read_that_cannot_be_there(shop: Context, database: Database) -> None:
    held = paying(shop, "John Doe", **METERED)
    with counted(database) as statements:
        outbox.subscription_changed(shop, held, LicenceChange.LICENCE_CHANGE, begun_with=("K-1",))

    assert told(shop, "ACTIVATION_CODE", "LAST_ORDER_REFERENCE", *USAGE) == [
        "K-1",
        held.order_reference,
        "POSTPAID",
        "2026-03-20 14:00:00",
        "NOT_REPORTED",
        "",
    ]
    tables = ("subscription_history", "subscription_usages", "delivered_codes", "subscription_stated")
    assert [each for each in statements if any(f"FROM {table}" in each for table in tables)] == []
    assert len([each for each in statements if each.lstrip().startswith("SELECT")]) <= 3
