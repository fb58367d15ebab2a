"""What a subscription becomes when its renewal is paid: a pure function of its dates."""

from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal

from rpc_server.commerce.subscriptions.calendar import anchor_day, period_end, postponed
from rpc_server.commerce.subscriptions.contracts import continued
from rpc_server.commerce.subscriptions.model import CustomPrice, Subscription
from rpc_server.commerce.subscriptions.renewals.model import RenewalTerms


def renewed(
    subscription: Subscription, terms: RenewalTerms, *, paid_net: Decimal, now: datetime, zone: tzinfo
) -> Subscription:
    """The subscription in the period that was paid for, which follows the one before however late it is paid.

    One that became a lifetime's meanwhile stays as it is.
    Periods go on from the anchor day; those after a trial, and after days that were agreed on, from their own start
    and end.
    """
    starts_at = terms.starts_at or subscription.expires_at
    if starts_at is None:
        return subscription
    moved = replace(
        _moved(subscription, starts_at, terms.days, zone),
        period_starts_at=starts_at,
        renewed_at=now,
        modified_at=now,
        is_trial=False,
        paid_net=paid_net,
        renewal_unit_price=terms.unit_price,
        custom_price=_left(subscription.custom_price) if terms.is_custom else subscription.custom_price,
        renewals=subscription.renewals + 1,
        failed_tries=0,
        next_try_at=None,
        lapse=None,
    )
    return continued(moved, zone)


def _moved(subscription: Subscription, starts_at: datetime, days: int | None, zone: tzinfo) -> Subscription:
    if days is not None:
        return postponed(subscription, starts_at + timedelta(days=days), zone=zone)
    anchor = anchor_day(starts_at, zone) if subscription.is_trial else subscription.anchor_day
    ends_at = period_end(starts_at, subscription.cycle, anchor=anchor, zone=zone)
    return replace(subscription, expires_at=ends_at, anchor_day=anchor)


def _left(custom: CustomPrice | None) -> CustomPrice | None:
    """The custom price for the renewals after this one."""
    if custom is None or custom.cycles_left <= 1:
        return None
    return CustomPrice(
        amount=custom.amount, currency=custom.currency, cycles_left=custom.cycles_left - 1, reason=custom.reason
    )
