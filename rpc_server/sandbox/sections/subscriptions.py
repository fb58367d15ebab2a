"""Subscriptions in a file of known data.

Each is sold as a client would sell it, through the same order and charge, on its own day in the past; so it
has its customer, its stored card, its order and its history. The card is charged by the simulator, whatever
processor the server works with.
"""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from rpc_server.commerce.context import Context
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders import store as order_store
from rpc_server.commerce.orders.model import NewItem, NewOrder, Order, TrialTerms
from rpc_server.commerce.payments.model import NewPayment, PaymentType
from rpc_server.commerce.subscriptions import store
from rpc_server.errors import ApiError
from rpc_server.gateways import CardDetails
from rpc_server.gateways.simulator import Simulator
from rpc_server.ids import Ids
from rpc_server.sandbox.section import Entry, Section, SeedMistake

KEY = "subscriptions"

_ORDER = re.compile(r"[1-9]\d{7,8}", re.ASCII)
_SUBSCRIPTION = re.compile(r"[0-9A-F]{10}")
_DAYS_AGO = re.compile(r"-(\d{1,4}) days?", re.ASCII)
_EXPIRY = re.compile(r"(0[1-9]|1[0-2])/(20\d\d)", re.ASCII)


class CustomerEntry(Entry):
    """Who buys and uses it; an entry with the number of an earlier one is the same customer."""

    reference: int
    first_name: str
    last_name: str
    email: str
    country: str
    external_reference: str | None = None
    company: str | None = None
    address1: str | None = None
    city: str | None = None
    zip: str | None = None
    state: str | None = None
    language: str = "en"

    def address(self) -> Address:
        """The billing and delivery address."""
        shared = {name: getattr(self, name) for name in self.__struct_fields__ if name in Address.__struct_fields__}
        return Address(**shared)


class CardEntry(Entry):
    """The card to pay with; what becomes of charges is decided by the holder's name. ``expires`` is ``12/2030``."""

    holder: str
    number: str = "4111111111111111"
    expires: str = "12/2030"

    def __post_init__(self) -> None:
        if not _EXPIRY.fullmatch(self.expires):
            raise ValueError("expires must be a month and a year like 12/2030")

    def details(self) -> CardDetails:
        """The card as the shopper would give it."""
        month, year = self.expires.split("/")
        return CardDetails(self.number, int(month), int(year), self.holder)


class TrialEntry(Entry):
    """A trial of so many days for a price, of all units together; then the subscription is paid for as it renews."""

    days: int
    price: Decimal = Decimal(0)


class SubscriptionEntry(Entry):
    """A subscription of a product, bought ``starts`` (``-20 days``) from now by order ``order``.

    ``renews`` is automatic renewal; without a ``card`` only a product that costs nothing can be had. With a
    ``trial`` it begins with one.
    """

    reference: str
    order: str
    product: str
    starts: str
    customer: CustomerEntry
    card: CardEntry | None = None
    renews: bool = True
    quantity: int = 1
    options: tuple[str, ...] = ()
    currency: str | None = None
    trial: TrialEntry | None = None

    def __post_init__(self) -> None:
        if not _SUBSCRIPTION.fullmatch(self.reference):
            raise ValueError("a reference has ten of the characters 0-9 and A-F")
        if not _ORDER.fullmatch(self.order):
            raise ValueError("an order has eight or nine digits")
        if not _DAYS_AGO.fullmatch(self.starts):
            raise ValueError("starts must be like -20 days")

    def days_ago(self) -> timedelta:
        """How long before now it was bought."""
        found = _DAYS_AGO.fullmatch(self.starts)
        return timedelta(days=int(found[1])) if found else timedelta(0)


class GivenNumbers(Ids):
    """The numbers an entry gives its order and its subscription; all others are drawn as usual."""

    def __init__(self, usual: Ids, entry: SubscriptionEntry) -> None:
        super().__init__(usual.source)
        self._entry = entry

    def order_reference(self) -> str:
        return self._entry.order

    def subscription_reference(self) -> str:
        return self._entry.reference


def load_subscriptions(context: Context, entries: list[SubscriptionEntry]) -> None:
    """Sell every subscription on its day. Commits each.

    Raises ``SeedMistake`` for numbers that are taken, a product that makes no subscription, and whatever an
    order is refused for.
    """
    for n, entry in enumerate(entries):
        _check_free(context, entry, n)
        _check_sold(_sell(context, entry, n), n)


def _check_free(context: Context, entry: SubscriptionEntry, n: int) -> None:
    if store.find(context, entry.reference) is not None:
        raise SeedMistake(f"There is a subscription {entry.reference} already.", KEY, n, "reference")
    if order_store.find(context, entry.order) is not None:
        raise SeedMistake(f"There is an order {entry.order} already.", KEY, n, "order")


def _sell(context: Context, entry: SubscriptionEntry, n: int) -> Order:
    day = _on(context, context.clock.now() - entry.days_ago(), entry)
    try:
        order = orders.place(day, _new_order(entry))
    except ApiError as refusal:
        raise SeedMistake(refusal.message, KEY, n) from refusal
    if order.errors:
        raise SeedMistake(order.errors[0][1], KEY, n, "card")
    return orders.find(context, entry.order)


def _check_sold(order: Order, n: int) -> None:
    if order.lines[0].subscription_reference is None:
        raise SeedMistake(f"The product {order.lines[0].code} makes no subscription.", KEY, n, "product")


def _on(context: Context, moment: datetime, entry: SubscriptionEntry) -> Context:
    """The merchant's engine at that moment, with the entry's numbers and orders approved without delay."""
    then = context.at(moment).drawing(GivenNumbers(context.ids, entry))
    services = replace(then.services, gateway=Simulator(then.services.database))
    return replace(then, services=services, merchant=replace(then.merchant, approval_delay_seconds=0))


def _new_order(entry: SubscriptionEntry) -> NewOrder:
    customer = entry.customer
    trial = TrialTerms(entry.trial.days, entry.trial.price) if entry.trial else None
    return NewOrder(
        items=(NewItem("", entry.product, entry.quantity, entry.options, trial=trial),),
        billing=customer.address(),
        payment=_payment(entry),
        currency=entry.currency,
        language=customer.language,
        customer_reference=customer.reference,
        external_customer_reference=customer.external_reference,
    )


def _payment(entry: SubscriptionEntry) -> NewPayment | None:
    if entry.card is None:
        return None
    return NewPayment(PaymentType.CC, entry.currency, card=entry.card.details(), recurring_enabled=entry.renews)


SECTIONS = (Section(KEY, list[SubscriptionEntry], load_subscriptions),)
