"""From what a client asks for to an order with lines and prices; nothing is written."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.campaigns.promotions.model import Promotion, folded
from rpc_server.commerce.campaigns.promotions.service import promotions_for
from rpc_server.commerce.catalog import service as catalog
from rpc_server.commerce.catalog.exchange import exchange_rates, rates_for
from rpc_server.commerce.catalog.model import Product
from rpc_server.commerce.context import Context
from rpc_server.commerce.customers.model import DEFAULT_LANGUAGE
from rpc_server.commerce.orders import errors, taxation
from rpc_server.commerce.orders.lines import Sale, priced_lines
from rpc_server.commerce.orders.model import (
    AgreedCharge,
    AgreedOrder,
    NewOrder,
    Order,
    OrderLine,
    OrderStatus,
    PurchaseType,
)
from rpc_server.commerce.orders.shipping import needs_shipping, with_shipping
from rpc_server.commerce.orders.soundness import totals_of
from rpc_server.commerce.pricing.exchange import Rates
from rpc_server.commerce.pricing.lines import price_line
from rpc_server.commerce.pricing.model import LineTerms, Totals
from rpc_server.commerce.pricing.money import ZERO, percentage, rounded
from rpc_server.commerce.pricing.promotions import needs_rates

LARGEST_TOTAL = Decimal(10**10)
SALE = "SALE"


def products_of(context: Context, new: NewOrder) -> dict[str, Product]:
    """The catalogue products the order asks for, by code."""
    return catalog.products_by_code(context, {code for code in _codes(new) if code})


def draw_up(context: Context, new: NewOrder, products: dict[str, Product] | None = None) -> Order:
    """The order with every line priced; PENDING, without a reference, a payment or a customer.

    ``new`` was checked; ``products`` are those of ``products_of``, looked up unless given. Raises
    ``OrderRefused`` and the errors of prices and cross-sell claims, each naming the item to blame.
    """
    sale = _sale(context, new, products_of(context, new) if products is None else products)
    lines = priced_lines(context, sale, new.items)
    order = _unshipped(context, new, sale, lines)
    if needs_shipping(order):
        order = with_shipping(context, order, new.shipping_method, sale.vat[taxation.STANDARD])
    totals = counted(order.lines)
    return replace(order, totals=totals, commission=commission_of(context.merchant, totals))


def _unshipped(context: Context, new: NewOrder, sale: Sale, lines: tuple[OrderLine, ...]) -> Order:
    """The order of these lines before shipping, its sums not yet made."""
    return Order(
        kind=SALE,
        status=OrderStatus.PENDING,
        placed_at=context.clock.now(),
        currency=sale.currency,
        country=sale.country,
        language=new.language or DEFAULT_LANGUAGE,
        external_reference=new.external_reference,
        source=new.source,
        ws_order=new.ws_order,
        local_time=new.local_time,
        customer_ip=new.customer_ip,
        affiliate_code=new.affiliate_code,
        affiliate_source=new.affiliate_source,
        billing=new.billing,
        delivery=new.delivery or new.billing,
        is_test=False,
        lines=lines,
        promotions=new.promotions,
        extra_fields=new.extra_fields,
        custom_parameters=new.custom_parameters,
        remarks=new.remarks,
        totals=Totals(),
        commission=ZERO,
    )


def draw_up_agreed(context: Context, agreed: AgreedOrder) -> Order:
    """The renewal or upgrade order of a subscription, priced as agreed; PENDING, without reference and payment."""
    lines = _agreed_lines(context, agreed)
    totals = counted(lines)
    return Order(
        reference=agreed.reference,
        kind=agreed.kind,
        status=OrderStatus.PENDING,
        placed_at=context.clock.now(),
        currency=agreed.currency,
        country=agreed.country,
        language=agreed.language,
        external_reference=agreed.external_reference,
        billing=agreed.billing,
        delivery=agreed.billing,
        customer_reference=agreed.customer_reference,
        external_customer_reference=agreed.external_customer_reference,
        is_test=agreed.is_test,
        lines=lines,
        totals=totals,
        commission=commission_of(context.merchant, totals),
        partner_code=agreed.partner_code,
    )


def counted(lines: tuple[OrderLine, ...]) -> Totals:
    """The order's sums; raises where COUPON lines outweigh the others or the sum is beyond counting."""
    totals = totals_of(lines)
    if min(totals.gross_discounted, totals.net_discounted) < ZERO:
        raise errors.CouponExceedsTotal(field="Items")
    if max(totals.gross, totals.gross_discounted) > LARGEST_TOTAL:
        raise errors.TotalTooLarge(field="Items")
    return totals


