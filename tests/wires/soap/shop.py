"""A small shop that has every shape a method can take or answer, to speak SOAP about."""

import sys
from decimal import Decimal
from typing import Annotated, Any

from msgspec import UNSET, UnsetType

from rpc_server.api.binding import bind
from rpc_server.api.dispatch import Api, Call
from rpc_server.api.exchange import LogJournal, Request
from rpc_server.api.families import Endpoint, Family, Version, span
from rpc_server.api.registry import Registry, method
from rpc_server.api.shapes import ApiObject, Mark, Since, Until, Wire
from rpc_server.commerce.accounts.errors import Forbidden

MERCHANT = span(Family.MERCHANT, "3.0", "6.0")
ORDER = span(Family.ORDER, "2.0", "2.5")
SOAP_6 = Endpoint(Family.MERCHANT, Version(6, 0))
SOAP_3 = Endpoint(Family.MERCHANT, Version(3, 0))


class PriceOption(ApiObject):
    """A choice made for a product."""

    name: str | None = None
    options: list[str] | None = None


class Price(ApiObject):
    """An amount and its currency."""

    currency: str | None = None
    amount: Decimal | None = None


class OrderItem(ApiObject):
    """A line of an order."""

    code: str | None = None
    quantity: int | None = None
    price: Price | None = None
    price_options: list[PriceOption] | None = None


class Category(ApiObject):
    """A shelf, with the shelves inside it; its tags are bare texts up to version 3.1."""

    name: str | None = None
    tags: Annotated[list[PriceOption] | UnsetType, Since("4.0")] = UNSET
    tag_names: Annotated[list[str] | UnsetType, Wire("Tags"), Until("3.1")] = UNSET
    categories: list["Category"] | None = None


class BillingDetails(ApiObject):
    """Who pays."""

    first_name: str | None = None
    email: str | None = None


class Order(ApiObject):
    """An order, as given and as answered."""

    ref_no: str | None = None
    order_no: int | None = None
    test_order: bool | None = None
    gross_price: Decimal | None = None
    billing_details: BillingDetails | None = None
    delivery_details: BillingDetails | None = None
    items: list[OrderItem] | None = None
    promotions: list[str] | None = None
    errors: dict[str, str] | None = None
    custom: Any = None
    card_number: Annotated[str | None, Mark.INPUT] = None
    has_shipping: Annotated[bool | UnsetType, Since("6.0")] = UNSET


@method("login", MERCHANT + ORDER, needs_session=False)
def login(
    call: Call, merchant_code: str, date: str, hash_: str, algo: Annotated[str | None, Mark.UNLISTED] = None
) -> str:
    """Open a session & answer its id."""
    return f"{merchant_code}|{date}|{hash_}|{algo}"


@method("setExternalRef", MERCHANT)
def set_external_ref(call: Call, external_ref: str | None = None) -> bool:
    """Note the caller's own reference."""
    return bool(external_ref)


@method("placeOrder", MERCHANT)
def place_order(call: Call, order: Order) -> Order:
    """Place an order."""
    return order


@method("searchProducts", MERCHANT, writes=False)
def search_products(call: Call, limit: int | None = None, codes: list[str] | None = None) -> list[OrderItem]:
    """Find as many products as the limit says."""
    return [OrderItem(code=f"P{n}", quantity=1) for n in range(limit or 0)]


@method("getPrice", MERCHANT, writes=False)
def get_price(call: Call, code: str, quantity: int, currency: str | None = None) -> Decimal:
    """Answer the price of a product."""
    return Decimal("9.50") * quantity


@method("sortCategories", MERCHANT, writes=False)
def sort_categories(call: Call, category: Category) -> Category:
    """Answer a tree of categories."""
    return category


@method("echo", MERCHANT, writes=False)
def echo(call: Call, value: Any = None) -> Any:
    """Answer what came."""
    return value


@method("describe", MERCHANT, writes=False)
def describe(call: Call, attributes: dict[str, str] | None = None) -> dict[str, str] | None:
    """Answer the attributes that came."""
    return attributes


@method("getTimestamp", MERCHANT, writes=False, needs_session=False)
def get_timestamp(call: Call) -> int:
    """Answer a number, asked for with nothing."""
    return 1773144000


@method("refuse", MERCHANT)
def refuse(call: Call) -> bool:
    """Refuse whoever asks."""
    raise Forbidden(field="sessionID", hint="Call <login> & pass what it answers.")


@method("crash", MERCHANT)
def crash(call: Call) -> bool:
    """Fail for a reason of its own."""
    raise RuntimeError("a secret of the house")


class Shop(Api):
    """Runs the methods of this module without sessions or a database, and keeps the requests it got."""

    def __init__(self) -> None:
        self.registry = Registry([sys.modules[__name__]])
        self.journal = LogJournal()
        self.requests: list[Request] = []

    def call(self, request: Request) -> Any:
        self.requests.append(request)
        arguments = bind(request.method, request.arguments)
        return request.method.handler(None, *arguments[request.method.needs_session :])
