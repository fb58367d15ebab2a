"""What the platform owes for what was sold."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import AccountModel, Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders.refunds import service as refunds
from rpc_server.commerce.orders.refunds.model import NewRefund
from rpc_server.commerce.payments.model import PaymentType
from rpc_server.commerce.payouts.errors import PayoutPeriodInvalid
from rpc_server.commerce.payouts.model import Month, Payout, PayoutSearch, PayoutStatus
from rpc_server.commerce.payouts.service import search
from tests.order_world import GRACE, asked, engine, item, payment, stock

MARCH = Month(2026, 3)


def bought(services: Services, merchant: Merchant, code: str = "BOOK", country: str = "US", **changes: object) -> str:
    """The RefNo of an order that is paid and finished."""
    new = asked(
        item(code), billing=msgspec.structs.replace(GRACE, country=country), payment=payment(type=PaymentType.CC)
    )
    with engine(services, merchant) as context:
        reference = orders.place(context, replace(new, **changes)).reference  # type: ignore[arg-type]
        assert reference is not None
        return reference


def payouts(context: Context, since: date | None = None, until: date | None = None, **more: object) -> list[Payout]:
    found, _ = search(context, PayoutSearch(since=since, until=until, page=1, limit=100, **more))  # type: ignore[arg-type]
    return found


def of(month: Month = MARCH, status: PayoutStatus = PayoutStatus.OPEN, **figures: str) -> Payout:
    amounts = {name: Decimal(figures.get(name, "0")) for name in ("sales", "tax", "commission", "refunds")}
    return Payout(month=month, currency="USD", status=status, **amounts)


@pytest.fixture
def stocked(services: Services, merchant: Merchant) -> None:
    stock(services)


@pytest.mark.usefixtures("stocked")
def test_sales_less_commission_are_owed(services: Services, merchant: Merchant) -> None:
    bought(services, merchant)
    bought(services, merchant)

    with engine(services, merchant) as context:
        (march,) = payouts(context)

    assert march == of(sales="39.90", commission="2.00")
    assert march.amount == Decimal("37.90")


@pytest.mark.usefixtures("stocked")
def test_what_was_given_back_is_not_owed(services: Services, merchant: Merchant, clock: SetClock) -> None:
    reference = bought(services, merchant)
    clock.advance(timedelta(days=30))
    with engine(services, merchant) as context:
        refunds.request(context, NewRefund(reference, Decimal("5.00"), reason="Other"))

    with engine(services, merchant) as context:
        april, march = payouts(context)

    assert march == of(status=PayoutStatus.DUE, sales="19.95", commission="1.00")
    assert april == of(Month(2026, 4), refunds="5.00")
    assert april.amount == Decimal("-5.00")


@pytest.mark.usefixtures("stocked")
def test_a_month_is_one_of_the_accounts_zone(services: Services, merchant: Merchant, clock: SetClock) -> None:
    clock.advance(datetime(2026, 3, 31, 21, 59, tzinfo=UTC) - clock.now())
    bought(services, merchant)
    clock.advance(timedelta(minutes=1))
    bought(services, merchant)

    with engine(services, merchant) as context:
        found = [(payout.month, payout.sales) for payout in payouts(context)]

    assert found == [(Month(2026, 4), Decimal("19.95")), (MARCH, Decimal("19.95"))]


@pytest.mark.usefixtures("stocked")
def test_tax_is_owed_to_a_merchant_and_kept_by_a_merchant_of_record(services: Services, merchant: Merchant) -> None:
    reference = bought(services, merchant, "BOOK", "DE")
    with engine(services, merchant) as context:
        refunds.request(context, NewRefund(reference, Decimal("11.97"), reason="Other"))

    with engine(services, merchant) as context:
        (owed,) = payouts(context)
    with engine(services, replace(merchant, model=AccountModel.MOR)) as context:
        (owed_by_mor,) = payouts(context)

    assert owed == of(sales="23.94", commission="1.20", refunds="11.97")
    assert owed_by_mor == of(sales="23.94", tax="3.99", commission="1.20", refunds="9.98")


@pytest.mark.usefixtures("stocked")
def test_what_is_a_test_or_unpaid_or_anothers_is_not_counted(
    services: Services, merchant: Merchant, other_merchant: Merchant
) -> None:
    bought(services, merchant, payment=payment())
    bought(services, merchant, payment=replace(payment(type=PaymentType.WIRE), card=None))

    with engine(services, merchant) as context:
        assert payouts(context) == []
    bought(services, merchant)
    with engine(services, other_merchant) as stranger:
        assert payouts(stranger) == []


@pytest.mark.usefixtures("stocked")
def test_months_and_currencies_are_chosen(services: Services, merchant: Merchant, clock: SetClock) -> None:
    bought(services, merchant)
    clock.advance(timedelta(days=365))

    with engine(services, merchant) as context:
        assert payouts(context) == []
        assert payouts(context, date(2026, 1, 1)) == [of(status=PayoutStatus.DUE, sales="19.95", commission="1.00")]
        assert payouts(context, date(2026, 3, 31), date(2026, 3, 31))[0].month == MARCH
        assert payouts(context, date(2026, 4, 1), date(2026, 4, 1)) == []
        assert payouts(context, date(2026, 1, 1), currency="EUR") == []


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (date(2026, 4, 1), date(2026, 3, 31)),
        (date(2020, 1, 1), date(2026, 1, 1)),
        (date(9999, 12, 1), date(9999, 12, 31)),
        (date(1, 1, 1), date(1, 1, 1)),
    ],
)
def test_a_period_that_cannot_be_counted_is_refused(context: Context, since: date, until: date) -> None:
    with pytest.raises(PayoutPeriodInvalid):
        payouts(context, since, until)
