"""What is agreed beside a partner's margin, told for one unit. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from rpc_server.commerce.partners.renewals.errors import ExtraInvalid
from rpc_server.commerce.partners.renewals.model import Extra
from rpc_server.commerce.pricing.money import ZERO, percentage, rounded

_WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Rate:
    """An extra as a share of the list price: a fixed amount is spread over the order by what each unit costs.

    ``percent`` is what was agreed on, None for a fixed amount and for nothing.
    """

    percent: Decimal | None
    share: Decimal

    def of_unit(self, unit: Decimal) -> Decimal:
        """What it takes off a unit of this list price, to the cent."""
        return rounded(percentage(self.share, unit))


def rate_of(extra: Extra, listed: Decimal, field: str) -> Rate:
    """The rate of an extra on an order whose list prices come to ``listed``; raises ``ExtraInvalid`` on ``field``."""
    limit = _WHOLE if extra.is_percent else listed
    if not ZERO <= extra.value <= limit:
        raise ExtraInvalid(field=field)
    if extra.is_percent:
        return Rate(extra.value or None, extra.value)
    return Rate(None, extra.value * _WHOLE / listed if listed else ZERO)
