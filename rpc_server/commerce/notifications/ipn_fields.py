"""The fields of an IPN, in the order of the published parameter list, and what each tells of an order.

Where no page says what a field holds for what this server knows, it is empty.
"""

from dataclasses import dataclass
from datetime import tzinfo
from decimal import Decimal

from rpc_server.commerce.notifications import showing
from rpc_server.commerce.notifications.facts import Licence, OrderFacts
from rpc_server.commerce.notifications.fields import Fields
from rpc_server.commerce.notifications.figures import ToldLine
from rpc_server.commerce.notifications.showing import amount
from rpc_server.commerce.orders.model import ApproveStatus, OrderLine, OrderStatus
from rpc_server.commerce.payments.model import CardSummary, PaymentType
from rpc_server.commerce.pricing.model import ChosenOption
from rpc_server.commerce.pricing.money import ZERO

SENT_AT = "IPN_DATE"
STATUS = "ORDERSTATUS"

_STATES = {
    (OrderStatus.PENDING, ApproveStatus.OK): ("PENDING", "APPROVED"),
    (OrderStatus.AUTHRECEIVED, ApproveStatus.WAITING): ("PAYMENT_AUTHORIZED", "AUTH"),
    (OrderStatus.AUTHRECEIVED, ApproveStatus.OK): ("PAYMENT_RECEIVED", "APPROVED"),
}
"""``ORDERSTATUS`` and ``MESSAGE_TYPE``; other statuses stand for themselves in both (inferred)."""

_DENIED = (ApproveStatus.FRAUD, ApproveStatus.INVALIDDATA)
_FRAUD = {ApproveStatus.OK: "APPROVED", ApproveStatus.FRAUD: "DENIED", ApproveStatus.INVALIDDATA: "DENIED"}


@dataclass(frozen=True, slots=True)
class Bought:
    """A line of the message, with the subscription and the codes that came of it."""

    told: ToldLine
    licence: Licence | None
    codes: tuple[str, ...]

    @property
    def line(self) -> OrderLine:
        return self.told.line


@dataclass(frozen=True, slots=True)
class Dated:
    """A subscription, and the zone its dates are told in."""

    licence: Licence
    zone: tzinfo


def lines(facts: OrderFacts) -> list[Bought]:
    """The lines of the message."""
    return [
        Bought(
            told=told,
            licence=facts.licences.get(told.line.subscription_reference or ""),
            codes=facts.codes.get(told.line.number, ()),
        )
        for told in facts.figures.lines
    ]


def licences(facts: OrderFacts) -> list[Dated]:
    """The subscriptions of the lines."""
    return [Dated(line.licence, facts.merchant.zone) for line in lines(facts) if line.licence]


def order_status(facts: OrderFacts) -> tuple[str, str]:
    """``ORDERSTATUS`` and ``MESSAGE_TYPE``: REFUND also where only a part was given back."""
    order = facts.order
    if facts.refund is not None and order.status is not OrderStatus.REVERSED:
        return "REFUND", "REFUND"
    if order.approve_status in _DENIED:
        return "INVALID", "INVALID"
    return _STATES.get((order.status, order.approve_status), (order.status.value, order.status.value))


def _card(facts: OrderFacts) -> CardSummary | None:
    return facts.order.payment.card if facts.order.payment else None


def _pay_method(facts: OrderFacts) -> tuple[str, str]:
    payment = facts.order.payment
    return showing.pay_method(payment.type if payment else None, _card(facts))


def _flow(facts: OrderFacts) -> str:
    payment = facts.order.payment
    return "PURCHASE_ORDER" if payment and payment.type is PaymentType.PURCHASEORDER else "REGULAR"


def _promotion(line: OrderLine) -> tuple[str, str, str]:
    """Category, name and code of what took something off the line."""
    used = line.promotion
    return ("", "", "") if used is None else (used.type, used.name, used.coupon or used.code)


def _expiry(of: Dated) -> str:
    expires_at = of.licence.expires_at
    return showing.LIFETIME if expires_at is None else showing.moment(expires_at, of.zone)


def _refund_type(facts: OrderFacts) -> str:
    if facts.refund is None:
        return "TOTAL" if facts.order.status is OrderStatus.REFUND else ""
    return "TOTAL" if facts.refund.is_total else "PARTIAL"


def _margin(facts: OrderFacts) -> Decimal:
    """What the partner keeps by its margin: the discount of its lines."""
    if facts.order.partner_code is None:
        return ZERO
    return sum((told.discount for told in facts.figures.lines), ZERO)


