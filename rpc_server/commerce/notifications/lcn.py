"""LCN: a subscription as a message, with the fields of the published parameter list in the order they are posted.

The published list names no values of USAGE_STATUS and does not say what CONTRACT_CYCLES counts nor how ACTIVATION_CODE
holds several codes; what they tell here is inferred.
"""

from rpc_server.commerce.notifications import showing
from rpc_server.commerce.notifications.fields import Fields, told
from rpc_server.commerce.notifications.licences import LicenceFacts
from rpc_server.commerce.notifications.model import Message
from rpc_server.commerce.subscriptions.model import HistoryType, Lapse

STATUS = "STATUS"
_LAPSED = {Lapse.PAST_DUE: "PASTDUE", Lapse.EXPIRED: "EXPIRED"}
_DAYS = {"D": 1, "M": 30}


def message(facts: LicenceFacts) -> Message:
    """The whole message, without signatures."""
    return tuple(told(_FIELDS, facts))


def _status(facts: LicenceFacts) -> str:
    """ACTIVE and DISABLED are seen on the wire, the other spellings inferred."""
    subscription = facts.subscription
    if not subscription.is_enabled:
        return "DISABLED"
    if facts.at < subscription.starts_at:
        return "PENDING_ACTIVATION"
    return _LAPSED[subscription.lapse] if subscription.lapse else "ACTIVE"


def _expiry(facts: LicenceFacts) -> str:
    expires_at = facts.subscription.expires_at
    return showing.LIFETIME if expires_at is None else showing.moment(expires_at, facts.merchant.zone)


def _next_price(facts: LicenceFacts) -> str:
    """What the next renewal costs, all units: the custom price where there is one."""
    subscription = facts.subscription
    if subscription.custom_price is not None:
        return showing.amount(subscription.custom_price.amount)
    price = subscription.renewal_unit_price
    return "" if price is None else showing.amount(price * subscription.quantity)


def _next_currency(facts: LicenceFacts) -> str:
    custom = facts.subscription.custom_price
    return custom.currency if custom else facts.subscription.currency


def _pay_method(facts: LicenceFacts) -> tuple[str, str]:
    return showing.pay_method(None, facts.card)


