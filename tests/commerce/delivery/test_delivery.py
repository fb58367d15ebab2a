"""Codes are delivered once, to one order each, and a list that runs dry is the merchant's concern alone."""

import threading

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.delivery import licence_keys, service, signing, store
from rpc_server.commerce.delivery.errors import CodeListInvalid, CodeListNotFound
from rpc_server.commerce.delivery.model import CodeList, CodeListType
from rpc_server.commerce.orders.model import Order, OrderStatus
from rpc_server.commerce.orders.refunds import service as refunds
from rpc_server.commerce.orders.service import reconcile
from rpc_server.commerce.payments.vault import Vault
from rpc_server.commerce.subscriptions import service as subscriptions
from tests.order_world import engine, item
from tests.refund_world import back, bought


def codes(context: Context, order: Order) -> list[tuple[int, str]]:
    delivered = service.of_orders(context, [order.reference or ""]).get(order.reference or "", [])
    return [(code.line_number, code.code) for code in delivered]


def test_each_unit_gets_the_next_code_of_the_list(context: Context) -> None:
    first, second = bought(context, item("KEYED", 2)), bought(context, item("KEYED"))

    assert codes(context, first) == [(1, "K-1"), (1, "K-2")]
    assert codes(context, second) == [(1, "K-3")]
    (subscription,) = subscriptions.of_order(context, second.reference or "")
    (code,) = service.of_orders(context, [second.reference or ""])[second.reference or ""]
    assert (code.subscription_reference, code.description) == (subscription.reference, "Enter it under Help")


@pytest.mark.parametrize("product", ["LOOSE", "VENDOR"])
def test_a_product_without_a_list_here_gets_no_code(context: Context, product: str) -> None:
    assert codes(context, bought(context, item(product))) == []
    assert service.shortages(context) == []


def test_a_list_that_runs_dry_is_told_to_the_merchant_not_to_the_shopper(context: Context) -> None:
    order = bought(context, item("KEYED", 4), item("SIGNED", at=1))

    assert (order.status, order.errors) == (OrderStatus.COMPLETE, ())
    assert [line for line, _ in codes(context, order)] == [2]
    assert [(s.order_reference, s.line_number, s.list_code, s.needed) for s in service.shortages(context)] == [
        (order.reference, 1, "KEYS", 4)
    ]
    assert store.left(context, "KEYS") == 3


def test_loading_codes_serves_those_who_wait_the_longest_first(context: Context) -> None:
    orders = [bought(context, item("KEYED", quantity)) for quantity in (4, 4)]

    assert service.load_codes(context, "KEYS", ["K-4", "K-1", "K-5"]) == 2
    assert reconcile(context) == [
        f"{order.reference}: {n} lines delivered" for order, n in zip(orders, (1, 0), strict=True)
    ]

    assert codes(context, orders[0]) == [(1, "K-1"), (1, "K-2"), (1, "K-3"), (1, "K-4")]
    assert [shortage.order_reference for shortage in service.shortages(context)] == [orders[1].reference]
    assert reconcile(context) == []


def test_an_order_given_back_gets_no_late_codes(context: Context) -> None:
    order = bought(context, item("KEYED", 4))
    refunds.request(context, back(order, "40.00"))
    service.load_codes(context, "KEYS", ["K-4"])

    assert reconcile(context) == [f"{order.reference}: 0 lines delivered"]
    assert codes(context, order) == []


def test_a_generator_signs_one_key_that_tells_the_units(context: Context) -> None:
    order = bought(context, item("SIGNED", 5))

    ((_, key),) = codes(context, order)

    assert licence_keys.read(key, signing.public_key(context)) == licence_keys.Licence(
        1, "APITEST", order.reference or "", 1, "SIGNED", 5, order.lines[0].subscription_reference
    )


def test_a_forged_key_is_told_from_a_real_one(context: Context) -> None:
    ((_, key),) = codes(context, bought(context, item("SIGNED")))
    facts, signature = key.split(".")
    other = licence_keys.public_half(bytes(32))

    for forged, public in ((f"{facts[:-4]}AAAA.{signature}", signing.public_key(context)), (key, other), ("x", other)):
        with pytest.raises(licence_keys.ForgedKey):
            licence_keys.read(forged, public)


def test_each_merchant_signs_with_a_key_of_his_own(
    services: Services, merchant: Merchant, other_merchant: Merchant
) -> None:
    with engine(services, merchant) as context:
        own = signing.public_key(context)
    with engine(services, other_merchant) as stranger:
        assert signing.public_key(stranger) != own
        assert service.shortages(stranger) == []
        with pytest.raises(CodeListNotFound):
            service.load_codes(stranger, "KEYS", ["K-9"])


def test_the_signing_key_outlives_a_rotation_of_the_vaults_keys(services: Services, merchant: Merchant) -> None:
    with engine(services, merchant) as context:
        before = signing.private_key(context)
    old, new = bytes(range(32)), bytes(32)
    with engine(services, merchant, vault=Vault([new, old])) as context:
        assert (signing.reseal(context), signing.reseal(context)) == (True, False)
    with engine(services, merchant, vault=Vault([new])) as context:
        assert signing.private_key(context) == before


@pytest.mark.parametrize(
    ("list_code", "given", "refused_as"),
    [
        ("NOPE", ["K"], CodeListNotFound),
        ("MAKER", ["K"], CodeListInvalid),
        ("KEYS", [" "], CodeListInvalid),
        ("KEYS", ["K" * 1001], CodeListInvalid),
    ],
)
def test_codes_are_loaded_into_lists_that_take_them(
    context: Context, list_code: str, given: list[str], refused_as: type[Exception]
) -> None:
    with pytest.raises(refused_as):
        service.load_codes(context, list_code, given)


def test_a_list_is_made_once(context: Context) -> None:
    with pytest.raises(CodeListInvalid):
        service.add_list(context, CodeList("KEYS", "Again", CodeListType.LIST))


def test_of_many_orders_at_once_each_gets_codes_of_its_own(services: Services, merchant: Merchant) -> None:
    with engine(services, merchant) as context:
        service.load_codes(context, "KEYS", [f"L-{n}" for n in range(17)])
    together, orders = threading.Barrier(6), list[Order]()

    def buy() -> None:
        together.wait(timeout=10)
        with engine(services, merchant) as context:
            orders.append(bought(context, item("KEYED", 3)))

    threads = [threading.Thread(target=buy) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    with engine(services, merchant) as context:
        reconcile(context)
        given = [code for order in orders for _, code in codes(context, order)]
        assert (len(orders), len(given), len(set(given)), store.left(context, "KEYS")) == (6, 18, 18, 2)
