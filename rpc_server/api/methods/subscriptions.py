"""Reading, searching and upgrading subscriptions.

The hosted service shows a subscription only five minutes after its order; this server shows it at once.
"""

from datetime import datetime, timedelta, tzinfo
from decimal import Decimal

from rpc_server.api.coercion import coercer
from rpc_server.api.dates import read_time
from rpc_server.api.dispatch import Call
from rpc_server.api.errors import InvalidArgument
from rpc_server.api.families import MERCHANT, MERCHANT_3_TO_4, MERCHANT_5_TO_6, SUBSCRIPTION
from rpc_server.api.objects.paging import DEFAULT_LIMIT, Pagination, window
from rpc_server.api.objects.subscriptions import (
    Subscription,
    SubscriptionHistoryEntry,
    SubscriptionPage,
    SubscriptionSearchOptions,
    UpgradeOption,
    UpgradePrice,
    show_history_entry,
    show_subscription,
    show_upgrade_option,
    show_upgrade_price,
)
from rpc_server.api.registry import method
from rpc_server.api.shapes import read_annotation
from rpc_server.commerce.accounts.errors import Forbidden, NotAllowed
from rpc_server.commerce.carts import external_reference
from rpc_server.commerce.carts.errors import InvalidExternalReference
from rpc_server.commerce.delivery import service as delivery
from rpc_server.commerce.payments.errors import CardExpirationInvalid
from rpc_server.commerce.pricing.errors import CurrencyNotPriced, NotPriced, QuantityNotPriced
from rpc_server.commerce.subscriptions import model, service, upgrade
from rpc_server.commerce.subscriptions.errors import (
    CustomPriceInvalid,
    NoPaymentMethod,
    RecurringDisabled,
    RefundPending,
    SubscriptionDisabled,
    SubscriptionExpired,
    SubscriptionNotFound,
    UpgradeDeclined,
    UpgradeInProgress,
    UpgradeNotConfigured,
    UpgradeOptionsInvalid,
    UpgradeProductInvalid,
    UpgradeSuperseded,
)
from rpc_server.commerce.subscriptions.search import Between, SubscriptionSearch, SubscriptionType

_PRICING = (
    UpgradeNotConfigured,
    UpgradeProductInvalid,
    UpgradeOptionsInvalid,
    CurrencyNotPriced,
    QuantityNotPriced,
    NotPriced,
)
_texts = coercer(read_annotation(list[str]).shape)


@method("getSubscription", MERCHANT + SUBSCRIPTION, errors=[Forbidden, SubscriptionNotFound], writes=False)
def get_subscription(call: Call, subscription_reference: str) -> Subscription:
    """Answer one subscription, from the moment its order is finished."""
    return _show(call, [service.find(call.context, subscription_reference)])[0]


@method("searchSubscriptions", MERCHANT_3_TO_4 + SUBSCRIPTION, errors=[Forbidden, InvalidArgument], writes=False)
def list_subscriptions(call: Call, search_by: SubscriptionSearchOptions | None = None) -> list[Subscription]:
    """Answer one page of the subscriptions that meet every given condition, oldest purchase first.

    Page 1 of 10 unless ``Page`` and ``Limit`` say otherwise; a page has at most 200.
    """
    found, _ = service.search(call.context, _search(search_by, call.merchant.zone))
    return _show(call, found)


@method("searchSubscriptions", MERCHANT_5_TO_6, errors=[Forbidden, InvalidArgument], writes=False)
def search_subscriptions(call: Call, search_by: SubscriptionSearchOptions | None = None) -> SubscriptionPage:
    """Answer one page of the subscriptions that meet every given condition, and how many there are.

    Oldest purchase first; page 1 of 10 unless ``Pagination`` says otherwise; a page has at most 200.
    """
    wanted = _search(search_by, call.merchant.zone)
    found, count = service.search(call.context, wanted)
    return SubscriptionPage(
        items=_show(call, found),
        pagination=Pagination(page=wanted.page, limit=wanted.limit, count=count),
    )


