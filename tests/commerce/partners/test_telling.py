"""What the merchant is told of partner orders, in the transaction of each change."""

from sqlalchemy import select

from rpc_server.commerce.context import Context
from rpc_server.commerce.notifications.model import Topic
from rpc_server.commerce.notifications.tables import EventRow
from rpc_server.commerce.partners import deciding
from rpc_server.commerce.partners.end_users import service as end_users
from rpc_server.commerce.partners.end_users.model import EndUserDetails
from rpc_server.commerce.partners.model import PartnerOrder
from rpc_server.commerce.partners.proformas import paying
from rpc_server.commerce.partners.proformas import service as proformas
from rpc_server.commerce.partners.proformas.model import PaidBy
from tests.commerce.partners.conftest import Buy, Trade

ANN = EndUserDetails(first_name="Ann", last_name="User", email="ann@example.com", city="Paris", country="FR")


def told(context: Context, order: PartnerOrder) -> list[str]:
    """The statuses the order was told of in, in their order."""
    return _reasons(context, Topic.ORDER, order.order.reference or "")


def _reasons(context: Context, topic: Topic, reference: str) -> list[str]:
    query = (
        select(EventRow.reason)
        .where(EventRow.merchant_id == context.merchant_id, EventRow.topic == topic, EventRow.reference == reference)
        .order_by(EventRow.sequence)
    )
    return list(context.session.scalars(query))


def test_an_order_delivered_at_once_is_told_of_once(context: Context, trade_with: Trade, buy: Buy) -> None:
    trade_with()

    assert told(context, buy()) == ["COMPLETE"]


def test_an_order_that_waits_is_told_of_when_it_is_placed_and_when_it_goes_on(
    context: Context, trade_with: Trade, buy: Buy
) -> None:
    partner = trade_with(credit_limit=None)
    waiting = buy()
    assert told(context, waiting) == ["PENDING"]
    proforma = proformas.create(context, partner.code, [waiting.order.reference or ""])

    paying.receive(context, proforma.number, PaidBy.WIRE)

    assert told(context, waiting) == ["PENDING", "COMPLETE"]


def test_approval_and_rejection_are_told_of(context: Context, trade_with: Trade, buy: Buy) -> None:
    trade_with(is_trusted=False)
    welcome, unwelcome = buy(), buy()

    deciding.approve(context, welcome.order.reference or "")
    deciding.reject(context, unwelcome.order.reference or "")

    assert (told(context, welcome), told(context, unwelcome)) == (["PENDING", "COMPLETE"], ["PENDING", "CANCELED"])


def test_a_new_end_user_is_a_change_of_the_licence(context: Context, trade_with: Trade, buy: Buy) -> None:
    partner = trade_with()
    reference = buy().order.lines[0].subscription_reference or ""
    before = _reasons(context, Topic.SUBSCRIPTION, reference)

    end_users.tell(context, partner.code, [reference], ANN)

    assert _reasons(context, Topic.SUBSCRIPTION, reference) == [*before, "LICENCE_CHANGE"]
