"""Customers and orders in a file of known data.

Each order is placed as a client would place it, through the same checks, prices and charge. The card is charged
by the simulator, whatever processor the server works with; a refused charge leaves the order to be paid.
"""

import re
from dataclasses import replace

from rpc_server.commerce.context import Context
from rpc_server.commerce.customers import service as customers
from rpc_server.commerce.orders import service, store
from rpc_server.commerce.orders.model import CrossSellClaim, NewItem, NewOrder
from rpc_server.commerce.payments.model import NewPayment, PaymentType
from rpc_server.errors import ApiError
from rpc_server.gateways.simulator import Simulator
from rpc_server.ids import Ids
from rpc_server.sandbox.section import Entry, Section, SeedMistake
from rpc_server.sandbox.sections.subscriptions import CardEntry, CustomerEntry

CUSTOMERS_KEY = "customers"
ORDERS_KEY = "orders"

_REFERENCE = re.compile(r"[1-9]\d{7,8}", re.ASCII)


class CrossSellEntry(Entry):
    """A claim to the discount of a cross-sell campaign, beside the product ``beside``."""

    campaign: str
    beside: str

    def claim(self) -> CrossSellClaim:
        """The claim as a client makes it."""
        return CrossSellClaim(self.beside, self.campaign)


class ItemEntry(Entry):
    """Units of a catalogue product."""

    product: str
    quantity: int = 1
    options: tuple[str, ...] = ()
    cross_sell: CrossSellEntry | None = None

    def item(self, number: int) -> NewItem:
        """The item as asked for, the ``number``-th from 0 of its order."""
        claim = self.cross_sell.claim() if self.cross_sell else None
        return NewItem(f"items[{number}]", self.product, self.quantity, self.options, cross_sell=claim)


class OrderEntry(Entry):
    """An order placed now. A ``test`` order is one of type TEST; without a ``card`` it must be free."""

    reference: str
    customer: CustomerEntry
    items: tuple[ItemEntry, ...]
    card: CardEntry | None = None
    test: bool = False
    coupons: tuple[str, ...] = ()
    currency: str | None = None
    external_reference: str | None = None

    def __post_init__(self) -> None:
        if not _REFERENCE.fullmatch(self.reference):
            raise ValueError("a reference has eight or nine digits")

    def order(self) -> NewOrder:
        """The order as asked for."""
        return NewOrder(
            items=tuple(item.item(number) for number, item in enumerate(self.items)),
            billing=self.customer.address(),
            payment=self._payment(),
            currency=self.currency,
            language=self.customer.language,
            external_reference=self.external_reference,
            customer_reference=self.customer.reference,
            external_customer_reference=self.customer.external_reference,
            promotions=self.coupons,
        )

    def _payment(self) -> NewPayment | None:
        if self.card is None:
            return None
        type_ = PaymentType.TEST if self.test else PaymentType.CC
        return NewPayment(type_, self.currency, card=self.card.details())


class GivenReference(Ids):
    """Gives the next order the RefNo of its entry; all other numbers are drawn as usual."""

    def __init__(self, usual: Ids, reference: str) -> None:
        super().__init__(usual.source)
        self._reference = reference

    def order_reference(self) -> str:
        return self._reference


def load_customers(context: Context, entries: list[CustomerEntry]) -> None:
    """Store customers who have bought nothing yet; raises ``SeedMistake`` where their references disagree."""
    for n, entry in enumerate(entries):
        new = NewOrder(
            items=(),
            billing=entry.address(),
            language=entry.language,
            customer_reference=entry.reference,
            external_customer_reference=entry.external_reference,
        )
        try:
            customers.identify(context, new)
        except ApiError as refusal:
            raise SeedMistake(refusal.message, CUSTOMERS_KEY, n) from refusal


def load_orders(context: Context, entries: list[OrderEntry]) -> None:
    """Place every order. Commits each; raises ``SeedMistake`` for a taken RefNo and whatever an order is refused for."""
    for n, entry in enumerate(entries):
        if store.find(context, entry.reference) is not None:
            raise SeedMistake(f"There is an order {entry.reference} already.", ORDERS_KEY, n, "reference")
        ids = GivenReference(context.ids, entry.reference)
        drawing = context.drawing(ids)
        placing = replace(drawing, services=replace(drawing.services, gateway=Simulator(drawing.services.database)))
        try:
            service.place(placing, entry.order())
        except ApiError as refusal:
            raise SeedMistake(refusal.message, ORDERS_KEY, n) from refusal


SECTIONS = (
    Section(CUSTOMERS_KEY, list[CustomerEntry], load_customers),
    Section(ORDERS_KEY, list[OrderEntry], load_orders),
)
