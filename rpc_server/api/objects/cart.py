"""The session cart of order API 2.x and what it becomes; type names are those a published client maps."""

from decimal import Decimal
from typing import Annotated, ClassVar

from rpc_server.api.objects.product_infos import SimpleProduct, show_simple_product
from rpc_server.api.shapes import ApiObject, Code, MaxLength
from rpc_server.commerce.carts.buyer import TypedPayment
from rpc_server.commerce.carts.service import Market, PricedLine
from rpc_server.commerce.carts.status import status_of
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.orders import model
from rpc_server.commerce.payments.cards import plain_number
from rpc_server.commerce.payments.errors import CardExpirationInvalid
from rpc_server.commerce.pricing.model import LinePrice
from rpc_server.gateways import CardDetails

Line = Annotated[str | None, MaxLength(255)]
CardDate = Annotated[int | None, Code(CardExpirationInvalid.code)]


class DeliveryDetails(ApiObject):
    """Who receives what was bought. 2.x says Address, PostalCode and Country where later versions differ."""

    first_name: Line = None
    last_name: Line = None
    company: Line = None
    email: Line = None
    address: Line = None
    city: Line = None
    postal_code: Line = None
    country: Line = None
    state: Line = None

    def value(self) -> Address:
        """The address, its country in upper case and empty members left out."""
        return Address(
            first_name=_text(self.first_name),
            last_name=_text(self.last_name),
            company=_text(self.company),
            email=_text(self.email),
            address1=_text(self.address),
            city=_text(self.city),
            zip=_text(self.postal_code),
            country=(self.country or "").strip().upper() or None,
            state=_text(self.state),
            fiscal_code=self.stated_fiscal_code(),
        )

    def stated_fiscal_code(self) -> str | None:
        """None: only those who pay have one."""
        return None


class BillingDetails(DeliveryDetails):
    """Who pays. ``State`` is required in the US, Romania and Brazil."""

    fiscal_code: Line = None

    def stated_fiscal_code(self) -> str | None:
        return _text(self.fiscal_code)


class CartPaymentMethod(ApiObject):
    """A card as typed; ``AutoRenewal``: it may be charged for renewals."""

    wire_type: ClassVar[str] = "PaymentMethod"

    card_number: Annotated[str | None, MaxLength(40)] = None
    card_type: Annotated[str | None, MaxLength(40)] = None
    expiration_year: CardDate = None
    expiration_month: CardDate = None
    ccid: Annotated[str | None, MaxLength(10)] = None
    holder_name: Line = None
    auto_renewal: bool | None = None


class CartPaymentDetails(ApiObject):
    """How the order will be paid; ``Type`` is CC, CCVISAMC or TEST."""

    wire_type: ClassVar[str] = "PaymentDetails"

    type: Line = None
    currency: Line = None
    payment_method: CartPaymentMethod | None = None
    customer_ip: Line = None

    def value(self) -> TypedPayment:
        method = self.payment_method or CartPaymentMethod()
        return TypedPayment(
            type=self.type or "",
            currency=_text(self.currency),
            customer_ip=_text(self.customer_ip),
            card=_card(method),
            card_type=method.card_type,
            renews_automatically=bool(method.auto_renewal),
        )


class Price(ApiObject):
    """What so many units cost: ``NetPrice`` before tax, ``FinalPrice`` with it."""

    net_price: Decimal
    net_currency: str
    final_price: Decimal
    final_currency: str


class CartItem(ApiObject):
    """A line of the cart; ``PriceOptions`` are codes with commas between them, ``Price`` is of the whole line."""

    id_product: int
    product: SimpleProduct
    quantity: int
    price_options: str
    price: Price


class Contents(ApiObject):
    """What is in the cart."""

    products: list[CartItem]


class CartOrder(ApiObject):
    """An order in the four members 2.x has.

    ``Error`` holds texts by code, null when nothing went wrong: errors belong to the call that placed the
    order, not to the order.
    """

    wire_type: ClassVar[str] = "Order"

    ref_no: str
    status: str
    auto_renewal: bool
    error: dict[str, str] | None


def show_price(price: LinePrice, currency: str) -> Price:
    """What a line costs after discounts."""
    return Price(
        net_price=price.net_discounted,
        net_currency=currency,
        final_price=price.gross_discounted,
        final_currency=currency,
    )


def show_contents(lines: tuple[PricedLine, ...], market: Market) -> Contents:
    """The cart, priced in its market."""
    return Contents(products=[_item(line, market) for line in lines])


def show_order(order: model.Order) -> CartOrder:
    """The order and, right after it was placed, what went wrong with its payment."""
    return CartOrder(
        ref_no=order.reference or "",
        status=status_of(order),
        auto_renewal=order.payment is not None and order.payment.recurring_enabled,
        error=dict(order.errors) or None,
    )


def _item(priced: PricedLine, market: Market) -> CartItem:
    return CartItem(
        id_product=priced.line.product_id,
        product=show_simple_product(priced.product, currency=market.currency, country=market.country),
        quantity=priced.line.quantity,
        price_options=",".join(priced.line.options),
        price=show_price(priced.price, market.currency),
    )


def _card(method: CartPaymentMethod) -> CardDetails | None:
    number = plain_number(method.card_number or "")
    if not number:
        return None
    return CardDetails(
        number=number,
        expiry_month=method.expiration_month or 0,
        expiry_year=method.expiration_year or 0,
        holder_name=method.holder_name or "",
        security_code=_text(method.ccid),
    )


def _text(given: str | None) -> str | None:
    return (given or "").strip() or None
