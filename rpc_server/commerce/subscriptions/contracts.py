"""How long a customer is bound, and what follows."""

from dataclasses import replace
from datetime import datetime, tzinfo

from rpc_server.commerce.catalog.model import BillingCycle, ContractPeriod, CycleUnit
from rpc_server.commerce.catalog.service import RenewingProduct
from rpc_server.commerce.orders.model import CustomTerms, Recurrence
from rpc_server.commerce.subscriptions.calendar import anchor_day, period_end
from rpc_server.commerce.subscriptions.model import Contract, Subscription

ENDING = "CANCEL"
"""The ``Action`` of a contract after which the subscription renews no further; after any other it goes on (inferred)."""

_UNITS = {"D": (1, CycleUnit.DAY), "M": (1, CycleUnit.MONTH), "Y": (12, CycleUnit.MONTH)}


def length_of(length: int | None, unit: str | None) -> BillingCycle | None:
    """``length`` units in days or months; a unit is known by its first letter (D, DAY, MONTHS, year). None: not said."""
    if not length or not unit or unit[0].upper() not in _UNITS:
        return None
    factor, base = _UNITS[unit[0].upper()]
    return BillingCycle(length * factor, base)


def agreed_contract(
    stated: Recurrence | CustomTerms | None, product: RenewingProduct | None, starts_at: datetime, zone: tzinfo
) -> Contract | None:
    """The contract that begins at ``starts_at``: as stated in the order, else as the product has it, or none."""
    own = length_of(stated.contract_length, stated.contract_unit) if stated else None
    offered = product.contract if product else None
    if own is None and offered is not None and not offered.is_unlimited:
        own = length_of(offered.period, offered.period_units)
    return None if own is None else _begun(own, starts_at, zone, is_restarted=not _ends(offered))


def continued(subscription: Subscription, zone: tzinfo) -> Subscription:
    """The subscription under another contract of the same length, where the running period lies beyond its own."""
    contract, expires_at = subscription.contract, subscription.expires_at
    if contract is None or expires_at is None or not contract.is_restarted or expires_at <= contract.ends_at:
        return subscription
    length = BillingCycle(contract.length, CycleUnit(contract.unit))
    return replace(subscription, contract=_begun(length, contract.ends_at, zone, is_restarted=True))


def _begun(length: BillingCycle, starts_at: datetime, zone: tzinfo, *, is_restarted: bool) -> Contract | None:
    ends_at = period_end(starts_at, length, anchor=anchor_day(starts_at, zone), zone=zone)
    if ends_at is None:
        return None
    return Contract(length=length.length, unit=length.unit.value, ends_at=ends_at, is_restarted=is_restarted)


def _ends(offered: ContractPeriod | None) -> bool:
    return offered is not None and (offered.action or "").upper() == ENDING
