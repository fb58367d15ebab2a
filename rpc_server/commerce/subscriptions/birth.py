"""How a finished order becomes subscriptions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import msgspec

from rpc_server.commerce.catalog import service as catalog
from rpc_server.commerce.catalog.model import BillingCycle, CycleUnit, Product
from rpc_server.commerce.catalog.service import RenewingProduct
from rpc_server.commerce.context import Context
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.delivery.model import DeliveredCode
from rpc_server.commerce.notifications import outbox
from rpc_server.commerce.orders.model import CustomTerms, Order, OrderLine, PurchaseType, Recurrence
from rpc_server.commerce.subscriptions import store
from rpc_server.commerce.subscriptions.calendar import anchor_day, period_end
from rpc_server.commerce.subscriptions.contracts import agreed_contract, length_of
from rpc_server.commerce.subscriptions.model import HistoryEntry, HistoryType, Subscription

LIFETIME = BillingCycle(-1, CycleUnit.MONTH)
_RECURRING_PURCHASES = (PurchaseType.PRODUCT, PurchaseType.TAX)


def subscribe(
    context: Context, order: Order, products: Mapping[str, Product] | None = None
) -> tuple[Order, Sequence[Subscription]]:
    """Give every line of a sale that recurs its subscription; answer the order with their references, and them.

    Lines that have one already keep it, renewals and upgrades get none. A line of several units is one
    subscription of that quantity. A bundle is one subscription, of the bundle with the bundle's own cycle:
    what is inside renews with it (inferred; the documented global renewal management). ``products`` are those
    of its lines, by code, where the caller has read them already. Nobody is told of them: ``announce`` does.
    """
    if order.kind != HistoryType.SALE.value:
        return order, ()
    codes = _may_renew(order)
    if products is None:
        renewing = catalog.renewing_products(context, codes)
    else:
        renewing = catalog.renewing(products[code] for code in codes if code in products)
    made = [(line.number, _born_of(context, order, line, renewing)) for line in order.lines]
    due = {number: each for number, each in made if each is not None}
    if not due:
        return order, ()
    born = dict(zip(due, store.add_born(context, list(due.values())), strict=True))
    store.record_first(context, *(period_entry(each, each.order_reference, HistoryType.SALE) for each in born.values()))
    references = {number: each.reference for number, each in born.items()}
    lines = tuple(
        replace(line, subscription_reference=references[line.number]) if line.number in references else line
        for line in order.lines
    )
    return replace(order, lines=lines), tuple(born.values())


def announce(context: Context, begun: Iterable[Subscription], delivered: Sequence[DeliveredCode]) -> None:
    """Tell of the subscriptions an order began, with the codes delivered for them."""
    for each in begun:
        codes = [code.code for code in delivered if code.subscription_reference == each.reference]
        outbox.subscription_changed(context, each, outbox.first_reason(context, each), codes)


def tell_of_codes(context: Context, reference: str) -> None:
    """Tell of a subscription that has codes now for which it waited."""
    found = store.find(context, reference)
    if found is not None:
        outbox.subscription_changed(context, found, outbox.first_reason(context, found))


def _may_renew(order: Order) -> set[str]:
    """The codes of products to look at: in an order of the shop each that renews has a price for it."""
    return {
        line.code
        for line in order.lines
        if line.code and not line.is_dynamic and (order.partner_code or line.renewal_unit_price is not None)
    }


def _born_of(
    context: Context, order: Order, line: OrderLine, products: dict[str, RenewingProduct]
) -> Subscription | None:
    """The subscription the line makes, without a reference; None where it makes none."""
    if line.subscription_reference is not None or line.purchase_type not in _RECURRING_PURCHASES:
        return None
    product = None if line.is_dynamic else products.get(line.code or "")
    cycle = _cycle(line, product)
    return None if cycle is None else _born(context, order, line, cycle, product)


def period_entry(subscription: Subscription, order_reference: str, type_: HistoryType) -> HistoryEntry:
    """The history entry of the running period, paid by that order."""
    return HistoryEntry(
        order_reference=order_reference,
        type=type_,
        subscription_reference=subscription.reference,
        starts_at=subscription.period_starts_at,
        expires_at=subscription.expires_at,
        sku=subscription.sku,
        partner_code=subscription.partner_code,
    )


def _cycle(line: OrderLine, product: RenewingProduct | None) -> BillingCycle | None:
    """How the line renews, as stated on it or by its product; None when it makes no subscription."""
    stated = _stated_cycle(line.recurrence or line.custom_terms)
    if line.is_dynamic:
        return stated
    if product is None:
        return None
    return stated or product.cycle or LIFETIME


def _stated_cycle(stated: Recurrence | CustomTerms | None) -> BillingCycle | None:
    return None if stated is None else length_of(stated.length, stated.unit)


def _born(
    context: Context, order: Order, line: OrderLine, cycle: BillingCycle, product: RenewingProduct | None
) -> Subscription:
    zone = context.merchant.zone
    now = context.clock.now()
    starts_at = line.starts_at or order.finished_at or now
    anchor = anchor_day(starts_at, zone)
    paid = line.trial_price or line.price
    expires_at = _first_end(line, starts_at, period_end(starts_at, cycle, anchor=anchor, zone=zone))
    bound_from = expires_at if line.trial and expires_at else starts_at
    grace_days = product.grace_days if product else None
    return Subscription(
        reference="",
        order_reference=order.reference or "",
        product_id=line.product_id,
        product_code=line.code,
        product_name=line.name,
        product_version=product.version if product else "",
        quantity=line.quantity,
        options=line.options,
        customer_reference=order.customer_reference,
        external_customer_reference=order.external_customer_reference,
        billing=order.billing,
        end_user=_end_user(order),
        country=order.country,
        language=order.language,
        purchased_at=order.placed_at,
        starts_at=starts_at,
        period_starts_at=starts_at,
        expires_at=expires_at,
        renewed_at=None,
        modified_at=now,
        cycle_length=cycle.length,
        cycle_unit=cycle.unit.value,
        anchor_day=anchor,
        is_enabled=True,
        is_recurring=order.payment is not None and order.payment.recurring_enabled,
        is_trial=line.trial is not None,
        was_trial=line.trial is not None,
        is_test=order.is_test,
        receives_notifications=True,
        partner_code=order.partner_code,
        sku=line.sku,
        currency=order.currency,
        price_type=line.price_type,
        paid_net=paid.net_discounted,
        renewal_unit_price=line.renewal_unit_price,
        card_id=order.payment.card_id if order.payment else None,
        payment_token=order.payment.kept_token if order.payment else None,
        tax_category=line.tax_category,
        is_price_agreed=line.is_dynamic or (line.custom_terms is not None and line.custom_terms.amount is not None),
        discount=line.promotion,
        contract=agreed_contract(line.recurrence or line.custom_terms, product, bound_from, zone),
        grace_days=context.merchant.grace_days if grace_days is None else grace_days,
    )


def _first_end(line: OrderLine, starts_at: datetime, regular_end: datetime | None) -> datetime | None:
    return starts_at + timedelta(days=line.trial.days) if line.trial else regular_end


def _end_user(order: Order) -> Address:
    """Who the order is delivered to, reachable at the billing e-mail where no other is given."""
    return msgspec.structs.replace(order.delivery, email=order.delivery.email or order.billing.email)
