"""Subscriptions, their history and their upgrades as API 3.0 to 6.0 show them.

Keys of a subscription stand in the order of recorded answers; its ids are texts of digits, countries and
languages lower case, as recorded. Nothing is recorded of upgrades: they are as documented.
"""

from collections.abc import Iterable
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Annotated, Any

from rpc_server.api.dates import show_date
from rpc_server.api.objects.deliveries import SubscriptionDelivery, show_subscription_delivery
from rpc_server.api.objects.paging import Pagination
from rpc_server.api.objects.product_infos import PriceInterval
from rpc_server.api.shapes import ApiObject, Since
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.catalog.model import Option, OptionGroup, OptionGroupType
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.delivery.model import DeliveredCode
from rpc_server.commerce.pricing.money import rounded
from rpc_server.commerce.subscriptions import model, upgrade

NEVER = "9999-12-31"
"""The expiration date of a lifetime subscription (inferred: clients compare the date, or fail to parse null)."""


class SubscriptionProduct(ApiObject):
    """What a subscription is for. ``PriceOptionCodes`` is null where nothing was chosen (recorded)."""

    product_code: str
    product_id: str
    product_name: str
    product_version: str
    product_quantity: int
    price_option_codes: list[str] | None


class EndUser(ApiObject):
    """Who uses a subscription: flat, as in every recorded answer, where the table nests a ``Person``."""

    first_name: str
    last_name: str
    email: str
    company: str
    phone: str
    fax: str
    address1: str
    address2: str
    zip: str
    city: str
    state: str
    country_code: str
    language: str


class Subscription(ApiObject):
    """A customer's right to a product for a time.

    ``StartDate`` and ``ActivationDate`` are the day it is or becomes active; ``PartnerCode`` is empty where no
    partner sold it.
    """

    subscription_reference: str
    start_date: str
    activation_date: Annotated[str, Since("6.0")]
    expiration_date: str
    recurring_enabled: bool
    subscription_enabled: bool
    product: SubscriptionProduct
    end_user: EndUser
    sku: str
    delivery_info: SubscriptionDelivery
    receive_notifications: bool
    lifetime: bool
    partner_code: str
    avangate_customer_reference: str
    external_customer_reference: str | None
    test_subscription: bool
    is_trial: bool
    merchant_code: Annotated[str, Since("5.0")]


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


class UpgradeProduct(ApiObject):
    """The target of an upgrade: the legacy product type, with ``ProductEnabled`` for its status.

    ``Price`` is that of one unit without options; null where each combination of options has its own.
    """

    product_id: int
    product_code: str
    product_name: str
    product_version: str
    product_enabled: bool
    product_type: str
    currency: str
    default_currency: str
    price: Decimal | None
    gift_option: bool
    id_group: int | None
    group_name: str
    short_description: str
    product_image: str
    languages: list[str]
    price_intervals: list[PriceInterval]
    price_type: str
    price_schema: str


class UpgradePriceOption(ApiObject):
    """One choice of a group. ``OptionValue``, also under its later name ``Value``, is what the options text takes."""

    option_text: str
    option_value: str
    default: bool
    name: str
    value: str
    description: str
    scale_min: int | None
    scale_max: int | None


class UpgradeOptionGroup(ApiObject):
    """Price options of the target to choose from; ``Id`` is the group's code."""

    id: str
    name: str
    description: str
    required: bool
    type: str
    options: list[UpgradePriceOption]


class UpgradeOption(ApiObject):
    """A product a subscription may become; ``Quantity`` is the subscription's: there are no partial upgrades."""

    product_info: UpgradeProduct
    quantity: int
    price_options: list[UpgradeOptionGroup]


