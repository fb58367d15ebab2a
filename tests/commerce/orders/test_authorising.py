"""Orders whose buyer is asked by his bank or wallet: nothing is lost, whatever dies or comes late."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.errors import NotAllowed
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.orders import authorising, charging, service
from rpc_server.commerce.orders.authorising import Answer
from rpc_server.commerce.orders.cancelling import cancel
from rpc_server.commerce.orders.errors import OrderNotFound, OrderNotPayable
from rpc_server.commerce.orders.model import Order, OrderStatus
from rpc_server.commerce.payments.attempts import attempts_of
from rpc_server.commerce.payments.errors import ChallengeOver
from rpc_server.commerce.payments.model import AttemptStatus, NewPayment, PaymentType
from rpc_server.commerce.payments.tables import ChallengeRow
from rpc_server.gateways import CardNotTaken, Charge, Outcome, Result
from rpc_server.gateways.simulator import Simulator
from tests.order_world import Recorder, asked, card, engine, item, payment

ADDRESSES: dict[str, Any] = {"return_url": "https://shop.example/ok", "cancel_url": "https://shop.example/no"}


def challenged(context: Context, **changes: object) -> Order:
    """A PLAN whose buyer was sent to his bank."""
    return service.place(context, asked(item("PLAN"), payment=payment("Vera Doe", **ADDRESSES, **changes)))


def token_of(order: Order) -> str:
    assert order.authorisation is not None
    return order.authorisation.token


def statuses(context: Context, order: Order) -> list[AttemptStatus]:
    return [attempt.status for attempt in attempts_of(context, order.reference or "")]


def test_an_order_whose_buyer_is_asked_waits_with_an_open_attempt(context: Context) -> None:
    order = challenged(context)

    assert (order.status, order.errors, len(token_of(order))) == (OrderStatus.PENDING, (), 16)
    assert statuses(context, order) == [AttemptStatus.OPEN]


def test_a_token_opens_nothing_at_another_merchant(
    services: Services, merchant: Merchant, other_merchant: Merchant, context: Context
) -> None:
    token = token_of(challenged(context))

    context.work.commit()
    with engine(services, other_merchant) as strange, pytest.raises(ChallengeOver):
        authorising.question(strange, token)


def test_a_payment_approved_gives_the_subscription_it_paid_for(context: Context) -> None:
    order = challenged(context)

    authorising.answer(context, token_of(order), Answer.APPROVE)

    assert service.find(context, order.reference or "").lines[0].subscription_reference is not None


def test_an_answer_that_died_before_it_was_written_is_found_again(context: Context, clock: SetClock) -> None:
    order = challenged(context)
    gateway = context.services.gateway
    assert isinstance(gateway, Simulator)
    paid = gateway.find(attempts_of(context, order.reference or "")[0].idempotency_key)
    assert paid is not None
    gateway.answer_challenge(paid.transaction or "", is_passed=True)
    clock.advance(charging.IN_FLIGHT + timedelta(seconds=1))

    service.reconcile(context)

    assert service.find(context, order.reference or "").status is OrderStatus.COMPLETE


def test_a_challenge_nobody_was_told_of_is_taken_back(context: Context, clock: SetClock) -> None:
    order = challenged(context)
    context.session.execute(delete(ChallengeRow))
    clock.advance(charging.IN_FLIGHT + timedelta(seconds=1))

    service.reconcile(context)

    assert statuses(context, order) == [AttemptStatus.DECLINED]
    assert service.find(context, order.reference or "").status is OrderStatus.PENDING


def test_paying_in_another_way_takes_the_challenge_back(context: Context) -> None:
    order = challenged(context)

    paid = service.place(context, asked(reference=order.reference, payment=payment("John Doe")))

    assert paid.status is OrderStatus.AUTHRECEIVED
    assert statuses(context, order) == [AttemptStatus.DECLINED, AttemptStatus.AUTHORISED]
    assert authorising.answer(context, token_of(order), Answer.APPROVE).startswith("https://shop.example/no?")


def test_an_order_cancelled_takes_the_challenge_back(context: Context) -> None:
    order = challenged(context)

    canceled = cancel(context, order.reference or "")

    assert canceled.status is OrderStatus.CANCELED
    assert statuses(context, order) == [AttemptStatus.DECLINED]


def test_an_order_its_buyer_approved_meanwhile_is_not_paid_again(context: Context) -> None:
    order = challenged(context)
    gateway = context.services.gateway
    assert isinstance(gateway, Simulator)
    paid = gateway.find(attempts_of(context, order.reference or "")[0].idempotency_key)
    assert paid is not None
    gateway.answer_challenge(paid.transaction or "", is_passed=True)

    with pytest.raises(OrderNotPayable):
        service.place(context, asked(reference=order.reference, payment=payment("John Doe")))

    assert statuses(context, order) == [AttemptStatus.AUTHORISED]


def test_a_renewal_of_a_challenged_card_asks_nobody(context: Context) -> None:
    order = challenged(context)
    charge = Charge("k", order.totals.gross, "USD", payment("Vera Doe").card, is_recurring=True, is_test=True)

    assert context.services.gateway.charge(charge).outcome.value == "authorised"


class RealProcessor(Recorder):
    """A processor where money moves."""

    name = "real"


def test_a_wallet_is_not_taken_where_money_is_real(context: Context) -> None:
    live = _live(context, RealProcessor())

    with pytest.raises(NotAllowed) as refusal:
        service.place(live, asked(payment=replace(NewPayment(PaymentType.PAYPAL, "USD"), **ADDRESSES)))

    assert refusal.value.field == "PaymentDetails.Type"


class TokensOnly(RealProcessor):
    """A processor that keeps card numbers away from this server."""

    takes_cards = False


def test_a_card_is_not_taken_where_the_processor_takes_tokens_alone(context: Context) -> None:
    processor = TokensOnly()

    with pytest.raises(CardNotTaken):
        service.place(
            _live(context, processor),
            asked(payment=payment(type=PaymentType.CC, card=replace(card(), expiry_year=2030))),
        )

    assert processor.charges == []


def _live(context: Context, gateway: Recorder) -> Context:
    return replace(
        context,
        merchant=replace(context.merchant, is_live=True),
        services=replace(context.services, gateway=gateway),
    )


def test_money_reported_finishes_an_order_paid_by_hand(context: Context) -> None:
    order = service.place(context, asked(item("PLAN"), payment=NewPayment(PaymentType.WIRE, "USD")))

    paid = service.receive_payment(context, order.reference or "")

    assert (order.status, paid.status) == (OrderStatus.PENDING, OrderStatus.COMPLETE)


def test_money_is_reported_once(context: Context) -> None:
    order = service.place(context, asked(payment=NewPayment(PaymentType.CHECK, "USD")))
    service.receive_payment(context, order.reference or "")

    with pytest.raises(OrderNotPayable):
        service.receive_payment(context, order.reference or "")


def test_money_is_not_reported_for_an_order_paid_by_card(context: Context) -> None:
    order = service.place(context, asked(payment=payment("Mona Doe")))

    with pytest.raises(OrderNotPayable):
        service.receive_payment(context, order.reference or "")


def test_money_is_not_reported_for_an_order_there_is_not(context: Context) -> None:
    with pytest.raises(OrderNotFound):
        service.receive_payment(context, "1")


def test_a_charge_settled_by_two_at_once_is_settled_by_the_first(context: Context) -> None:
    order = challenged(context)
    (attempt,) = attempts_of(context, order.reference or "")
    authorising.answer(context, token_of(order), Answer.APPROVE)
    finished = service.find(context, order.reference or "")

    late = charging.settle(context, attempt, Result(Outcome.AUTHORISED, transaction="again"))

    assert late == finished
    assert service.find(context, order.reference or "") == finished