def _margin_percent(facts: OrderFacts) -> Decimal:
    if facts.order.partner_code is None:
        return ZERO
    net, discount = facts.order.totals.net, facts.order.totals.discount
    return facts.margins.percent or (discount * 100 / net if net else ZERO)


ORDER: Fields[OrderFacts] = {
    "GIFT_ORDER": lambda f: int(f.order.remarks.gift is not None),
    "SALEDATE": lambda f: showing.moment(f.order.placed_at, f.merchant.zone),
    "PAYMENTDATE": lambda f: showing.moment(f.paid_at, f.merchant.zone),
    "REFNO": lambda f: f.order.reference,
    "REFNOEXT": lambda f: f.order.external_reference,
}
FIRST_REFERENCES = "ORIGINAL_REFNOEXT[]"
BUYER: Fields[OrderFacts] = {
    "SHOPPER_REFERENCE_NUMBER": "",
    "ORDERNO": lambda f: f.order.number,
    STATUS: lambda f: order_status(f)[0],
    "PAYMETHOD": lambda f: _pay_method(f)[0],
    "PAYMETHOD_CODE": lambda f: _pay_method(f)[1],
    "FIRSTNAME": lambda f: f.order.billing.first_name,
    "LASTNAME": lambda f: f.order.billing.last_name,
    "COMPANY": lambda f: f.order.billing.company,
    "REGISTRATIONNUMBER": "",
    "FISCALCODE": lambda f: f.order.billing.fiscal_code,
    "TAX_OFFICE": lambda f: f.order.billing.tax_office,
    "CBANKNAME": "",
    "CBANKACCOUNT": "",
    "ADDRESS1": lambda f: f.order.billing.address1,
    "ADDRESS2": lambda f: f.order.billing.address2,
    "CITY": lambda f: f.order.billing.city,
    "STATE": lambda f: f.order.billing.state,
    "ZIPCODE": lambda f: f.order.billing.zip,
    "COUNTRY": lambda f: showing.country(f.order.billing.country),
    "COUNTRY_CODE": lambda f: (f.order.billing.country or "").lower(),
    "PHONE": lambda f: f.order.billing.phone,
    "FAX": lambda f: f.order.billing.fax,
    "CUSTOMEREMAIL": lambda f: f.order.billing.email,
    "FIRSTNAME_D": lambda f: f.order.delivery.first_name,
    "LASTNAME_D": lambda f: f.order.delivery.last_name,
    "COMPANY_D": lambda f: f.order.delivery.company,
    "ADDRESS1_D": lambda f: f.order.delivery.address1,
    "ADDRESS2_D": lambda f: f.order.delivery.address2,
    "CITY_D": lambda f: f.order.delivery.city,
    "STATE_D": lambda f: f.order.delivery.state,
    "ZIPCODE_D": lambda f: f.order.delivery.zip,
    "COUNTRY_D": lambda f: showing.country(f.order.delivery.country),
    "COUNTRY_D_CODE": lambda f: (f.order.delivery.country or "").lower(),
    "PHONE_D": lambda f: f.order.delivery.phone,
    "EMAIL_D": lambda f: f.order.delivery.email or f.order.billing.email,
    "IPADDRESS": lambda f: f.order.customer_ip,
    "IPCOUNTRY": lambda f: showing.country(f.order.country) if f.order.customer_ip else "",
    "COMPLETE_DATE": lambda f: showing.moment(f.order.finished_at, f.merchant.zone),
    "TIMEZONE_OFFSET": lambda f: showing.offset(f.at, f.merchant.zone),
    "CURRENCY": lambda f: f.order.currency,
    "LANGUAGE": lambda f: f.order.language,
    "ORDERFLOW": _flow,
}

LINES: Fields[Bought] = {
    "IPN_PID[]": lambda of: of.line.product_id,
    "IPN_PNAME[]": lambda of: of.line.name,
    "IPN_PCODE[]": lambda of: of.line.code,
    "IPN_EXTERNAL_REFERENCE[]": lambda of: of.line.external_reference,
    "IPN_INFO[]": lambda of: ", ".join(f"{option.name}: {option.value}" for option in of.line.options),
    "IPN_QTY[]": lambda of: of.told.quantity,
    "IPN_PRICE[]": lambda of: amount(of.told.unit_net),
    "IPN_VAT[]": lambda of: amount(of.told.vat),
    "IPN_VAT_RATE[]": lambda of: amount(of.line.price.vat_percent),
    "IPN_VER[]": lambda of: of.licence.product_version if of.licence else "",
    "IPN_DISCOUNT[]": lambda of: amount(of.told.discount),
    "IPN_PROMOTION_CATEGORY[]": lambda of: _promotion(of.line)[0],
    "IPN_PROMONAME[]": lambda of: _promotion(of.line)[1],
    "IPN_PROMOCODE[]": lambda of: _promotion(of.line)[2],
    "IPN_ORDER_COSTS[]": "0.00",
    "IPN_SKU[]": lambda of: of.line.sku,
}
PARTNER: Fields[OrderFacts] = {"IPN_PARTNER_CODE": lambda f: f.order.partner_code}
GROUPS: Fields[Bought] = {"IPN_PGROUP[]": "", "IPN_PGROUP_NAME[]": ""}
MESSAGE: Fields[OrderFacts] = {"MESSAGE_ID": lambda f: f.message_id, "MESSAGE_TYPE": lambda f: order_status(f)[1]}

