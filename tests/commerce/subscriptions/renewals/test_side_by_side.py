"""Several workers at the same subscriptions."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

from sqlalchemy import func, select

from rpc_server.clock import SetClock
from rpc_server.commerce.context import Context
from rpc_server.commerce.orders.tables import OrderRow
from rpc_server.commerce.payments.tables import AttemptRow
from rpc_server.commerce.subscriptions.renewals.duties import RENEWALS
from rpc_server.commerce.subscriptions.tables import SubscriptionRow
from tests.renewal_world import MONTHLY
from tests.subscription_world import card_of, subscribed

WORKERS = 3
SUBSCRIPTIONS = 12


def _work(context: Context, start: Barrier) -> int:
    """Carry out renewals until nothing is due; how many those were."""
    start.wait()
    done = 0
    while True:
        with context.services.database.writing() as work:
            if RENEWALS.carry_out(replace(context, work=work)) is None:
                return done
        done += 1


def test_each_subscription_is_renewed_by_one_of_them(context: Context, clock: SetClock) -> None:
    card_id = card_of(context)
    for number in range(SUBSCRIPTIONS):
        subscribed(context, **MONTHLY, reference=f"{number:010X}", card_id=card_id)
    context.work.commit()
    clock.advance(timedelta(days=20))
    start = Barrier(WORKERS)

    with ThreadPoolExecutor(WORKERS) as threads:
        done = [threads.submit(_work, context, start) for _ in range(WORKERS)]
        counts = [worker.result() for worker in done]

    assert sum(counts) == SUBSCRIPTIONS
    assert context.session.scalar(select(func.count()).select_from(OrderRow)) == SUBSCRIPTIONS
    assert context.session.scalar(select(func.count()).select_from(AttemptRow)) == SUBSCRIPTIONS
    assert set(context.session.scalars(select(SubscriptionRow.renewals))) == {1}
