"""Several upgrades of one subscription at once."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

from sqlalchemy import select

from rpc_server.commerce.context import Context
from rpc_server.commerce.orders.tables import OrderRow
from rpc_server.commerce.payments.model import AttemptStatus
from rpc_server.commerce.payments.tables import AttemptRow
from rpc_server.commerce.subscriptions import service
from rpc_server.commerce.subscriptions.errors import UpgradeInProgress, UpgradeNotConfigured
from rpc_server.commerce.subscriptions.model import HistoryType
from rpc_server.commerce.subscriptions.pending import finish_upgrades
from rpc_server.commerce.subscriptions.upgrade import upgrade
from rpc_server.gateways import Charge, Result
from rpc_server.gateways.simulator import Simulator
from tests.subscription_world import REFERENCE, card_of, subscribed

CALLERS = 4
WON, REFUSED, FINISHED = "won", "refused", "finished"


class Slow(Simulator):
    """A processor that takes its time, so that the others come in meanwhile."""

    def charge(self, charge: Charge) -> Result:
        time.sleep(0.1)
        result = super().charge(charge)
        time.sleep(0.1)
        return result


def _upgrade(context: Context, start: Barrier) -> str:
    start.wait()
    try:
        with context.services.database.writing() as work:
            upgrade(replace(context, work=work), REFERENCE, product_code="PRO")
    except (UpgradeInProgress, UpgradeNotConfigured):
        return REFUSED
    return WON


def _finish(context: Context, start: Barrier) -> str:
    start.wait()
    for _ in range(10):
        with context.services.database.writing() as work:
            finish_upgrades(replace(context, work=work))
        time.sleep(0.03)
    return FINISHED


def test_one_wins_and_is_charged_once_while_others_try_to_finish_it(context: Context) -> None:
    subscribed(context, card_id=card_of(context))
    context.work.commit()
    racing = replace(context, services=replace(context.services, gateway=Slow()))
    start = Barrier(CALLERS + 1)

    with ThreadPoolExecutor(CALLERS + 1) as threads:
        racers = [threads.submit(_upgrade, racing, start) for _ in range(CALLERS)]
        racers.append(threads.submit(_finish, racing, start))
        outcomes = sorted(racer.result() for racer in racers)

    assert outcomes == [FINISHED, *[REFUSED] * (CALLERS - 1), WON]
    assert list(context.session.scalars(select(OrderRow.kind))) == ["UPGRADE"]
    assert list(context.session.scalars(select(AttemptRow.status))) == [AttemptStatus.AUTHORISED]
    assert [entry.type for entry in service.history(context, REFERENCE)] == [HistoryType.SALE, HistoryType.UPGRADE]
    assert service.find(context, REFERENCE).product_code == "PRO"