LICENCES: Fields[Dated] = {
    "IPN_LICENSE_PROD[]": lambda of: of.licence.product_id,
    "IPN_LICENSE_TYPE[]": lambda of: "TRIAL" if of.licence.is_trial else "REGULAR",
    "IPN_LICENSE_REF[]": lambda of: of.licence.reference,
    "IPN_LICENSE_EXP[]": _expiry,
    "IPN_LICENSE_START[]": lambda of: showing.moment(of.licence.starts_at, of.zone),
    "IPN_LICENSE_LIFETIME[]": lambda of: "YES" if of.licence.expires_at is None else "NO",
    "IPN_LICENSE_ADDITIONAL_INFO[]": "",
}
CODES: Fields[Bought] = {"IPN_DELIVEREDCODES[]": lambda of: ", ".join(of.codes)}
DELIVERY: Fields[OrderFacts] = {"IPN_DOWNLOAD_LINK": ""}
TOTALS: Fields[Bought] = {"IPN_TOTAL[]": lambda of: amount(of.told.total)}
SUMS: Fields[OrderFacts] = {
    "IPN_TOTALGENERAL": lambda f: amount(f.figures.total),
    "IPN_SHIPPING": lambda f: amount(f.figures.shipping),
    "IPN_SHIPPING_TAX": lambda f: amount(f.figures.shipping_vat),
    "AVANGATE_CUSTOMER_REFERENCE": lambda f: f.order.customer_reference,
    "EXTERNAL_CUSTOMER_REFERENCE": lambda f: f.order.external_customer_reference,
    "IPN_PARTNER_MARGIN_PERCENT": lambda f: amount(_margin_percent(f)),
    "IPN_PARTNER_MARGIN": lambda f: amount(_margin(f)),
    "IPN_EXTRA_MARGIN": lambda f: amount(f.margins.extra_margin),
    "IPN_EXTRA_DISCOUNT": lambda f: amount(f.margins.extra_discount),
    "IPN_COUPON_DISCOUNT": "0.00",
    "IPN_LINK_SOURCE": lambda f: f.order.source,
    "IPN_COMMISSION": lambda f: amount(f.figures.commission),
    "REFUND_TYPE": _refund_type,
}

OPTIONS: Fields[ChosenOption] = {
    "TEXT": lambda option: option.name,
    "VALUE": lambda option: option.value,
    "OPTIONAL_VALUE": "",
    "PRICE": lambda option: amount(option.surcharge),
    "OPERATOR": "ADD",
    "USAGE": "PREPAID",
}
"""Each is ``IPN_PRODUCT_OPTIONS_<product id>_<name>[]``; the last two values are inferred."""

REST: Fields[OrderFacts] = {
    "CHARGEBACK_RESOLUTION": "NONE",
    "CHARGEBACK_REASON_CODE": "",
    "TEST_ORDER": lambda f: int(f.order.is_test),
    "IPN_ORDER_ORIGIN": "API",
    "FRAUD_STATUS": lambda f: _FRAUD.get(f.order.approve_status),
    "CARD_TYPE": lambda f: card.brand if (card := _card(f)) else "",
    "CARD_LAST_DIGITS": lambda f: card.last_digits if (card := _card(f)) else "",
    "CARD_EXPIRATION_DATE": lambda f: showing.expiry(_card(f)),
    "GATEWAY_RESPONSE": lambda f: "Approved" if f.paid_at else "",
    SENT_AT: "",
    "FX_RATE": "1",
    "FX_MARKUP": "0",
    "PAYABLE_AMOUNT": lambda f: amount(f.figures.total - f.figures.commission),
    "PAYOUT_CURRENCY": lambda f: f.order.currency,
    "VENDOR_CODE": lambda f: f.merchant.code,
    "PROPOSAL_ID": "",
}