def commission_of(merchant: Merchant, totals: Totals) -> Decimal:
    """The platform's share, a percentage of what is paid and a fixed amount, by account; nothing of free orders."""
    paid = totals.gross_discounted
    return rounded(percentage(merchant.commission_percent, paid) + merchant.commission_fixed) if paid else ZERO


def _agreed_lines(context: Context, agreed: AgreedOrder) -> tuple[OrderLine, ...]:
    """The line of the subscription's product, and one for each charge beside it."""
    vat = taxation.percent(context, agreed.billing, agreed.country, agreed.tax_category, context.today)
    line = OrderLine(
        reference=context.ids.hexadecimal(40),
        number=1,
        code=agreed.code,
        product_id=agreed.product_id,
        name=agreed.name,
        short_description="",
        quantity=agreed.quantity,
        purchase_type=PurchaseType.PRODUCT,
        is_dynamic=agreed.product_id is None,
        is_tangible=False,
        price_type=agreed.price_type,
        price=price_line(_agreed_terms(agreed, vat)),
        options=agreed.options,
        promotion=agreed.promotion,
        renewal_unit_price=agreed.renewal_unit_price,
        subscription_reference=agreed.subscription_reference,
    )
    charged = (_charge_line(context, line, number, charge) for number, charge in enumerate(agreed.charges, start=2))
    return line, *charged


def _agreed_terms(agreed: AgreedOrder, vat: Decimal) -> LineTerms:
    return LineTerms(
        quantity=agreed.quantity,
        unit_price=agreed.unit_price,
        price_type=agreed.price_type,
        vat_percent=vat,
        unit_discount=agreed.unit_discount,
        discounted_quantity=agreed.discounted_quantity,
    )


def _charge_line(context: Context, line: OrderLine, number: int, charge: AgreedCharge) -> OrderLine:
    terms = LineTerms(1, charge.amount, line.price_type, line.price.vat_percent)
    return replace(
        line,
        reference=context.ids.hexadecimal(40),
        number=number,
        code=charge.code,
        product_id=None,
        name=charge.name,
        quantity=1,
        price=price_line(terms),
        options=(),
        promotion=None,
        renewal_unit_price=None,
    )


def _codes(new: NewOrder) -> tuple[str | None, ...]:
    return tuple(item.code.strip() if item.code and item.dynamic is None else None for item in new.items)


def _sale(context: Context, new: NewOrder, products: dict[str, Product]) -> Sale:
    day = context.today
    paid_in = new.payment.currency if new.payment else None
    currency = new.currency or paid_in or context.merchant.default_currency
    promotions = _promotions(context, new, day)
    return Sale(
        currency=currency,
        country=new.country or new.billing.country or "",
        day=day,
        products=products,
        codes=_codes(new),
        vat=taxation.percents(context, new, products.values(), day),
        promotions=promotions,
        wanted=frozenset(folded(coupon) for coupon in new.promotions),
        rates=_rates(context, products, promotions, currency, day),
    )


def _rates(
    context: Context, products: dict[str, Product], promotions: tuple[Promotion, ...], currency: str, day: date
) -> Rates:
    """What prices and discounts are converted at; nothing is read where none has to be."""
    if any(needs_rates(promotion, currency) for promotion in promotions):
        return exchange_rates(context, day)
    return rates_for(context, products.values(), currency, day)


def _promotions(context: Context, new: NewOrder, day: date) -> tuple[Promotion, ...]:
    """The running promotions: those the coupons of the order and of its items open, and the instant ones.

    An item may name its promotion by code too, as answers do.
    """
    asked = [(coupon, f"Promotions[{number}]") for number, coupon in enumerate(new.promotions)]
    asked += [(item.promotion, f"{item.path}.Promotion") for item in new.items if item.promotion]
    running = tuple(p for p in promotions_for(context, tuple(coupon for coupon, _ in asked)) if p.runs_on(day))
    opening = {folded(coupon) for promotion in running for coupon in promotion.coupons}
    codes = {promotion.code for promotion in running}
    for number, (coupon, path) in enumerate(asked):
        is_code = coupon in codes and number >= len(new.promotions)
        if folded(coupon) not in opening and not is_code:
            raise errors.PromotionInvalid(f"No running promotion has the coupon {coupon[:50]!r}.", field=path)
    return running
