"""Correcting a subscription as a whole: what may be changed is, everything else is passed over (documented)."""

from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta

from rpc_server.commerce.catalog import service as catalog
from rpc_server.commerce.catalog.model import Product
from rpc_server.commerce.context import Context
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.orders.checks import LAST_QUANTITY
from rpc_server.commerce.subscriptions import catalogue_terms, service
from rpc_server.commerce.subscriptions.calendar import postponed
from rpc_server.commerce.subscriptions.codes import service as codes
from rpc_server.commerce.subscriptions.codes.model import Delivery
from rpc_server.commerce.subscriptions.errors import NeverExpires
from rpc_server.commerce.subscriptions.managing import end_users, switching
from rpc_server.commerce.subscriptions.managing.changing import keep
from rpc_server.commerce.subscriptions.managing.errors import (
    ActivationDateInvalid,
    ExpirationDateInvalid,
    ProductInvalid,
    QuantityInvalid,
)
from rpc_server.commerce.subscriptions.managing.service import belonging
from rpc_server.commerce.subscriptions.model import Subscription
from rpc_server.commerce.subscriptions.status import SubscriptionStatus, status

NEVER = date(9999, 12, 31)
"""The expiration day of a lifetime."""

FURTHEST = timedelta(days=36_525)


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a subscription is to become; None leaves a member as it is. Days are those of the merchant's zone.

    In ``end_user`` None leaves a member too, and an empty text empties it. ``starts_on`` is the activation date.
    """

    end_user: Address | None = None
    language: str | None = None
    starts_on: date | None = None
    expires_on: date | None = None
    is_enabled: bool | None = None
    is_recurring: bool | None = None
    customer_reference: int | None = None
    external_customer_reference: str | None = None
    product_id: int | None = None
    product_name: str | None = None
    product_version: str | None = None
    quantity: int | None = None
    options: tuple[str, ...] | None = None
    receives_notifications: bool | None = None
    delivery: Delivery | None = None


def update(context: Context, reference: str, told: Corrections) -> Subscription:
    """Change what differs from the subscription as it is, and answer it; what was read may be told back whole.

    Raises ``SubscriptionNotFound``, the errors of ``managing.errors``, what ``switching.renewing`` and
    ``service.assign`` raise, those of prices, and ``CodeInvalid``; then nothing is changed.
    """
    held = service.hold(context, reference)
    told = _differing(told, _as_it_is(context, held))
    changed = held
    for correct in _CORRECT:
        changed = correct(context, changed, told)
    if told.delivery is not None:
        codes.check(told.delivery)
        codes.state(context, reference, told.delivery)
    return keep(context, held, changed)


def _as_it_is(context: Context, held: Subscription) -> Corrections:
    return Corrections(
        language=held.language,
        starts_on=_day(context, held.starts_at),
        expires_on=NEVER if held.expires_at is None else _day(context, held.expires_at),
        is_enabled=held.is_enabled,
        is_recurring=held.is_recurring,
        customer_reference=held.customer_reference,
        external_customer_reference=held.external_customer_reference,
        product_id=held.product_id,
        product_name=held.product_name,
        product_version=held.product_version,
        quantity=held.quantity,
        options=tuple(option.value for option in held.options),
        receives_notifications=held.receives_notifications,
        delivery=codes.of_subscription(context, held),
    )


def _differing(told: Corrections, known: Corrections) -> Corrections:
    same = [field.name for field in fields(told) if getattr(told, field.name) == getattr(known, field.name)]
    return replace(told, **dict.fromkeys(same))


def _product(context: Context, subscription: Subscription, told: Corrections) -> Subscription:
    """Another product renews this one from its next renewal on; the running period stays what it is."""
    if told.product_id is None:
        return subscription
    product = _fitting(context, subscription, told.product_id)
    cycle = catalogue_terms.renewing_cycle(product, "Product.ProductId")
    of_product = replace(
        subscription,
        product_id=product.product_id,
        product_code=product.code,
        product_name=product.name,
        product_version=product.version,
        cycle_length=cycle.length,
        cycle_unit=cycle.unit.value,
        grace_days=catalogue_terms.grace_days(context, product),
        quantity=_quantity(subscription, told),
        discount=None,
        tax_category=None,
    )
    return catalogue_terms.priced(context, of_product, product, told.options or ())


def _fitting(context: Context, subscription: Subscription, product_id: int) -> Product:
    """A bundle stays a bundle and a regular product a regular one (documented)."""
    product = catalog.product_by_id(context, product_id)
    if product is None:
        raise ProductInvalid(f"There is no product {product_id}.", field="Product.ProductId")
    code = subscription.product_code
    known = catalog.product_by_code(context, code) if code else None
    if known is not None and known.type is not product.type:
        raise ProductInvalid(f"The product {product.code} is a {product.type.value} one.", field="Product.ProductId")
    return product


def _terms(context: Context, subscription: Subscription, told: Corrections) -> Subscription:
    quantity = _quantity(subscription, told)
    renamed = replace(
        subscription,
        quantity=quantity,
        product_name=told.product_name or subscription.product_name,
        product_version=subscription.product_version if told.product_version is None else told.product_version,
    )
    if told.product_id is not None or (told.options is None and told.quantity is None):
        return renamed
    code = subscription.product_code
    product = catalog.product_by_code(context, code) if code else None
    if product is None:
        return renamed
    options = tuple(option.value for option in subscription.options) if told.options is None else told.options
    return catalogue_terms.priced(context, renamed, product, options)


def _quantity(subscription: Subscription, told: Corrections) -> int:
    quantity = subscription.quantity if told.quantity is None else told.quantity
    if not 1 <= quantity <= LAST_QUANTITY:
        raise QuantityInvalid(f"The quantity must be between 1 and {LAST_QUANTITY}.", field="Product.ProductQuantity")
    return quantity


def _start(context: Context, subscription: Subscription, told: Corrections) -> Subscription:
    """Only what waits for its activation begins on another day; its first period keeps its length (inferred)."""
    if told.starts_on is None:
        return subscription
    if status(subscription, context.clock.now()) is not SubscriptionStatus.PENDING_ACTIVATION:
        raise ActivationDateInvalid("The subscription is active already.", field="ActivationDate")
    if told.starts_on < _day(context, subscription.purchased_at):
        raise ActivationDateInvalid("The activation date is before the purchase.", field="ActivationDate")
    starts_at = _moment(context, told.starts_on, subscription.starts_at)
    ends = subscription.expires_at
    moved = replace(subscription, starts_at=starts_at, period_starts_at=starts_at)
    if ends is None:
        return moved
    return postponed(moved, ends + (starts_at - subscription.starts_at), zone=context.merchant.zone)


def _end(context: Context, subscription: Subscription, told: Corrections) -> Subscription:
    if told.expires_on is None:
        return subscription
    if subscription.expires_at is None:
        raise NeverExpires(field="ExpirationDate")
    if not context.today <= told.expires_on <= context.today + FURTHEST:
        raise ExpirationDateInvalid(
            "The expiration date must not be in the past, nor more than a hundred years ahead.", field="ExpirationDate"
        )
    if told.expires_on < _day(context, subscription.starts_at):
        raise ExpirationDateInvalid("The expiration date is before the start.", field="ExpirationDate")
    ends = _moment(context, told.expires_on, subscription.expires_at)
    return postponed(subscription, ends, zone=context.merchant.zone)


def _customer(context: Context, subscription: Subscription, told: Corrections) -> Subscription:
    number, external = told.customer_reference, told.external_customer_reference or None
    if number is None and external is None:
        return subscription
    return belonging(context, subscription, number, external)


def _switches(context: Context, subscription: Subscription, told: Corrections) -> Subscription:
    now = context.clock.now()
    if told.is_enabled is not None:
        subscription = switching.enabled(subscription) if told.is_enabled else switching.disabled(subscription, now)
    if told.is_recurring is not None:
        is_on = told.is_recurring
        subscription = switching.renewing(subscription, now) if is_on else switching.not_renewing(subscription)
    return subscription


def _end_user(context: Context, subscription: Subscription, told: Corrections) -> Subscription:
    receives = told.receives_notifications
    return replace(
        subscription,
        end_user=end_users.corrected(subscription.end_user, told.end_user or Address()),
        language=end_users.checked_language(told.language) or subscription.language,
        receives_notifications=subscription.receives_notifications if receives is None else receives,
    )


_CORRECT = (_product, _terms, _start, _end, _customer, _switches, _end_user)


def _day(context: Context, moment: datetime) -> date:
    return moment.astimezone(context.merchant.zone).date()


def _moment(context: Context, day: date, like: datetime) -> datetime:
    """The day at the hour of ``like``, as the merchant's clock shows it."""
    zone = context.merchant.zone
    return datetime.combine(day, like.astimezone(zone).time(), zone).astimezone(UTC)
