"""Amounts of one currency in another, at the rates of a day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from rpc_server.commerce.pricing.money import rounded


@dataclass(frozen=True, slots=True)
class Rates:
    """What currencies are worth on one day: ``units`` of each, by code, buy the same."""

    units: Mapping[str, Decimal] = field(default_factory=dict)

    def converted(self, amount: Decimal, source: str, target: str) -> Decimal | None:
        """``amount`` of ``source`` in ``target``, to two places, half up; None where one of them has no rate."""
        if source == target:
            return amount
        if source not in self.units or target not in self.units:
            return None
        return rounded(amount * self.units[target] / self.units[source])


NO_RATES = Rates()
"""Nothing is converted."""