class UpgradePrice(ApiObject):
    """What an upgrade costs: Billing is charged, Display the same in the currency asked for.

    A downgrade bills 0; the Prorated prices, texts as documented, then show below zero what it is cheaper.
    """

    billing_price: Decimal
    billing_gross_price: Decimal
    billing_currency: str
    quantity: int
    display_price: Decimal
    display_gross_price: Decimal
    display_currency: str
    prorated_price: str
    prorated_gross_price: str
    discount: Decimal
    discounted_prorated_price: Decimal
    discounted_prorated_gross_price: Decimal
    discounted_billing_price: Decimal
    discounted_billing_gross_price: Decimal
    display_discount: Decimal
    discounted_display_price: Decimal
    discounted_display_gross_price: Decimal


def show_expiration(moment: datetime | None, zone: tzinfo) -> str:
    """The day a period ends, ``NEVER`` for a lifetime."""
    return show_date(moment, zone) or NEVER


def show_subscription(
    subscription: model.Subscription, merchant: Merchant, delivered: Iterable[DeliveredCode] = ()
) -> Subscription:
    """The subscription in the merchant's zone, with what was ``delivered`` with its first order."""
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
        delivery_info=show_subscription_delivery(delivered, subscription.reference),
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


def show_upgrade_option(target: upgrade.UpgradeTarget) -> UpgradeOption:
    """A product the subscription may become, priced in the subscription's currency."""
    return UpgradeOption(
        product_info=_show_target(target),
        quantity=target.quantity,
        price_options=[_show_group(group) for group in target.configuration.option_groups],
    )


def show_upgrade_price(price: upgrade.UpgradePrice) -> UpgradePrice:
    """The price of an upgrade; upgrades have no discounts, so the discounted prices repeat the others."""
    billing, prorated = price.charge.billing, price.charge.prorated
    display_net, display_gross = rounded(billing.net * price.display_rate), rounded(billing.gross * price.display_rate)
    return UpgradePrice(
        billing_price=billing.net,
        billing_gross_price=billing.gross,
        billing_currency=price.currency,
        quantity=price.quantity,
        display_price=display_net,
        display_gross_price=display_gross,
        display_currency=price.display_currency,
        prorated_price=str(prorated.net),
        prorated_gross_price=str(prorated.gross),
        discount=Decimal(0),
        discounted_prorated_price=prorated.net,
        discounted_prorated_gross_price=prorated.gross,
        discounted_billing_price=billing.net,
        discounted_billing_gross_price=billing.gross,
        display_discount=Decimal(0),
        discounted_display_price=display_net,
        discounted_display_gross_price=display_gross,
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


def _show_target(target: upgrade.UpgradeTarget) -> UpgradeProduct:
    product, configuration = target.product, target.configuration
    return UpgradeProduct(
        product_id=product.product_id,
        product_code=product.code,
        product_name=product.name,
        product_version=product.version,
        product_enabled=product.is_enabled,
        product_type=product.type.value,
        currency=target.currency,
        default_currency=configuration.default_currency,
        price=target.unit_price,
        gift_option=product.has_gift_option,
        id_group=None,
        group_name=product.group_name,
        short_description=product.short_description,
        product_image=product.texts.image_url or "",
        languages=[],
        price_intervals=[
            PriceInterval(min_quantity=row.min_quantity, max_quantity=row.max_quantity, price=row.amount)
            for row in target.intervals
        ],
        price_type=configuration.price_type.value,
        price_schema=configuration.schema.value,
    )


def _show_group(group: OptionGroup) -> UpgradeOptionGroup:
    return UpgradeOptionGroup(
        id=group.code,
        name=group.name,
        description=group.description,
        required=group.is_required,
        type=group.type.value,
        options=[_show_option(group, option) for option in group.options],
    )


def _show_option(group: OptionGroup, option: Option) -> UpgradePriceOption:
    is_scale = group.type is OptionGroupType.INTERVAL
    value = f"{group.code}={option.scale_min or 0}" if is_scale else option.code
    return UpgradePriceOption(
        option_text=option.name,
        option_value=value,
        default=option.is_default,
        name=option.name,
        value=value,
        description=option.description,
        scale_min=option.scale_min,
        scale_max=option.scale_max,
    )


def _digits(number: int | None) -> str:
    return "" if number is None else str(number)
