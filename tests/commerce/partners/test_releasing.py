"""Orders that wait, and what lets them go on."""

from datetime import timedelta
from decimal import Decimal

from rpc_server.clock import SetClock
from rpc_server.commerce.context import Context
from rpc_server.commerce.orders.model import OrderStatus
from rpc_server.commerce.partners import credit, deciding, orders
from rpc_server.commerce.partners.end_users import service as end_users
from rpc_server.commerce.partners.end_users.model import EndUserDetails, Fulfilment
from rpc_server.commerce.partners.model import LockReason, Partner, PartnerOrder, PartnerOrderStatus
from rpc_server.commerce.partners.proformas import paying
from rpc_server.commerce.partners.proformas import service as proformas
from rpc_server.commerce.partners.proformas.model import PaidBy
from rpc_server.commerce.partners.resellers import service as resellers
from rpc_server.commerce.partners.resellers.model import ResellerDetails
from rpc_server.commerce.subscriptions import service as subscriptions
from tests.commerce.partners.conftest import Buy, Trade

ANN = EndUserDetails(first_name="Ann", last_name="User", email="ann@example.com", city="Paris", country="fr")
CORNER = ResellerDetails(
    first_name="Robin", last_name="Corner", company="Corner Ltd", email="robin@corner.example", country="GB"
)


def now_is(context: Context, partner: Partner, order: PartnerOrder) -> PartnerOrder:
    return orders.find(context, partner, order.order.reference)


def receive(context: Context, partner: Partner, *paid: PartnerOrder) -> None:
    """Money arrives for a proforma over these orders."""
    proforma = proformas.create(context, partner.code, [order.order.reference or "" for order in paid])
    paying.receive(context, proforma.number, PaidBy.WIRE)


def _a_day_later(clock: SetClock, buy: Buy, quantity: int) -> PartnerOrder:
    clock.advance(timedelta(days=1))
    return buy(quantity)


class TestCredit:
    def test_a_paid_proforma_delivers_the_order_that_waited_on_it(
        self, context: Context, trade_with: Trade, buy: Buy
    ) -> None:
        partner = trade_with(credit_limit=None)
        waiting = buy()

        receive(context, partner, waiting)

        paid = now_is(context, partner, waiting)
        assert (paid.status, paid.lock_reasons) == (PartnerOrderStatus.COMPLETE, ())
        assert (paid.order.status, paid.order.number > 0, paid.order.finished_at) == (
            OrderStatus.COMPLETE,
            True,
            context.clock.now(),
        )

    def test_credit_that_became_free_delivers_what_it_is_enough_for_the_oldest_first(
        self, context: Context, trade_with: Trade, buy: Buy, clock: SetClock
    ) -> None:
        partner = trade_with(credit_limit=Decimal(400))
        delivered, older, younger, small = (_a_day_later(clock, buy, quantity) for quantity in (4, 3, 3, 1))
        assert [order.status.value for order in (delivered, older, younger, small)] == [
            "COMPLETE", "AWAITING_PAYMENT", "AWAITING_PAYMENT", "AWAITING_PAYMENT",
        ]  # fmt: skip

        receive(context, partner, delivered)

        assert [now_is(context, partner, order).status.value for order in (older, younger, small)] == [
            "COMPLETE", "AWAITING_PAYMENT", "COMPLETE",
        ]  # fmt: skip
        assert credit.available(context, partner) == Decimal(400) - 7 * Decimal("95.20")

    def test_an_order_paid_for_takes_no_credit(self, context: Context, trade_with: Trade, buy: Buy) -> None:
        partner = trade_with(credit_limit=Decimal(100))
        within, large, waiting = buy(1), buy(4), buy(1)

        receive(context, partner, large)

        assert now_is(context, partner, large).status is PartnerOrderStatus.COMPLETE
        assert now_is(context, partner, waiting).status is PartnerOrderStatus.AWAITING_PAYMENT
        assert now_is(context, partner, within).status is PartnerOrderStatus.COMPLETE


class TestInformation:
    def test_an_order_waits_for_all_that_its_partner_must_tell(
        self, context: Context, trade_with: Trade, buy: Buy
    ) -> None:
        trade_with(needs_end_user=True, needs_reseller=True, confirms_delivery=True)

        waiting = buy()

        assert (waiting.status, waiting.lock_reasons) == (
            PartnerOrderStatus.DELIVERY_NEEDS_INFO,
            (
                LockReason.REQUIRED_END_USER_INFORMATION,
                LockReason.REQUIRED_RESELLER_INFORMATION,
                LockReason.REQUIRED_VENDOR_DELIVERY_CONFIRMATION,
            ),
        )
        assert waiting.order.status is OrderStatus.PENDING

    def test_money_is_asked_for_before_information(self, context: Context, trade_with: Trade, buy: Buy) -> None:
        trade_with(needs_end_user=True, credit_limit=None)

        waiting = buy()

        assert (waiting.status, waiting.lock_reasons) == (
            PartnerOrderStatus.AWAITING_PAYMENT,
            (LockReason.NOT_ENOUGH_CREDIT,),
        )

    def test_the_end_user_of_every_subscription_lets_it_go(self, context: Context, trade_with: Trade, buy: Buy) -> None:
        partner = trade_with(needs_end_user=True)
        waiting = buy(2)
        (sold,) = end_users.of_order(context, partner, waiting.order.reference, 1)

        end_users.tell(context, partner.code, [sold.reference], ANN)

        told = subscriptions.find(context, sold.reference).end_user
        assert now_is(context, partner, waiting).status is PartnerOrderStatus.COMPLETE
        assert (told.first_name, told.country, told.email) == ("Ann", "FR", "ann@example.com")

    def test_a_reseller_named_lets_it_go(self, context: Context, trade_with: Trade, buy: Buy) -> None:
        partner = trade_with(needs_reseller=True)
        waiting = buy()
        code = resellers.create(context, partner, CORNER).code

        resellers.name_on_order(context, partner.code, waiting.order.reference, code)

        assert now_is(context, partner, waiting).status is PartnerOrderStatus.COMPLETE

    def test_a_confirmed_delivery_lets_it_go(self, context: Context, trade_with: Trade, buy: Buy) -> None:
        partner = trade_with(confirms_delivery=True)
        waiting = buy()

        assert deciding.confirm_delivery(context, waiting.order.reference or "").status is PartnerOrderStatus.COMPLETE
        (sold,) = end_users.of_order(context, partner, waiting.order.reference, 1)
        assert sold.fulfilment is Fulfilment.NO_DELIVERY_REQUIRED

    def test_what_is_still_missing_goes_on_holding_it(self, context: Context, trade_with: Trade, buy: Buy) -> None:
        partner = trade_with(needs_end_user=True, confirms_delivery=True)
        waiting = buy()

        deciding.confirm_delivery(context, waiting.order.reference or "")

        held = now_is(context, partner, waiting)
        assert held.lock_reasons == (LockReason.REQUIRED_END_USER_INFORMATION,)
        assert held.order.status is OrderStatus.PENDING
