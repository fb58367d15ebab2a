"""searchOrders of the merchant API 3.0 to 6.0."""

from datetime import timedelta
from typing import Any

import pytest

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Services
from tests.api.test_orders import plan
from tests.api_client import ApiClient
from tests.order_world import stock

OLD, NEW = ["3.0", "3.1", "4.0"], ["5.0", "6.0"]
ALL = {"IncludeTestOrders": "YES"}


@pytest.fixture(autouse=True)
def _stocked(services: Services, merchant: Merchant) -> None:
    stock(services)


@pytest.fixture
def client(services: Services, merchant: Merchant) -> ApiClient:
    return ApiClient(services, "merchant-6.0", merchant)


def placed(client: ApiClient, **changes: Any) -> str:
    return str(client.call("placeOrder", plan(**changes))["RefNo"])


def found(client: ApiClient, **options: Any) -> list[str]:
    return [order["RefNo"] for order in client.call("searchOrders", {**ALL, **options})["Items"]]


@pytest.mark.parametrize("version", NEW)
def test_a_page_holds_whole_orders_and_counts_all(services: Services, merchant: Merchant, version: str) -> None:
    client = ApiClient(services, f"merchant-{version}", merchant)
    references = [placed(client) for _ in range(3)]
    orders = sorted((client.call("getOrder", reference) for reference in references), key=lambda o: o["RefNo"])

    page = client.call("searchOrders", {**ALL, "Pagination": {"Page": 1, "Limit": 2}})

    assert page == {"Items": orders[:2], "Pagination": {"Page": 1, "Limit": 2, "Count": 3}}


@pytest.mark.parametrize("version", OLD)
def test_before_5_0_the_answer_is_the_bare_list(services: Services, merchant: Merchant, version: str) -> None:
    client = ApiClient(services, f"merchant-{version}", merchant)
    reference = placed(client)

    assert client.call("searchOrders", {**ALL, "Page": 1, "Limit": 5}) == [client.call("getOrder", reference)]


def test_without_options_there_are_no_test_orders(client: ApiClient) -> None:
    placed(client)

    assert client.call("searchOrders") == {"Items": [], "Pagination": {"Page": 1, "Limit": 10, "Count": 0}}


def test_days_are_whole_ones_in_the_accounts_zone_and_override_newer(
    services: Services, merchant: Merchant, clock: SetClock
) -> None:
    first = placed(ApiClient(services, "merchant-6.0", merchant))
    clock.advance(timedelta(hours=9, minutes=59))
    last = placed(ApiClient(services, "merchant-6.0", merchant))
    clock.advance(timedelta(minutes=1))
    client = ApiClient(services, "merchant-6.0", merchant)
    next_day = placed(client)

    assert found(client, StartDate="2026-03-10", EndDate="2026-03-10") == [first, last]
    assert found(client, StartDate="2026-03-11", Newer="2020-01-01") == [next_day]
    assert found(client, EndDate="2026-03-09") == []


@pytest.mark.parametrize("newer", ["2026-03-10 14:05:00", "1773144300"])
def test_newer_is_a_moment_in_seconds_or_as_a_date(client: ApiClient, clock: SetClock, newer: str) -> None:
    placed(client)
    clock.advance(timedelta(minutes=5))
    second = placed(client)

    assert found(client, Newer=newer) == [second]


def test_statuses_and_references_narrow_the_search(client: ApiClient) -> None:
    reference = placed(client, ExternalReference="mine")
    placed(client)

    assert found(client, Status="complete", ApproveStatus="OK", ExternalRefNo="mine") == [reference]
    assert found(client, Status="PENDING") == []
    assert found(client, PartnerOrders=True) == []
    assert len(found(client, PartnerOrders=False)) == 2


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"Status": "LOST"}, "Status must be one of PENDING, AUTHRECEIVED, COMPLETE, CANCELED, REVERSED, REFUND."),
        ({"ApproveStatus": "MAYBE"}, "ApproveStatus must be one of WAITING, OK, FRAUD, INVALIDDATA."),
        ({"IncludeTestOrders": "SOME"}, "IncludeTestOrders must be one of YES, NO, ONLY."),
        ({"StartDate": "yesterday"}, "StartDate must be a date like 2026-03-10 or 2026-03-10 14:30:00."),
        ({"Newer": "lately"}, "Newer must be a date like 2026-03-10 or 2026-03-10 14:30:00."),
        ({"Pagination": {"Page": 201}}, "Only first 200 pages can be returned!"),
        ({"Pagination": {"Limit": 201}}, "Limit must be between 1 and 200."),
        ({"Pagination": {"Page": -1}}, "Page must be 1 or more."),
    ],
)
def test_options_that_make_no_sense_are_refused(client: ApiClient, options: dict[str, Any], text: str) -> None:
    assert client.refusal("searchOrders", options) == ("INVALID_ARGUMENT", text)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_at_the_ends_of_time_are_days_too(client: ApiClient, day: str) -> None:
    assert found(client, StartDate=day, EndDate=day) == []


def test_nobody_finds_a_strangers_orders(services: Services, client: ApiClient, other_merchant: Merchant) -> None:
    placed(client)

    assert found(ApiClient(services, "merchant-6.0", other_merchant)) == []
