"""Orders of products that no catalogue knows."""

from dataclasses import replace
from decimal import Decimal

import pytest

from rpc_server.commerce.accounts.model import AccountModel, Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.orders import service
from rpc_server.commerce.orders.errors import CouponExceedsTotal, TotalTooLarge
from rpc_server.commerce.orders.model import CustomOption, PurchaseType, Recurrence
from rpc_server.commerce.pricing.model import PriceType
from tests.order_world import asked, dynamic, engine

LARGE = CustomOption("Size", "Large", "L", Decimal(7))
KONRAD = Address(first_name="Konrad", last_name="Zuse", email="zuse@example.de", country="DE")


def test_a_surcharge_is_part_of_the_unit_price(context: Context) -> None:
    order = service.place(context, asked(dynamic("100", options=(LARGE,))))

    price = order.lines[0].price
    assert {price.unit_net, price.unit_gross, order.totals.gross} == {Decimal(107)}


def test_an_option_comes_back_under_a_generated_code_and_value(context: Context) -> None:
    order = service.place(context, asked(dynamic("100", options=(LARGE,))))

    chosen = order.lines[0].options[0]
    assert (chosen.group_code, chosen.group_name, chosen.name, chosen.is_required) == ("OPT1_1", "Size", "Large", True)
    assert len(chosen.value) == 32


def test_a_renewal_costs_its_own_amount_and_the_surcharge(context: Context) -> None:
    recurrence = Recurrence(1, "MONTH", Decimal(50))

    order = service.place(context, asked(dynamic("100", options=(LARGE,), recurrence=recurrence)))

    assert order.lines[0].renewal_unit_price == Decimal(57)
    assert service.find(context, order.reference or "").lines[0].subscription_reference is not None


def test_fees_add_and_coupons_take_off(context: Context) -> None:
    order = service.place(
        context,
        asked(
            dynamic("100", quantity=2),
            dynamic("5", at=1, purchase_type=PurchaseType.TAX),
            dynamic("8.50", at=2, purchase_type=PurchaseType.SHIPPING),
            dynamic("20", at=3, purchase_type=PurchaseType.COUPON),
        ),
    )

    assert order.totals.gross_discounted == Decimal("193.50")
    assert order.lines[3].price.gross == Decimal(-20)


def test_a_coupon_may_take_everything_off(context: Context) -> None:
    coupon = dynamic("100", at=1, purchase_type=PurchaseType.COUPON)

    order = service.place(context, asked(dynamic("100"), coupon, payment=None))

    assert order.totals.gross_discounted == 0


def test_a_coupon_takes_no_more_off_than_there_is(context: Context) -> None:
    with pytest.raises(CouponExceedsTotal):
        service.place(context, asked(dynamic("100"), dynamic("100.01", at=1, purchase_type=PurchaseType.COUPON)))


def test_an_order_beyond_counting_is_refused(context: Context) -> None:
    with pytest.raises(TotalTooLarge):
        service.place(context, asked(dynamic("99999999.99", quantity=99_999)))


def test_a_merchant_that_sells_itself_charges_no_tax_on_them(context: Context) -> None:
    order = service.place(context, asked(dynamic("100"), billing=KONRAD))

    assert (order.totals.net, order.totals.vat) == (Decimal(100), Decimal(0))


@pytest.mark.parametrize(
    ("price_type", "net", "gross"), [(PriceType.GROSS, "83.33", "100.00"), (PriceType.NET, "100.00", "120.00")]
)
def test_the_platform_as_seller_charges_tax_on_them(
    services: Services, merchant: Merchant, price_type: PriceType, net: str, gross: str
) -> None:
    product = dynamic("100", price_type=price_type, tax_category="goods")

    with engine(services, replace(merchant, model=AccountModel.MOR)) as context:
        order = service.place(context, asked(product, billing=KONRAD))

    assert (order.totals.net, order.totals.gross) == (Decimal(net), Decimal(gross))