def _contract_cycles(facts: LicenceFacts) -> int | str:
    """How many periods the customer is bound for, the last one counted whole; a month of unequal units has 30 days."""
    contract, cycle = facts.subscription.contract, facts.subscription.cycle
    if contract is None or cycle.length < 1:
        return ""
    return -(-contract.length * _DAYS[contract.unit] // (cycle.length * _DAYS[cycle.unit.value]))


def _usage_status(facts: LicenceFacts) -> str:
    """Whether there is use that the next bill will be for."""
    if facts.metering is None:
        return ""
    return "REPORTED" if facts.metering.waiting else "NOT_REPORTED"


_FIELDS: Fields[LicenceFacts] = {
    "FIRST_NAME": lambda f: f.subscription.end_user.first_name,
    "LAST_NAME": lambda f: f.subscription.end_user.last_name,
    "COMPANY": lambda f: f.subscription.end_user.company,
    "EMAIL": lambda f: f.subscription.end_user.email,
    "PHONE": lambda f: f.subscription.end_user.phone,
    "FAX": lambda f: f.subscription.end_user.fax,
    "COUNTRY": lambda f: showing.country(f.subscription.end_user.country),
    "STATE": lambda f: f.subscription.end_user.state,
    "CITY": lambda f: f.subscription.end_user.city,
    "ZIP": lambda f: f.subscription.end_user.zip,
    "ADDRESS": lambda f: f.subscription.end_user.address1,
    "LICENSE_CODE": lambda f: f.subscription.reference,
    "EXPIRATION_DATE_TIME": _expiry,
    "EXPIRATION_DATE": lambda f: _expiry(f)[:10],
    "DATE_UPDATED": lambda f: showing.moment(f.at, f.merchant.zone),
    "AVANGATE_CUSTOMER_REFERENCE": lambda f: f.subscription.customer_reference,
    "EXTERNAL_CUSTOMER_REFERENCE": lambda f: f.subscription.external_customer_reference,
    "TEST": lambda f: int(f.subscription.is_test),
    "CHANGED_BY": lambda f: f.changed_by.value,
    "LICENSE_TYPE": lambda f: "TRIAL" if f.subscription.is_trial else "REGULAR",
    "DISABLED": lambda f: int(not f.subscription.is_enabled),
    "RECURRING": lambda f: int(f.subscription.is_recurring),
    "LICENSE_PRODUCT": lambda f: f.subscription.product_id,
    "START_DATE": lambda f: showing.day(f.subscription.starts_at, f.merchant.zone),
    "START_DATE_TIME": lambda f: showing.moment(f.subscription.starts_at, f.merchant.zone),
    "PURCHASE_DATE": lambda f: showing.day(f.subscription.purchased_at, f.merchant.zone),
    "PURCHASE_DATE_TIME": lambda f: showing.moment(f.subscription.purchased_at, f.merchant.zone),
    "LICENSE_LIFETIME": lambda f: "YES" if f.subscription.is_lifetime else "NO",
    "CONTRACT_CYCLES": _contract_cycles,
    "BILLING_CYCLES": lambda f: f.subscription.renewals,
    "NEXT_RENEWAL_PRICE": _next_price,
    "NEXT_RENEWAL_CURRENCY": _next_currency,
    "NEXT_RENEWAL_PRICE_TYPE": lambda f: f.subscription.price_type.value,
    "NEXT_RENEWAL_DATE": lambda f: showing.moment(f.subscription.bills_at, f.merchant.zone),
    "NEXT_RENEWAL_PAYMETHOD": lambda f: _pay_method(f)[0],
    "NEXT_RENEWAL_PAYMETHOD_CODE": lambda f: _pay_method(f)[1],
    "NEXT_RENEWAL_CARD_LAST_DIGITS": lambda f: f.card.last_digits if f.card else "",
    "NEXT_RENEWAL_CARD_TYPE": lambda f: f.card.brand if f.card else "",
    "NEXT_RENEWAL_CARD_EXPIRATION_DATE": lambda f: showing.expiry(f.card),
    "PARTNER_CODE": lambda f: f.subscription.partner_code,
    "AFFILIATE_ID": "",
    "PSKU": lambda f: f.subscription.sku,
    "ACTIVATION_CODE": lambda f: ", ".join(f.codes),
    STATUS: _status,
    "EXPIRED": lambda f: int(f.subscription.lapse is Lapse.EXPIRED),
    "TIMEZONE_OFFSET": lambda f: showing.offset(f.at, f.merchant.zone),
    "LICENSE_GRACE_PERIOD": lambda f: f.subscription.grace_days,
    "LICENSE_BILLING_TYPE": lambda f: "POSTPAID" if f.metering else "PREPAID",
    "USAGE_BILLING_DATE": lambda f: showing.moment(f.subscription.bills_at, f.merchant.zone) if f.metering else "",
    "USAGE_STATUS": _usage_status,
    "LATEST_REPORTED_USAGE_DATE": lambda f: (
        showing.moment(f.metering.reported_at, f.merchant.zone) if f.metering else ""
    ),
    "COUNTRY_CODE": lambda f: (f.subscription.end_user.country or "").lower(),
    "END_USER_LANGUAGE": lambda f: f.subscription.language,
    "DISPATCH_REASON": lambda f: f.reason.value,
    "LAST_ORDER_REFERENCE": lambda f: f.last_order,
    "ORIGINAL_ORDER_REFERENCE": lambda f: f.subscription.order_reference,
    "LICENSE_PRODUCT_CODE": lambda f: f.subscription.product_code,
    "RENEWALS_NUMBER": lambda f: f.periods(HistoryType.RENEWAL),
    "UPGRADES_NUMBER": lambda f: f.periods(HistoryType.UPGRADE),
    "IS_TRIAL": lambda f: int(f.subscription.is_trial),
}
