"""Reporting what customers used of pay-per-usage options; the next renewal bills it."""

from rpc_server.api.dispatch import Call
from rpc_server.api.errors import InvalidArgument, MissingArgument
from rpc_server.api.families import MERCHANT_6
from rpc_server.api.objects.paging import Pagination
from rpc_server.api.objects.subscription_usage import (
    Usage,
    UsageChange,
    UsagePage,
    UsageSearchOptions,
    UsageSelection,
    read_selection,
    read_usage,
    read_usage_search,
    show_usage,
)
from rpc_server.api.registry import method
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.subscriptions.errors import SubscriptionDisabled, SubscriptionNotFound
from rpc_server.commerce.subscriptions.usage import service as usage_of
from rpc_server.commerce.subscriptions.usage.errors import UsageBilled, UsageInvalid, UsageNotFound, UsageOptionInvalid

_REPORTING = (Forbidden, SubscriptionNotFound, SubscriptionDisabled, InvalidArgument, UsageInvalid, UsageOptionInvalid)


@method("addSubscriptionUsage", MERCHANT_6, errors=_REPORTING)
def add_usage(call: Call, subscription_reference: str, usages: list[Usage | None]) -> list[Usage]:
    """Report usage of a subscription and answer it with its numbers; all of it is kept or none.

    ``OptionCode`` is the code of a pay-per-usage price option group of the product.
    """
    zone = call.merchant.zone
    reported = [read_usage(usage or Usage(), zone, f"usages[{n}]") for n, usage in enumerate(usages)]
    return [show_usage(usage, zone) for usage in usage_of.report(call.context, subscription_reference, reported)]


@method("importSubscriptionsUsages", MERCHANT_6, errors=_REPORTING)
def import_usages(call: Call, usages: list[Usage | None]) -> list[Usage]:
    """Report usage of several subscriptions at once, each with its ``SubscriptionReference``; all is kept or none.

    That there is such a call is documented, its name and arguments are inferred.
    """
    zone = call.merchant.zone
    kept = []
    for n, sent in enumerate(usages):
        usage, path = sent or Usage(), f"usages[{n}]"
        kept += usage_of.report(call.context, _owner(usage, path), [read_usage(usage, zone, path)])
    return [show_usage(usage, zone) for usage in kept]


@method(
    "updateSubscriptionUsage",
    MERCHANT_6,
    errors=[Forbidden, SubscriptionNotFound, UsageNotFound, UsageBilled, UsageInvalid],
)
def update_usage(call: Call, subscription_reference: str, usage_reference: int, usage: UsageChange) -> Usage:
    """Correct the units or the description of usage that is not yet billed, and answer it."""
    changed = usage_of.change(
        call.context, subscription_reference, usage_reference, units=usage.units, description=usage.description
    )
    return show_usage(changed, call.merchant.zone)


@method(
    "deleteSubscriptionUsages",
    MERCHANT_6,
    errors=[Forbidden, SubscriptionNotFound, InvalidArgument, UsageNotFound, UsageBilled],
)
def delete_usages(call: Call, subscription_reference: str, options: UsageSelection) -> bool | None:
    """Delete usage that is not yet billed: one by its number, or all that ends in an interval; answer null.

    Null on success is documented. Usage that was billed is passed over, or refused where it is asked for by number.
    """
    usage_of.remove(call.context, subscription_reference, read_selection(options, call.merchant.zone))
    return None


@method("getSubscriptionUsages", MERCHANT_6, errors=[Forbidden, SubscriptionNotFound, InvalidArgument], writes=False)
def get_usages(call: Call, subscription_reference: str, options: UsageSearchOptions) -> UsagePage:
    """Answer one page of a subscription's usage that ends in an interval, the earliest first, and how much there is.

    The list is documented for REST; the name and the arguments here are inferred.
    """
    zone = call.merchant.zone
    wanted = read_usage_search(options, zone)
    found, count = usage_of.search(call.context, subscription_reference, wanted)
    return UsagePage(
        items=[show_usage(usage, zone) for usage in found],
        pagination=Pagination(page=wanted.page, limit=wanted.limit, count=count),
    )


def _owner(usage: Usage, path: str) -> str:
    if not usage.subscription_reference:
        field = f"{path}.SubscriptionReference"
        raise MissingArgument(f"{field} is required.", field=field)
    return usage.subscription_reference
