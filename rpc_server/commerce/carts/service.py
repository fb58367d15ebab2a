"""The session cart of order API 2.x: filled call by call, priced for the buyer's country, placed as one order."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rpc_server.commerce.accounts.model import BasketLine, SessionState
from rpc_server.commerce.carts import basket as baskets
from rpc_server.commerce.carts import buyer
from rpc_server.commerce.carts.basket import Basket
from rpc_server.commerce.carts.errors import BillingNotSet, EmptyCart
from rpc_server.commerce.catalog import service as catalog
from rpc_server.commerce.catalog.errors import ProductIdInvalid
from rpc_server.commerce.catalog.exchange import rates_for
from rpc_server.commerce.catalog.model import LAST_QUANTITY, PriceKind, Product
from rpc_server.commerce.context import Context
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders.errors import QuantityInvalid
from rpc_server.commerce.orders.model import NewItem, NewOrder, Order
from rpc_server.commerce.pricing.lines import price_line
from rpc_server.commerce.pricing.model import LinePrice, LineTerms
from rpc_server.commerce.pricing.options import choose
from rpc_server.commerce.pricing.selection import configuration_for, select_price


@dataclass(frozen=True, slots=True)
class Market:
    """Where and in what currency a session buys: prices are those of ``country``, taxes those of ``taxed_in``."""

    currency: str
    country: str
    taxed_in: str
    state: str | None


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line of the cart with its product and its price in the session's currency."""

    line: BasketLine
    product: Product
    price: LinePrice


def market_of(context: Context, state: SessionState, *, currency: str | None = None) -> Market:
    """What the session was told of its buyer; ``currency``, then the payment's, then the account's default."""
    billing = buyer.billing(state)
    billed_in = (billing.country if billing else None) or ""
    paid_in = buyer.payment_currency(state)
    return Market(
        currency=currency or state.currency or paid_in or context.merchant.default_currency,
        country=state.country or billed_in,
        taxed_in=billed_in or state.country or "",
        state=billing.state if billing else None,
    )


def add_product(
    context: Context, state: SessionState, product_id: int, *, quantity: int, options: tuple[str, ...]
) -> Basket:
    """The session's basket with more of a product; required options not named take their default.

    The product must be for sale and the whole line it joins have a price: raises ``ProductIdInvalid``,
    ``QuantityInvalid``, ``CartFull`` and the errors of prices and options.
    """
    market = market_of(context, state)
    product = _for_sale(context, product_id)
    if not 1 <= quantity <= LAST_QUANTITY:
        raise QuantityInvalid(field="Quantity")
    line = BasketLine(product_id, quantity, _complete(product, market, options))
    basket = baskets.add(state.basket, line)
    joined = baskets.find(basket, line) or line
    _price(context, market, product, joined.quantity, joined.options)
    return basket


def delete_product(state: SessionState, product_id: int, quantity: int) -> Basket:
    """The session's basket with fewer units of a product; raises ``NotInCart`` and ``QuantityInvalid``."""
    if quantity < 1:
        raise QuantityInvalid(field="Quantity")
    return baskets.remove_product(state.basket, product_id, quantity)


def contents(context: Context, state: SessionState) -> tuple[PricedLine, ...]:
    """Every line of the cart with today's price; none for an empty cart."""
    market = market_of(context, state)
    return tuple(_priced(context, market, line) for line in state.basket)


def price(context: Context, market: Market, product_id: int, *, quantity: int, options: tuple[str, ...]) -> LinePrice:
    """What so many units of the product cost in the market, whatever is in the cart."""
    return _price(context, market, _for_sale(context, product_id), quantity, options)


def place(context: Context, state: SessionState) -> Order:
    """Order what is in the cart for the buyer the session was told of.

    Raises ``EmptyCart`` and ``BillingNotSet`` where a step was left out, and what ``orders.service.place``
    raises: ``PaymentMissing`` where the order is not free and no payment was set. A declined card is no error:
    the order is placed, PENDING, and its ``errors`` tell.
    """
    billing = buyer.billing(state)
    if not state.basket:
        raise EmptyCart(hint="Call addProduct first.")
    if billing is None:
        raise BillingNotSet(hint="Call setBillingDetails first.")
    return orders.place(
        context,
        NewOrder(
            items=tuple(_item(context, number, line) for number, line in enumerate(state.basket)),
            billing=billing,
            delivery=buyer.delivery(state),
            payment=buyer.payment(state),
            currency=state.currency,
            country=state.country,
            language=state.language,
            customer_ip=state.client_ip,
            external_reference=state.external_reference,
        ),
    )


def _priced(context: Context, market: Market, line: BasketLine) -> PricedLine:
    product = _for_sale(context, line.product_id)
    return PricedLine(line, product, _price(context, market, product, line.quantity, line.options))


def _item(context: Context, number: int, line: BasketLine) -> NewItem:
    product = _for_sale(context, line.product_id)
    return NewItem(path=f"Products[{number}]", code=product.code, quantity=line.quantity, options=line.options)


def _for_sale(context: Context, product_id: int) -> Product:
    product = catalog.product_by_id(context, product_id)
    if product is None or not product.is_enabled:
        raise ProductIdInvalid(field="IdProduct")
    return product


def _complete(product: Product, market: Market, options: tuple[str, ...]) -> tuple[str, ...]:
    """All options the product will be bought with, sorted: those named and the defaults of required groups."""
    groups = configuration_for(product, market.country, path="").option_groups
    return tuple(sorted(choice.value for choice in choose(groups, options, field="PriceOptions")))


def _price(context: Context, market: Market, product: Product, quantity: int, options: tuple[str, ...]) -> LinePrice:
    selected = select_price(
        product,
        currency=market.currency,
        country=market.country,
        quantity=quantity,
        options=options,
        kind=PriceKind.REGULAR,
        path="",
        rates=rates_for(context, [product], market.currency, _today(context)),
    )
    vat_percent = _vat_percent(context, market, product)
    return price_line(LineTerms(quantity, selected.amount, selected.price_type, vat_percent))


def _vat_percent(context: Context, market: Market, product: Product) -> Decimal:
    category, today = product.tax_category, _today(context)
    return catalog.vat_percent(context, market.taxed_in, category, today, state=market.state)


def _today(context: Context) -> date:
    return context.clock.now().astimezone(context.merchant.zone).date()
