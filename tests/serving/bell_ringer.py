"""A worker as a process of its own, whose only duty is to ring bells; the database is its argument."""

import random
import signal
import sys
import time
from dataclasses import dataclass
from datetime import timedelta

from rpc_server.clock import SystemClock
from rpc_server.commerce.accounts.service import SessionPolicy
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.payments.vault import Vault
from rpc_server.companion import stop_at
from rpc_server.gateways.simulator import Simulator
from rpc_server.ids import Ids
from rpc_server.storage import Database
from rpc_server.worker import Worker
from tests.duty_world import Bells


@dataclass(frozen=True, slots=True, eq=False)
class Unhurried(Bells):
    """Takes a moment for each bell."""

    def carry_out(self, context: Context) -> str | None:
        time.sleep(0.003)
        return Bells.carry_out(self, context)


def main(url: str) -> None:
    """Ring until SIGTERM."""
    services = Services(
        Database(url), SystemClock(), Ids(random.Random(1)), Simulator(), Vault([bytes(32)]), SessionPolicy()
    )
    worker = Worker(services, [Unhurried("low")], poll=timedelta(milliseconds=50))
    stop_at({signal.SIGTERM}, worker.stop)
    worker.run()


if __name__ == "__main__":
    main(sys.argv[1])
