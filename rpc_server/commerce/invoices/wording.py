"""What an invoice says in words about a line, a payment and an order."""

from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.orders import taxation
from rpc_server.commerce.orders.model import Order, OrderLine
from rpc_server.commerce.payments.model import Payment, PaymentType
from rpc_server.commerce.pricing.model import ChosenOption

_PAYMENTS = {
    PaymentType.ALIPAY: "Alipay",
    PaymentType.CHECK: "Cheque",
    PaymentType.FREE: "Free of charge",
    PaymentType.IDEAL: "iDEAL",
    PaymentType.PAYPAL: "PayPal",
    PaymentType.PAYPAL_EXPRESS: "PayPal",
    PaymentType.PURCHASEORDER: "Purchase order",
    PaymentType.SOFORT: "Sofort",
    PaymentType.TRUSTLY: "Trustly",
    PaymentType.WEBMONEY: "WebMoney",
    PaymentType.WE_CHAT_PAY: "WeChat Pay",
    PaymentType.WIRE: "Bank transfer",
}
_BRANDS = {"amex": "American Express", "jcb": "JCB", "mastercard": "Mastercard"}
_REVERSE_CHARGE = "Reverse charge: the buyer accounts for the VAT (Article 196 of Council Directive 2006/112/EC)."
_TEST_NOTE = "This is the invoice of a test order: nothing was sold, and no tax is due or may be deducted."


def line_details(line: OrderLine) -> tuple[str, ...]:
    """What stands below the name of a line: its codes, options, reductions and the subscription it pays for."""
    found = (
        _codes(line),
        *(_option(option) for option in line.options),
        f"Trial of {_days(line.trial.days)}, for the price of the trial" if line.trial else None,
        f"Promotion: {line.promotion.name}{_coupon(line.promotion.coupon)}" if line.promotion else None,
        "Reduced beside another product" if line.cross_sell and line.price.discount and not line.promotion else None,
        f"Subscription {line.subscription_reference}" if line.subscription_reference else None,
    )
    return tuple(detail for detail in found if detail)


def payment(payment: Payment | None) -> str | None:
    """How the order was paid."""
    if payment is None:
        return None
    if payment.card is not None:
        brand = payment.card.brand.lower()
        return f"{_BRANDS.get(brand, brand.title())} ending {payment.card.last_digits}"
    number = f" {payment.purchase_order_number}" if payment.purchase_order_number else ""
    return f"{_PAYMENTS.get(payment.type, 'Card')}{number}"


def notes(order: Order, seller_country: str) -> tuple[str, ...]:
    """The sentences an invoice of this order has to carry."""
    is_exempt = not order.totals.vat and taxation.is_exempt(order.billing, seller_country)
    found = (_TEST_NOTE if order.is_test else None, _exemption(order.billing) if is_exempt else None)
    return tuple(note for note in found if note)


def _exemption(buyer: Address) -> str:
    if buyer.country == "US":
        return f"Exempt from tax by certificate {buyer.tax_exemption_id}."
    return _REVERSE_CHARGE


def _codes(line: OrderLine) -> str:
    sku = f"SKU {line.sku}" if line.sku else None
    return " · ".join(part for part in (line.code or line.external_reference, sku) if part)


def _option(option: ChosenOption) -> str:
    return f"{option.group_name}: {option.name}" if option.group_name else option.name


def _coupon(coupon: str | None) -> str:
    return f" ({coupon})" if coupon else ""


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
