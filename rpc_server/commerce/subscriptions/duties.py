"""What subscriptions do when their moment comes, beside renewing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select

from rpc_server.commerce.context import Context
from rpc_server.commerce.subscriptions import pending, upgrade_store
from rpc_server.commerce.subscriptions.model import UpgradeStatus


@dataclass(frozen=True, slots=True)
class FinishingUpgrades:
    """Upgrades that were paid, or not, while nobody waited for them any more: carried out, or given up."""

    name: str = "upgrades"

    def waiting(self) -> Select[int, datetime]:
        return upgrade_store.decided()

    def carry_out(self, context: Context) -> str | None:
        finished = pending.finish_next(context)
        if finished is None:
            return None
        reference, outcome = finished
        return f"{reference}: {'upgraded' if outcome is UpgradeStatus.DONE else 'upgrade ' + outcome.value.lower()}"


FINISH_UPGRADES = FinishingUpgrades()
DUTIES = (FINISH_UPGRADES,)
