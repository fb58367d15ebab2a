"""Use cases around usage. Each that is given a reference raises ``SubscriptionNotFound``."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from itertools import chain

from rpc_server.commerce.catalog import service as catalog
from rpc_server.commerce.catalog.exchange import exchange_rates
from rpc_server.commerce.catalog.model import OptionUsage
from rpc_server.commerce.context import Context
from rpc_server.commerce.pricing.exchange import Rates
from rpc_server.commerce.pricing.money import ZERO
from rpc_server.commerce.pricing.selection import find_configuration
from rpc_server.commerce.subscriptions import service
from rpc_server.commerce.subscriptions.errors import SubscriptionDisabled
from rpc_server.commerce.subscriptions.model import Subscription
from rpc_server.commerce.subscriptions.usage import store
from rpc_server.commerce.subscriptions.usage.errors import UsageBilled, UsageInvalid, UsageNotFound, UsageOptionInvalid
from rpc_server.commerce.subscriptions.usage.model import (
    LONGEST_DESCRIPTION,
    MOST_UNITS,
    NewUsage,
    Usage,
    UsageCharge,
    UsageSearch,
)
from rpc_server.commerce.subscriptions.usage.rating import rated
from rpc_server.commerce.subscriptions.usage.tariff import Tariff, tariffs, tiers


def report(context: Context, reference: str, reported: Sequence[NewUsage]) -> list[Usage]:
    """Keep usage of a subscription until the next renewal bills it; answer it with its numbers.

    Raises ``SubscriptionDisabled``, ``UsageInvalid``, ``UsageOptionInvalid``; then none of it is kept.
    """
    subscription = service.hold(context, reference)
    if not subscription.is_enabled:
        raise SubscriptionDisabled(field="subscriptionReference")
    offered = _tariffs(context, subscription)
    for usage in reported:
        _check(usage, offered)
    return [store.add(context, _kept(context, reference, usage)) for usage in reported]


def change(
    context: Context, reference: str, usage_reference: int, *, units: Decimal | None, description: str | None
) -> Usage:
    """Correct usage that is not yet billed, and answer it; None leaves a member as it is.

    Raises ``UsageInvalid``, also where nothing is to change; ``UsageNotFound``, ``UsageBilled``.
    """
    if units is None and description is None:
        raise UsageInvalid("Units or Description is required.", field="Units")
    _check_amount(units, description, "")
    usage = _open(context, service.hold(context, reference), usage_reference, "usageReference")
    changed = replace(
        usage,
        units=usage.units if units is None else units,
        description=usage.description if description is None else description,
    )
    store.change(context, [usage_reference], units=changed.units, description=changed.description)
    return changed


def remove(context: Context, reference: str, search: UsageSearch) -> int:
    """Forget the subscription's usage that is not yet billed and meets the search; answer how much that was.

    Raises ``UsageNotFound`` and ``UsageBilled`` for one asked for by its number.
    """
    subscription = service.hold(context, reference)
    if search.usage_reference is not None:
        _open(context, subscription, search.usage_reference, "UsageReference")
    doomed = store.unbilled(context, reference, search)
    store.remove(context, [usage.usage_reference for usage in doomed])
    return len(doomed)


def search(context: Context, reference: str, wanted: UsageSearch) -> tuple[list[Usage], int]:
    """The page of the subscription's usage asked for, the earliest first, and how much there is in all."""
    return store.found(context, service.find(context, reference).reference, wanted)


def billable(context: Context, subscription: Subscription, until: datetime) -> tuple[UsageCharge, ...]:
    """What the subscription's usage that ended up to ``until`` and was not billed yet comes to, by option.

    At today's prices of the product. Usage of an option that the product has no more waits until it has it again.
    """
    waiting = store.unbilled(context, subscription.reference, UsageSearch(until=until))
    if not waiting:
        return ()
    rates = exchange_rates(context, context.today)
    charges = (
        _charge(subscription, tariff, [usage for usage in waiting if usage.option_code in tariff.codes], rates)
        for tariff in _tariffs(context, subscription)
    )
    return tuple(charge for charge in charges if charge.usages)


def mark_billed(context: Context, charges: Sequence[UsageCharge], order_reference: str) -> None:
    """Note which order billed the charges' usage."""
    references = list(chain.from_iterable(charge.usages for charge in charges))
    if references:
        store.change(context, references, order_reference=order_reference)


def unmark(context: Context, references: Collection[int]) -> None:
    """Let usage wait for another order: the one that was to bill it is not paid."""
    if references:
        store.change(context, references, order_reference=None)


def _charge(subscription: Subscription, tariff: Tariff, usages: list[Usage], rates: Rates) -> UsageCharge:
    units = sum((usage.units for usage in usages), ZERO)
    return UsageCharge(
        option_code=tariff.option_code,
        name=tariff.name,
        units=units,
        amount=rated(units, tiers(tariff, subscription, rates), tariff.pricing) if usages else ZERO,
        currency=subscription.currency,
        usages=tuple(usage.usage_reference for usage in usages),
    )


def _tariffs(context: Context, subscription: Subscription) -> tuple[Tariff, ...]:
    """What usage of the subscription's product may be reported under."""
    code = subscription.product_code
    product = catalog.product_by_code(context, code) if code else None
    configuration = find_configuration(product, subscription.country) if product else None
    groups = configuration.option_groups if configuration else ()
    return tariffs(group for group in groups if group.usage is OptionUsage.PAY_PER_USAGE)


def _check(usage: NewUsage, offered: tuple[Tariff, ...]) -> None:
    if not any(usage.option_code in tariff.codes for tariff in offered):
        known = ", ".join(tariff.option_code for tariff in offered) or "none"
        raise UsageOptionInvalid(
            f"There is no pay-per-usage option {usage.option_code[:80]!r}.",
            field=f"{usage.path}.OptionCode",
            hint=f"The product has: {known}.",
        )
    if usage.ends_at < usage.starts_at:
        raise UsageInvalid("UsageEnd must not be before UsageStart.", field=f"{usage.path}.UsageEnd")
    _check_amount(usage.units, usage.description, f"{usage.path}.")


def _check_amount(units: Decimal | None, description: str | None, path: str) -> None:
    if units is not None and not 0 <= units <= MOST_UNITS:
        raise UsageInvalid(f"Units must be between 0 and {MOST_UNITS}.", field=f"{path}Units")
    if description is not None and len(description) > LONGEST_DESCRIPTION:
        raise UsageInvalid(f"Description is longer than {LONGEST_DESCRIPTION} characters.", field=f"{path}Description")


def _kept(context: Context, reference: str, usage: NewUsage) -> Usage:
    return Usage(
        usage_reference=0,
        subscription_reference=reference,
        option_code=usage.option_code,
        starts_at=usage.starts_at,
        ends_at=usage.ends_at,
        units=usage.units,
        description=usage.description,
        reported_at=context.clock.now(),
    )


def _open(context: Context, subscription: Subscription, usage_reference: int, field: str) -> Usage:
    found, _ = store.found(context, subscription.reference, UsageSearch(usage_reference=usage_reference))
    if not found:
        raise UsageNotFound(field=field)
    if found[0].order_reference is not None:
        raise UsageBilled(field=field)
    return found[0]
