"""Usage as it is reported and answered.

The members are documented; ``SubscriptionUsagePage`` and what it is searched by follow the REST list (inferred
for SOAP and JSON-RPC).
"""

from datetime import tzinfo
from decimal import Decimal

from rpc_server.api.dates import required_time, show_time
from rpc_server.api.errors import InvalidArgument, MissingArgument
from rpc_server.api.objects.paging import LAST_PAGE, Pagination
from rpc_server.api.shapes import ApiObject
from rpc_server.commerce.subscriptions.usage import model

_LARGEST_PAGE = 100


class Usage(ApiObject):
    """So many units of a pay-per-usage option used between two times; ``UsageReference`` is a text of digits."""

    usage_reference: str | None = None
    subscription_reference: str | None = None
    option_code: str | None = None
    usage_start: str | None = None
    usage_end: str | None = None
    units: Decimal | None = None
    description: str | None = None


class UsageChange(ApiObject):
    """What is to be corrected; null leaves a member as it is."""

    units: Decimal | None = None
    description: str | None = None


class UsageSelection(ApiObject):
    """Which usage to delete; each end of the interval is required where the other is sent."""

    usage_reference: int | None = None
    option_code: str | None = None
    interval_start: str | None = None
    interval_end: str | None = None


class UsageSearchOptions(ApiObject):
    """What usage to list: the interval is required, both its ends count; 100 rows a page at most."""

    interval_start: str | None = None
    interval_end: str | None = None
    option_code: str | None = None
    renewal_order_reference: str | None = None
    page: int | None = None
    limit: int | None = None
    pagination: Pagination | None = None


class UsagePage(ApiObject):
    """One page of found usage."""

    items: list[Usage]
    pagination: Pagination


def show_usage(usage: model.Usage, zone: tzinfo) -> Usage:
    """The usage in the account's zone."""
    return Usage(
        usage_reference=str(usage.usage_reference),
        subscription_reference=usage.subscription_reference,
        option_code=usage.option_code,
        usage_start=show_time(usage.starts_at, zone),
        usage_end=show_time(usage.ends_at, zone),
        units=usage.units,
        description=usage.description,
    )


def read_usage(sent: Usage, zone: tzinfo, path: str) -> model.NewUsage:
    """The usage reported; times without a zone are in ``zone``. Raises ``InvalidArgument``."""
    if sent.units is None:
        raise MissingArgument(f"{path}.Units is required.", field=f"{path}.Units")
    return model.NewUsage(
        path=path,
        option_code=_required(sent.option_code, f"{path}.OptionCode"),
        starts_at=required_time(sent.usage_start, zone, f"{path}.UsageStart"),
        ends_at=required_time(sent.usage_end, zone, f"{path}.UsageEnd"),
        units=sent.units,
        description=sent.description or "",
    )


def read_selection(sent: UsageSelection, zone: tzinfo) -> model.UsageSearch:
    """The usage to delete; raises ``InvalidArgument``, also where nothing says which."""
    is_bounded = bool(sent.interval_start or sent.interval_end)
    if not (is_bounded or sent.usage_reference or sent.option_code):
        raise MissingArgument("UsageReference, OptionCode or an interval is required.", field="UsageReference")
    return model.UsageSearch(
        since=required_time(sent.interval_start, zone, "IntervalStart") if is_bounded else None,
        until=required_time(sent.interval_end, zone, "IntervalEnd") if is_bounded else None,
        option_code=sent.option_code or None,
        usage_reference=sent.usage_reference or None,
    )


def read_usage_search(sent: UsageSearchOptions, zone: tzinfo) -> model.UsageSearch:
    """What to list: page 1 of 100 rows unless stated otherwise; raises ``InvalidArgument``."""
    page = sent.pagination or Pagination(page=sent.page, limit=sent.limit)
    return model.UsageSearch(
        since=required_time(sent.interval_start, zone, "IntervalStart"),
        until=required_time(sent.interval_end, zone, "IntervalEnd"),
        option_code=sent.option_code or None,
        order_reference=sent.renewal_order_reference or None,
        page=_within(1 if page.page is None else page.page, LAST_PAGE, "Page"),
        limit=_within(_LARGEST_PAGE if page.limit is None else page.limit, _LARGEST_PAGE, "Limit"),
    )


def _within(number: int, largest: int, name: str) -> int:
    if not 1 <= number <= largest:
        raise InvalidArgument(f"The {name} parameter must be a positive int up to {largest}.", field=name)
    return number


def _required(text: str | None, path: str) -> str:
    if not text:
        raise MissingArgument(f"{path} is required.", field=path)
    return text
