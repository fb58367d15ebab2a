"""The subscriptions of a partner's orders, and telling who uses them."""

from collections.abc import Iterable
from dataclasses import replace

import msgspec
from sqlalchemy import select, update

from rpc_server.commerce.catalog import service as catalog
from rpc_server.commerce.context import Context
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.iso import COUNTRIES, LANGUAGES
from rpc_server.commerce.notifications.model import LicenceChange
from rpc_server.commerce.notifications.outbox import subscription_changed
from rpc_server.commerce.orders.model import OrderLine, OrderStatus
from rpc_server.commerce.partners import orders, releasing, service
from rpc_server.commerce.partners.addresses import is_deliverable
from rpc_server.commerce.partners.end_users import errors
from rpc_server.commerce.partners.end_users.model import EndUserDetails, Fulfilment, PartnerSubscription
from rpc_server.commerce.partners.end_users.tables import EndUserRow
from rpc_server.commerce.partners.errors import InvalidOrderReference, OrderReferenceInvalid, OrderReferenceMissing
from rpc_server.commerce.partners.model import LockReason, Partner, PartnerOrder
from rpc_server.commerce.subscriptions import store as subscriptions
from rpc_server.commerce.subscriptions.model import Subscription
from rpc_server.storage import insert_new

PAGE = 50
MOST_AT_ONCE = 200
"""How many subscriptions one call may tell the end user of; no page says how many are too many."""

_NO_DELIVERY = "NO_DELIVERY"


def of_order(context: Context, partner: Partner, reference: str | None, page: int) -> list[PartnerSubscription]:
    """A page of fifty of the order's subscriptions, by line, counted from 1.

    Raises ``OrderReferenceMissing`` and ``OrderReferenceInvalid``.
    """
    if not reference:
        raise OrderReferenceMissing(field="refNo")
    try:
        order = orders.find(context, partner, reference)
    except InvalidOrderReference:
        raise OrderReferenceInvalid(field="refNo") from None
    lines = [line for line in order.order.lines if line.subscription_reference][(page - 1) * PAGE : page * PAGE]
    told = _told(context, reference)
    undelivered = _without_delivery(context, lines)
    return [
        PartnerSubscription(
            reference=line.subscription_reference or "",
            has_end_user=line.subscription_reference in told,
            fulfilment=_fulfilment(partner, order, line, undelivered),
        )
        for line in lines
    ]


def tell(context: Context, partner_code: str, references: Iterable[str], told: EndUserDetails) -> None:
    """Let these subscriptions of the partner be used by this person; what waited for that alone is delivered.

    The partner is locked to the end of the transaction. Raises ``TooManySubscriptions``,
    ``SubscriptionsMissing``, ``SubscriptionInvalid`` and the errors of members an end user cannot be without.
    """
    wanted = sorted(set(references))
    if len(wanted) > MOST_AT_ONCE:
        raise errors.TooManySubscriptions(field="subscriptionReferencesList")
    if not wanted:
        raise errors.SubscriptionsMissing(field="subscriptionReferencesList")
    end_user = _checked(told)
    partner = service.locked(context, partner_code)
    for subscription in [_own(context, partner, reference) for reference in wanted]:
        changed = replace(subscription, end_user=end_user, modified_at=context.clock.now())
        subscriptions.save(context, changed)
        _note(context, changed, told.language)
        subscription_changed(context, changed, LicenceChange.LICENCE_CHANGE)
    releasing.release(context, partner)


def _fulfilment(partner: Partner, order: PartnerOrder, line: OrderLine, undelivered: set[str]) -> Fulfilment:
    if line.code in undelivered:
        return Fulfilment.NO_DELIVERY_REQUIRED
    if LockReason.REQUIRED_VENDOR_DELIVERY_CONFIRMATION in order.holds.needs:
        return Fulfilment.VENDOR_DELIVERY_CONFIRMATION_REQUIRED
    if order.order.status is not OrderStatus.COMPLETE:
        return Fulfilment.NOT_DELIVERED
    return Fulfilment.VENDOR_CONFIRMED_DELIVERY if partner.confirms_delivery else Fulfilment.DELIVERED


def _without_delivery(context: Context, lines: list[OrderLine]) -> set[str]:
    products = catalog.products_by_code(context, {line.code for line in lines if line.code})
    return {code for code, product in products.items() if product.fulfillment == _NO_DELIVERY}


def _told(context: Context, reference: str) -> set[str]:
    query = select(EndUserRow.subscription_reference).where(
        EndUserRow.merchant_id == context.merchant_id, EndUserRow.order_reference == reference
    )
    return set(context.connection.scalars(query))


def _own(context: Context, partner: Partner, reference: str) -> Subscription:
    found = subscriptions.find(context, reference, is_locked=True)
    if found is None or found.partner_code != partner.code:
        raise errors.SubscriptionInvalid(field="subscriptionReferencesList")
    return found


def _note(context: Context, subscription: Subscription, language: str | None) -> None:
    told = {"language": _language(language), "told_at": context.clock.now()}
    key = {"merchant_id": context.merchant_id, "subscription_reference": subscription.reference}
    if not insert_new(context.connection, EndUserRow, {**key, "order_reference": subscription.order_reference, **told}):
        context.connection.execute(
            update(EndUserRow)
            .where(
                EndUserRow.merchant_id == context.merchant_id,
                EndUserRow.subscription_reference == subscription.reference,
            )
            .values(**told)
        )


def _language(code: str | None) -> str | None:
    """The ISO 639-1 code in lower case; one there is not is passed over, for the member may be null."""
    language = (code or "").strip().lower()
    return language if language in LANGUAGES else None


def _checked(told: EndUserDetails) -> Address:
    """The end user, when nothing he cannot be without is missing; the first that is, in documented order, is told."""
    texts = {name: (value or "").strip() or None for name, value in msgspec.structs.asdict(told).items()}
    country = (texts["country"] or "").upper()
    if country not in COUNTRIES:
        raise errors.CountryInvalid(field="EndUser.CountryCode")
    if not is_deliverable(texts["email"]):
        raise errors.EmailInvalid(field="EndUser.Email")
    for member, wire_name, error in (
        ("first_name", "FirstName", errors.FirstNameMissing),
        ("last_name", "LastName", errors.LastNameMissing),
        ("city", "City", errors.CityMissing),
    ):
        if texts[member] is None:
            raise error(field=f"EndUser.{wire_name}")
    del texts["language"]
    return Address(**{**texts, "country": country})