@method("getSubscriptionHistory", MERCHANT + SUBSCRIPTION, errors=[Forbidden, SubscriptionNotFound], writes=False)
def get_subscription_history(call: Call, subscription_reference: str) -> list[SubscriptionHistoryEntry]:
    """Answer the paid periods of a subscription, oldest first, each with the order that paid for it."""
    entries = service.history(call.context, subscription_reference)
    delivered = delivery.of_orders(call.context, [entry.order_reference for entry in entries])
    return [
        show_history_entry(entry, call.merchant.zone, delivered.get(entry.order_reference, ())) for entry in entries
    ]


@method("getProductUpgradeOptions", MERCHANT + SUBSCRIPTION, errors=[Forbidden, SubscriptionNotFound], writes=False)
def get_product_upgrade_options(call: Call, subscription_reference: str) -> list[UpgradeOption]:
    """Answer the products the subscription can become and the price options each has."""
    targets = upgrade.upgrade_options(call.context, subscription_reference)
    return [show_upgrade_option(target) for target in targets]


@method(
    "getProductUpgradeOptionsPrice",
    MERCHANT + SUBSCRIPTION,
    errors=[Forbidden, SubscriptionNotFound, *_PRICING],
    writes=False,
)
def get_product_upgrade_options_price(
    call: Call, subscription_reference: str, product_code: str, currency: str | None = None, options: str | None = None
) -> UpgradePrice:
    """Answer what the upgrade would cost today.

    It is charged in the currency of the last payment and shown in ``currency`` too. ``options`` are option
    values joined by ``;``, ``group=number`` for a scale, case sensitive.
    """
    price = upgrade.upgrade_price(
        call.context, subscription_reference, product_code=product_code, currency=currency, options=options
    )
    return show_upgrade_price(price)


@method(
    "setSubscriptionUpgrade",
    MERCHANT + SUBSCRIPTION,
    errors=[
        Forbidden,
        SubscriptionNotFound,
        SubscriptionDisabled,
        SubscriptionExpired,
        RecurringDisabled,
        RefundPending,
        UpgradeInProgress,
        UpgradeSuperseded,
        NoPaymentMethod,
        CustomPriceInvalid,
        UpgradeDeclined,
        CardExpirationInvalid,
        NotAllowed,
        *_PRICING,
    ],
)
def set_subscription_upgrade(
    call: Call,
    subscription_reference: str,
    product_code: str,
    options: str | None = None,
    custom_price: Decimal | None = None,
) -> bool:
    """Charge the stored card for the upgrade and move the subscription to the product; answer true.

    Automatic renewal must be on and no refund pending. ``options`` are option values joined by ``;``,
    ``group=number`` for a scale, case sensitive; ``custom_price`` replaces the computed price, in the currency
    of the last payment. The reference set with ``setExternalRef`` becomes that of the upgrade's order, once.
    The subscription keeps its own reference (inferred).
    """
    told = call.open_session.state.external_reference
    upgrade.upgrade(
        call.context,
        subscription_reference,
        product_code=product_code,
        options=options,
        custom_price=custom_price,
        external_reference=told,
    )
    if told is not None:
        call.remember(external_reference=None)
    return True


@method("setExternalRef", MERCHANT + SUBSCRIPTION, errors=[Forbidden, InvalidExternalReference])
def set_external_ref(call: Call, external_ref: str | None = None) -> bool:
    """Set the external reference of the next upgrade ordered in this session: 1 to 100 characters."""
    call.remember(external_reference=external_reference.checked(external_ref))
    return True


def _search(options: SubscriptionSearchOptions | None, zone: tzinfo) -> SubscriptionSearch:
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


def _show(call: Call, found: list[model.Subscription]) -> list[Subscription]:
    """The subscriptions with the codes of their first orders."""
    delivered = delivery.of_orders(call.context, [subscription.order_reference for subscription in found])
    return [show_subscription(s, call.merchant, delivered.get(s.order_reference, ())) for s in found]
