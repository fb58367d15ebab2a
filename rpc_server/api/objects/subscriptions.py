"""Subscriptions and their history as API 3.0 to 6.0 show them.

Keys of a subscription stand in the order of recorded answers; its ids are texts of digits, countries and
languages lower case, as recorded.
"""

from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import Annotated

from rpc_server.api.dates import show_date
from rpc_server.api.objects.deliveries import SubscriptionDelivery, show_subscription_delivery
from rpc_server.api.objects.paging import Pagination
from rpc_server.api.objects.pricing_configurations import Line, ProductCode
from rpc_server.api.objects.subscription_codes import show_codes
from rpc_server.api.shapes import ApiObject, Mark, MaxLength, Since
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.delivery.model import DeliveredCode
from rpc_server.commerce.subscriptions import model
from rpc_server.commerce.subscriptions.codes.model import Delivery

NEVER = "9999-12-31"
"""The expiration date of a lifetime subscription (inferred: clients compare the date, or fail to parse null)."""


class SubscriptionProduct(ApiObject):
    """What a subscription is for. ``PriceOptionCodes`` is null where nothing was chosen (recorded)."""

    product_code: ProductCode = None
    product_id: Line = None
    product_name: Line = None
    product_version: Line = None
    product_quantity: int | None = None
    price_option_codes: list[str] | None = None


class Person(ApiObject):
    """The end user as the table nests him; no answer does."""

    first_name: Line = None
    last_name: Line = None
    country_code: Line = None
    state: Line = None
    city: Line = None
    address1: Line = None
    address2: Line = None
    zip: Line = None
    email: Line = None
    phone: Line = None
    company: Line = None


class EndUser(ApiObject):
    """Who uses a subscription: flat, as in every recorded answer; a nested ``Person`` is read too."""

    first_name: Line = None
    last_name: Line = None
    email: Line = None
    company: Line = None
    phone: Line = None
    fax: Line = None
    address1: Line = None
    address2: Line = None
    zip: Line = None
    city: Line = None
    state: Line = None
    country_code: Line = None
    language: Line = None
    person: Annotated[Person | None, Mark.INPUT] = None


class Subscription(ApiObject):
    """A customer's right to a product for a time. Answered with every member; told to change it, null says nothing.

    ``StartDate`` and ``ActivationDate`` are the day it is or becomes active; ``PartnerCode`` is empty where no
    partner sold it.
    """

    subscription_reference: Line = None
    start_date: Line = None
    activation_date: Annotated[str | None, Since("6.0"), MaxLength(255)] = None
    expiration_date: Line = None
    recurring_enabled: bool | None = None
    subscription_enabled: bool | None = None
    product: SubscriptionProduct | None = None
    end_user: EndUser | None = None
    sku: Line = None
    delivery_info: SubscriptionDelivery | None = None
    receive_notifications: bool | None = None
    lifetime: bool | None = None
    partner_code: Line = None
    avangate_customer_reference: Line = None
    external_customer_reference: Line = None
    test_subscription: bool | None = None
    is_trial: bool | None = None
    merchant_code: Annotated[str | None, Since("5.0"), MaxLength(255)] = None


class SubscriptionPage(ApiObject):
    """One page of found subscriptions (5.0 on; before, the answer is the bare list)."""

    items: list[Subscription]
    pagination: Pagination


class SubscriptionHistoryEntry(ApiObject):
    """One paid period: ``Type`` is SALE, RENEWAL or UPGRADE, ``ReferenceNo`` the order that paid for it."""

    reference_no: str
    type: str
    subscription_reference: str
    start_date: str
    expiration_date: str
    lifetime: bool
    sku: str
    delivery_info: SubscriptionDelivery
    partner_code: str


def show_expiration(moment: datetime | None, zone: tzinfo) -> str:
    """The day a period ends, ``NEVER`` for a lifetime."""
    return show_date(moment, zone) or NEVER


def show_subscription(subscription: model.Subscription, merchant: Merchant, delivery: Delivery) -> Subscription:
    """The subscription in the merchant's zone, with what it has of codes."""
    start = show_date(subscription.starts_at, merchant.zone) or ""
    return Subscription(
        subscription_reference=subscription.reference,
        start_date=start,
        activation_date=start,
        expiration_date=show_expiration(subscription.expires_at, merchant.zone),
        recurring_enabled=subscription.is_recurring,
        subscription_enabled=subscription.is_enabled,
        product=_show_product(subscription),
        end_user=_show_end_user(subscription.end_user, subscription.language),
        sku=subscription.sku or "",
        delivery_info=show_codes(delivery),
        receive_notifications=subscription.receives_notifications,
        lifetime=subscription.is_lifetime,
        partner_code=subscription.partner_code or "",
        avangate_customer_reference=_digits(subscription.customer_reference),
        external_customer_reference=subscription.external_customer_reference,
        test_subscription=subscription.is_test,
        is_trial=subscription.is_trial,
        merchant_code=merchant.code,
    )


def show_history_entry(
    entry: model.HistoryEntry, zone: tzinfo, delivered: Iterable[DeliveredCode] = ()
) -> SubscriptionHistoryEntry:
    """The paid period in the merchant's zone, with what was ``delivered`` with its order."""
    return SubscriptionHistoryEntry(
        reference_no=entry.order_reference,
        type=entry.type.value,
        subscription_reference=entry.subscription_reference,
        start_date=show_date(entry.starts_at, zone) or "",
        expiration_date=show_expiration(entry.expires_at, zone),
        lifetime=entry.expires_at is None,
        sku=entry.sku or "",
        delivery_info=show_subscription_delivery(delivered, entry.subscription_reference),
        partner_code=entry.partner_code or "",
    )


def _show_product(subscription: model.Subscription) -> SubscriptionProduct:
    return SubscriptionProduct(
        product_code=subscription.product_code or "",
        product_id=_digits(subscription.product_id),
        product_name=subscription.product_name,
        product_version=subscription.product_version,
        product_quantity=subscription.quantity,
        price_option_codes=[option.value for option in subscription.options] or None,
    )


def _show_end_user(address: Address, language: str) -> EndUser:
    return EndUser(
        first_name=address.first_name or "",
        last_name=address.last_name or "",
        email=address.email or "",
        company=address.company or "",
        phone=address.phone or "",
        fax=address.fax or "",
        address1=address.address1 or "",
        address2=address.address2 or "",
        zip=address.zip or "",
        city=address.city or "",
        state=address.state or "",
        country_code=(address.country or "").lower(),
        language=language.lower(),
    )


def _digits(number: int | None) -> str:
    return "" if number is None else str(number)
