"""What subscriptions are searched by, as sent, and the search it asks for."""

from datetime import datetime, timedelta, tzinfo
from typing import Any

from rpc_server.api.coercion import coercer
from rpc_server.api.dates import read_time
from rpc_server.api.errors import InvalidArgument
from rpc_server.api.objects.paging import DEFAULT_LIMIT, Pagination, window
from rpc_server.api.shapes import ApiObject, read_annotation
from rpc_server.commerce.subscriptions.search import Between, SubscriptionSearch, SubscriptionType

_texts = coercer(read_annotation(list[str]).shape)


class SubscriptionSearchOptions(ApiObject):
    """What to look for; null and empty members ask for nothing.

    Dates are days of the account's zone; both ends count. ``CountryCodes`` is one code or a list. ``Type`` is
    trial, regular or regularfromtrial. ``Aggregate`` is read and changes nothing: what it does is not
    documented. Of ``Pagination`` and the flat ``Page`` and ``Limit`` the former goes first.
    """

    customer_email: str | None = None
    exact_match_email: bool | None = None
    delivered_code: str | None = None
    avangate_customer_reference: int | None = None
    external_customer_reference: str | None = None
    aggregate: bool | None = None
    subscription_enabled: bool | None = None
    recurring_enabled: bool | None = None
    product_codes: list[str] | None = None
    country_codes: Any = None
    partner_code: str | None = None
    purchased_after: str | None = None
    purchased_before: str | None = None
    expire_after: str | None = None
    expire_before: str | None = None
    renewed_after: str | None = None
    renewed_before: str | None = None
    notification_after: str | None = None
    notification_before: str | None = None
    modified_after: str | None = None
    modified_before: str | None = None
    next_billing_date_after: str | None = None
    next_billing_date_before: str | None = None
    lifetime_subscription: bool | None = None
    type: str | None = None
    test_subscription: bool | None = None
    page: int | None = None
    limit: int | None = None
    pagination: Pagination | None = None


def read_search(options: SubscriptionSearchOptions | None, zone: tzinfo) -> SubscriptionSearch:
    given = options or SubscriptionSearchOptions()
    page = window(given.pagination, given.page, given.limit)
    return SubscriptionSearch(
        customer_email=given.customer_email or None,
        is_email_exact=given.exact_match_email or False,
        delivered_code=given.delivered_code or None,
        customer_reference=given.avangate_customer_reference,
        external_customer_reference=given.external_customer_reference or None,
        is_enabled=given.subscription_enabled,
        is_recurring=given.recurring_enabled,
        is_lifetime=given.lifetime_subscription,
        is_test=given.test_subscription,
        product_codes=tuple(given.product_codes or ()),
        countries=_countries(given),
        partner_code=given.partner_code or None,
        type=_type(given.type),
        purchased=_between("Purchased", given.purchased_after, given.purchased_before, zone),
        expires=_between("Expire", given.expire_after, given.expire_before, zone),
        renewed=_between("Renewed", given.renewed_after, given.renewed_before, zone),
        notified=_between("Notification", given.notification_after, given.notification_before, zone),
        modified=_between("Modified", given.modified_after, given.modified_before, zone),
        next_billed=_between("NextBillingDate", given.next_billing_date_after, given.next_billing_date_before, zone),
        page=page.page or 1,
        limit=page.limit or DEFAULT_LIMIT,
    )


def _countries(given: SubscriptionSearchOptions) -> tuple[str, ...]:
    codes = [given.country_codes] if isinstance(given.country_codes, str) else given.country_codes
    return tuple(code.strip().upper() for code in _texts(codes, "searchBy.CountryCodes") or () if code)


def _type(text: str | None) -> SubscriptionType | None:
    if not text:
        return None
    try:
        return SubscriptionType(text.strip().lower())
    except ValueError:
        raise InvalidArgument("Type must be trial, regular or regularfromtrial.", field="searchBy.Type") from None


def _between(name: str, after: str | None, before: str | None, zone: tzinfo) -> Between:
    return Between(
        since=_day(f"searchBy.{name}After", after, zone),
        until=_day_after(_day(f"searchBy.{name}Before", before, zone)),
    )


def _day(path: str, text: str | None, zone: tzinfo) -> datetime | None:
    moment = read_time(text, zone, path)
    return None if moment is None else moment.astimezone(zone).replace(hour=0, minute=0, second=0)


def _day_after(day: datetime | None) -> datetime | None:
    """The next day; None, which is no bound, after the last day of the calendar."""
    try:
        return None if day is None else day + timedelta(days=1)
    except OverflowError:
        return None
