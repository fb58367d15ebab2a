"""Whole messages: every field, in its order, as it is posted."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import insert, update

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.delivery import store as delivery
from rpc_server.commerce.delivery.model import DeliveredCode
from rpc_server.commerce.notifications import ins, outbox, sending, store
from rpc_server.commerce.notifications.model import LicenceChange, Message, NotificationKind, Topic
from rpc_server.commerce.notifications.sending import form
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders.model import ApproveStatus, Order, OrderStatus, PurchaseType
from rpc_server.commerce.orders.refunds.model import Refund, RefundedLine, RefundKind, RefundStatus
from rpc_server.commerce.partners import store as partners
from rpc_server.commerce.partners.model import Margins
from rpc_server.commerce.partners.tables import PartnerOrderRow
from rpc_server.commerce.subscriptions import service as subscriptions
from rpc_server.commerce.subscriptions.model import Lapse, Subscription
from rpc_server.commerce.subscriptions.tables import SubscriptionRow
from tests.notification_world import add, endpoint
from tests.order_world import asked, engine, item, stock
from tests.partner_world import PARTNER

MARTA = Address(
    first_name="Márta", last_name="Kovács", company="Größe & Söhne", fiscal_code="HU12345678", email="marta@example.com",
    phone="+36 1 555 0100", address1="Fő utca 1", address2="2. emelet", city="Győr", zip="9021", country="HU",
)  # fmt: skip


@pytest.fixture
def sold(services: Services, merchant: Merchant) -> Order:
    """Two BOOKs a third cheaper and a PLAN with telephone support, sold to Márta."""
    stock(services)
    with engine(services, merchant) as context:
        add(context, endpoint(), endpoint("licences", NotificationKind.LCN), endpoint("old", NotificationKind.INS))
        wanted = asked(
            item("BOOK", 2),
            item("PLAN", at=1, options=("phone",)),
            billing=MARTA,
            promotions=("SAVE30",),
            external_reference="ORDER-1",
            source="shop.example",
            customer_ip="192.0.2.10",
            external_customer_reference="CUSTOMER-1",
        )
        placed = orders.place(context, wanted)
    with engine(services, merchant) as context:
        return orders.find(context, placed.reference or "")


def test_an_ipn_of_a_finished_order(context: Context, sold: Order) -> None:
    message = _last(context, sold, "IPN")

    plan = sold.lines[1].subscription_reference
    assert (
        _shown(message)
        == f"""\
GIFT_ORDER=0
SALEDATE=2026-03-10 14:00:00
PAYMENTDATE=2026-03-10 14:00:00
REFNO={sold.reference}
REFNOEXT=ORDER-1
SHOPPER_REFERENCE_NUMBER=
ORDERNO={sold.number}
ORDERSTATUS=COMPLETE
PAYMETHOD=Visa/MasterCard
PAYMETHOD_CODE=CCVISAMC
FIRSTNAME=Márta
LASTNAME=Kovács
COMPANY=Größe & Söhne
REGISTRATIONNUMBER=
FISCALCODE=HU12345678
TAX_OFFICE=
CBANKNAME=
CBANKACCOUNT=
ADDRESS1=Fő utca 1
ADDRESS2=2. emelet
CITY=Győr
STATE=
ZIPCODE=9021
COUNTRY=Hungary
COUNTRY_CODE=hu
PHONE=+36 1 555 0100
FAX=
CUSTOMEREMAIL=marta@example.com
FIRSTNAME_D=Márta
LASTNAME_D=Kovács
COMPANY_D=Größe & Söhne
ADDRESS1_D=Fő utca 1
ADDRESS2_D=2. emelet
CITY_D=Győr
STATE_D=
ZIPCODE_D=9021
COUNTRY_D=Hungary
COUNTRY_D_CODE=hu
PHONE_D=+36 1 555 0100
EMAIL_D=marta@example.com
IPADDRESS=192.0.2.10
IPCOUNTRY=Hungary
COMPLETE_DATE=2026-03-10 14:00:00
TIMEZONE_OFFSET=GMT+02:00
CURRENCY=USD
LANGUAGE=en
ORDERFLOW=REGULAR
IPN_PID[]=201
IPN_PID[]=203
IPN_PNAME[]=Book
IPN_PNAME[]=Plan
IPN_PCODE[]=BOOK
IPN_PCODE[]=PLAN
IPN_EXTERNAL_REFERENCE[]=
IPN_EXTERNAL_REFERENCE[]=
IPN_INFO[]=
IPN_INFO[]=By telephone: phone
IPN_QTY[]=2
IPN_QTY[]=1
IPN_PRICE[]=19.95
IPN_PRICE[]=40.00
IPN_VAT[]=0.00
IPN_VAT[]=0.00
IPN_VAT_RATE[]=0.00
IPN_VAT_RATE[]=0.00
IPN_VER[]=
IPN_VER[]=
IPN_DISCOUNT[]=11.98
IPN_DISCOUNT[]=0.00
IPN_PROMOTION_CATEGORY[]=REGULAR
IPN_PROMOTION_CATEGORY[]=
IPN_PROMONAME[]=Thirty per cent
IPN_PROMONAME[]=
IPN_PROMOCODE[]=SAVE30
IPN_PROMOCODE[]=
IPN_ORDER_COSTS[]=0.00
IPN_ORDER_COSTS[]=0.00
IPN_SKU[]=
IPN_SKU[]=
IPN_PARTNER_CODE=
IPN_PGROUP[]=
IPN_PGROUP[]=
IPN_PGROUP_NAME[]=
IPN_PGROUP_NAME[]=
MESSAGE_ID={_value(message, "MESSAGE_ID")}
MESSAGE_TYPE=COMPLETE
IPN_LICENSE_PROD[]=203
IPN_LICENSE_TYPE[]=REGULAR
IPN_LICENSE_REF[]={plan}
IPN_LICENSE_EXP[]=2026-04-10 14:00:00
IPN_LICENSE_START[]=2026-03-10 14:00:00
IPN_LICENSE_LIFETIME[]=NO
IPN_LICENSE_ADDITIONAL_INFO[]=
IPN_DELIVEREDCODES[]=
IPN_DELIVEREDCODES[]=
IPN_DOWNLOAD_LINK=
IPN_TOTAL[]=27.92
IPN_TOTAL[]=40.00
IPN_TOTALGENERAL=67.92
IPN_SHIPPING=0.00
IPN_SHIPPING_TAX=0.00
AVANGATE_CUSTOMER_REFERENCE={sold.customer_reference}
EXTERNAL_CUSTOMER_REFERENCE=CUSTOMER-1
IPN_PARTNER_MARGIN_PERCENT=0.00
IPN_PARTNER_MARGIN=0.00
IPN_EXTRA_MARGIN=0.00
IPN_EXTRA_DISCOUNT=0.00
IPN_COUPON_DISCOUNT=0.00
IPN_LINK_SOURCE=shop.example
IPN_COMMISSION=3.40
REFUND_TYPE=
IPN_PRODUCT_OPTIONS_203_TEXT[]=By telephone
IPN_PRODUCT_OPTIONS_203_VALUE[]=phone
IPN_PRODUCT_OPTIONS_203_OPTIONAL_VALUE[]=
IPN_PRODUCT_OPTIONS_203_PRICE[]=10.00
IPN_PRODUCT_OPTIONS_203_OPERATOR[]=ADD
IPN_PRODUCT_OPTIONS_203_USAGE[]=PREPAID
CHARGEBACK_RESOLUTION=NONE
CHARGEBACK_REASON_CODE=
TEST_ORDER=1
IPN_ORDER_ORIGIN=API
FRAUD_STATUS=APPROVED
CARD_TYPE=visa
CARD_LAST_DIGITS=1111
CARD_EXPIRATION_DATE=12/20
GATEWAY_RESPONSE=Approved
IPN_DATE=
FX_RATE=1
FX_MARKUP=0
PAYABLE_AMOUNT=64.52
PAYOUT_CURRENCY=USD
VENDOR_CODE=APITEST
PROPOSAL_ID=
"""
    )


def test_an_lcn_of_a_new_subscription(context: Context, sold: Order) -> None:
    reference = sold.lines[1].subscription_reference or ""

    message = store.events(context, Topic.SUBSCRIPTION, reference)[-1].message(NotificationKind.LCN)

    assert (
        _shown(message)
        == f"""\
FIRST_NAME=Márta
LAST_NAME=Kovács
COMPANY=Größe & Söhne
EMAIL=marta@example.com
PHONE=+36 1 555 0100
FAX=
COUNTRY=Hungary
STATE=
CITY=Győr
ZIP=9021
ADDRESS=Fő utca 1
LICENSE_CODE={reference}
EXPIRATION_DATE_TIME=2026-04-10 14:00:00
EXPIRATION_DATE=2026-04-10
DATE_UPDATED=2026-03-10 14:00:00
AVANGATE_CUSTOMER_REFERENCE={sold.customer_reference}
EXTERNAL_CUSTOMER_REFERENCE=CUSTOMER-1
TEST=1
CHANGED_BY=VENDOR
LICENSE_TYPE=REGULAR
DISABLED=0
RECURRING=1
LICENSE_PRODUCT=203
START_DATE=2026-03-10
START_DATE_TIME=2026-03-10 14:00:00
PURCHASE_DATE=2026-03-10
PURCHASE_DATE_TIME=2026-03-10 14:00:00
LICENSE_LIFETIME=NO
CONTRACT_CYCLES=
BILLING_CYCLES=0
NEXT_RENEWAL_PRICE=35.00
NEXT_RENEWAL_CURRENCY=USD
NEXT_RENEWAL_PRICE_TYPE=NET
NEXT_RENEWAL_DATE=2026-04-10 14:00:00
NEXT_RENEWAL_PAYMETHOD=Visa/MasterCard
NEXT_RENEWAL_PAYMETHOD_CODE=CCVISAMC
NEXT_RENEWAL_CARD_LAST_DIGITS=1111
NEXT_RENEWAL_CARD_TYPE=visa
NEXT_RENEWAL_CARD_EXPIRATION_DATE=12/20
PARTNER_CODE=
AFFILIATE_ID=
PSKU=
ACTIVATION_CODE=
STATUS=ACTIVE
EXPIRED=0
TIMEZONE_OFFSET=GMT+02:00
LICENSE_GRACE_PERIOD=0
LICENSE_BILLING_TYPE=PREPAID
USAGE_BILLING_DATE=
USAGE_STATUS=
LATEST_REPORTED_USAGE_DATE=
COUNTRY_CODE=hu
END_USER_LANGUAGE=en
DISPATCH_REASON=LICENCE_CHANGE
LAST_ORDER_REFERENCE={sold.reference}
ORIGINAL_ORDER_REFERENCE={sold.reference}
LICENSE_PRODUCT_CODE=PLAN
RENEWALS_NUMBER=0
UPGRADES_NUMBER=0
IS_TRIAL=0
"""
    )


def test_an_ins_of_a_finished_order(context: Context, sold: Order) -> None:
    message = ins.signed(_last(context, sold, "INS"), "tango")

    assert (
        _shown(message)
        == f"""\
message_type=INVOICE_STATUS_CHANGED
message_description=Invoice status changed
timestamp=2026-03-10 08:00:00
message_id={_value(message, "message_id")}
vendor_id=APITEST
sale_id={sold.reference}
sale_date_placed=2026-03-10 08:00:00
vendor_order_id=ORDER-1
invoice_id={sold.reference}
order_ref={sold.reference}
order_no={sold.number}
recurring=1
payment_type=credit card
list_currency=USD
cust_currency=USD
auth_exp=
invoice_status=deposited
fraud_status=pass
invoice_list_amount=67.92
invoice_usd_amount=67.92
invoice_cust_amount=67.92
customer_first_name=Márta
customer_last_name=Kovács
customer_name=Márta Kovács
customer_email=marta@example.com
customer_phone=+36 1 555 0100
customer_ip=192.0.2.10
customer_ip_country=
bill_street_address=Fő utca 1
bill_street_address2=2. emelet
bill_city=Győr
bill_state=
bill_postal_code=9021
bill_country=HU
ship_name=Márta Kovács
ship_street_address=Fő utca 1
ship_street_address2=2. emelet
ship_city=Győr
ship_state=
ship_postal_code=9021
ship_country=HU
item_count=2
item_id_1=BOOK
item_name_1=Book
item_type_1=bill
item_duration_1=
item_recurrence_1=
item_list_amount_1=27.92
item_usd_amount_1=27.92
item_cust_amount_1=27.92
item_id_2=PLAN
item_name_2=Plan
item_type_2=bill
item_duration_2=Forever
item_recurrence_2=
item_list_amount_2=40.00
item_usd_amount_2=40.00
item_cust_amount_2=40.00
md5_hash={_value(message, "md5_hash")}
key_count=60
"""
    )
    assert len(message) == 60


def test_a_message_is_posted_as_php_reads_arrays() -> None:
    message = (("IPN_PNAME[]", "Größe & Co"), ("IPN_PNAME[]", ""), ("REFNOEXT", "a b"))

    assert form(message) == b"IPN_PNAME%5B%5D=Gr%C3%B6%C3%9Fe+%26+Co&IPN_PNAME%5B%5D=&REFNOEXT=a+b"


@pytest.mark.parametrize(
    ("status", "approval", "told"),
    [
        (OrderStatus.PENDING, ApproveStatus.WAITING, "PENDING PENDING "),
        (OrderStatus.AUTHRECEIVED, ApproveStatus.WAITING, "PAYMENT_AUTHORIZED AUTH "),
        (OrderStatus.AUTHRECEIVED, ApproveStatus.OK, "PAYMENT_RECEIVED APPROVED APPROVED"),
        (OrderStatus.COMPLETE, ApproveStatus.OK, "COMPLETE COMPLETE APPROVED"),
        (OrderStatus.CANCELED, ApproveStatus.WAITING, "CANCELED CANCELED "),
        (OrderStatus.REVERSED, ApproveStatus.WAITING, "REVERSED REVERSED "),
        (OrderStatus.REFUND, ApproveStatus.OK, "REFUND REFUND APPROVED"),
        (OrderStatus.PENDING, ApproveStatus.FRAUD, "INVALID INVALID DENIED"),
    ],
)
def test_each_state_of_an_order_is_told(
    context: Context, sold: Order, status: OrderStatus, approval: ApproveStatus, told: str
) -> None:
    outbox.order_changed(context, replace(sold, status=status, approve_status=approval))

    message = dict(_last(context, sold, "IPN"))
    assert f"{message['ORDERSTATUS']} {message['MESSAGE_TYPE']} {message['FRAUD_STATUS']}" == told


@pytest.mark.parametrize("status", [OrderStatus.REFUND, OrderStatus.REVERSED])
def test_money_given_back_is_below_zero(context: Context, sold: Order, status: OrderStatus) -> None:
    outbox.order_changed(context, replace(sold, status=status))

    message = _last(context, sold, "IPN")
    assert _values(message, "IPN_PRICE[]") == ["-19.95", "-40.00"]
    assert _values(message, "IPN_DISCOUNT[]") == ["-11.98", "0.00"]
    assert _values(message, "IPN_TOTAL[]") == ["-27.92", "-40.00"]
    assert _values(message, "IPN_QTY[]") == ["2", "1"]
    assert [_value(message, name) for name in ("IPN_TOTALGENERAL", "IPN_COMMISSION")] == ["-67.92", "-3.40"]


def test_a_part_given_back_is_told_with_its_lines_alone(context: Context, sold: Order) -> None:
    outbox.order_changed(context, sold, refund=_refund(context, sold, "13.96"))

    message = _last(context, sold, "IPN")
    names = ("ORDERSTATUS", "MESSAGE_TYPE", "REFUND_TYPE", "IPN_TOTALGENERAL", "IPN_COMMISSION")
    assert [_value(message, name) for name in names] == ["REFUND", "REFUND", "PARTIAL", "-13.96", "0.00"]
    assert [_values(message, f"IPN_{name}[]") for name in ("PID", "QTY", "TOTAL")] == [["201"], ["1"], ["-13.96"]]


def test_an_ins_tells_of_a_refund(context: Context, sold: Order) -> None:
    outbox.order_changed(context, sold, refund=_refund(context, sold, "13.96"))

    message = _last(context, sold, "INS")
    assert [_value(message, n) for n in ("message_type", "invoice_list_amount", "item_type_1")] == [
        "REFUND_ISSUED",
        "-13.96",
        "refund",
    ]


def test_a_renewal_tells_the_first_order_s_reference(context: Context, sold: Order) -> None:
    outbox.order_changed(context, replace(sold, kind="RENEWAL", external_reference=None))

    message = _last(context, sold, "IPN")
    assert [name for name, _ in message[3:6]] == ["REFNO", "REFNOEXT", "ORIGINAL_REFNOEXT[]"]
    assert _value(message, "ORIGINAL_REFNOEXT[]") == "ORDER-1"
    assert _value(_last(context, sold, "INS"), "message_type") == "RECURRING_INSTALLMENT_SUCCESS"


def test_an_order_of_a_partner_tells_its_margins(context: Context, sold: Order) -> None:
    margins = Margins(extra_margin=Decimal(5), extra_discount=Decimal(2))
    partners.insert_partner(context, PARTNER)
    order = replace(sold, partner_code=PARTNER.code)
    owed = {"currency": "USD", "amount": sold.totals.gross_discounted, "exceeds_credit": False, "margins": margins}
    key = {"merchant_id": context.merchant_id, "order_reference": sold.reference, "partner_code": PARTNER.code}
    context.session.execute(insert(PartnerOrderRow), {**key, **owed, "placed_at": context.clock.now()})

    outbox.order_changed(context, order)

    message = dict(_last(context, sold, "IPN"))
    told = [message[f"IPN_{name}"] for name in ("PARTNER_CODE", "PARTNER_MARGIN_PERCENT", "PARTNER_MARGIN")]
    assert told == ["PARTNER1", "14.99", "11.98"]
    assert [message[f"IPN_EXTRA_{name}"] for name in ("MARGIN", "DISCOUNT")] == ["5.00", "2.00"]


def test_shipping_is_no_line(context: Context, sold: Order) -> None:
    book, plan = sold.lines
    shipped = replace(sold, lines=(book, replace(plan, purchase_type=PurchaseType.SHIPPING)))

    outbox.order_changed(context, shipped)

    message = _last(context, sold, "IPN")
    assert _values(message, "IPN_PCODE[]") == ["BOOK"]
    assert [_value(message, name) for name in ("IPN_SHIPPING", "IPN_TOTALGENERAL")] == ["40.00", "67.92"]


def test_the_codes_of_a_line_stand_beside_it(context: Context, sold: Order) -> None:
    reference, now = sold.reference or "", context.clock.now()
    codes = [DeliveredCode(reference, 2, place, f"KEY-{place}", "", "KEYS", None, now) for place in (1, 2)]
    delivery.record(context, codes)

    outbox.order_changed(context, sold)

    assert _values(_last(context, sold, "IPN"), "IPN_DELIVEREDCODES[]") == ["", "KEY-1, KEY-2"]


def test_a_free_order_says_that_nobody_pays(context: Context, sold: Order) -> None:
    outbox.order_changed(context, replace(sold, payment=None))

    message = _last(context, sold, "IPN")
    assert [_value(message, name) for name in ("PAYMETHOD", "PAYMETHOD_CODE", "CARD_TYPE")] == ["", "", ""]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, "ACTIVE"),
        ({"is_enabled": False}, "DISABLED"),
        ({"lapse": Lapse.PAST_DUE}, "PASTDUE"),
        ({"lapse": Lapse.EXPIRED}, "EXPIRED"),
    ],
)
def test_each_state_of_a_subscription_is_told(
    context: Context, sold: Order, changes: dict[str, object], status: str
) -> None:
    subscription = replace(_plan(context, sold), **changes)  # type: ignore[arg-type]

    outbox.subscription_changed(context, subscription, LicenceChange.LICENCE_EXPIRATION)

    event = store.events(context, Topic.SUBSCRIPTION, subscription.reference)[-1]
    assert event.reason == "LICENCE_EXPIRATION"
    assert _value(event.message(NotificationKind.LCN), "STATUS") == status


def test_a_lifetime_ends_with_the_calendar(context: Context, sold: Order) -> None:
    subscription = replace(_plan(context, sold), expires_at=None)

    outbox.subscription_changed(context, subscription, LicenceChange.LICENCE_CHANGE)

    message = store.events(context, Topic.SUBSCRIPTION, subscription.reference)[-1].message(NotificationKind.LCN)
    names = ("EXPIRATION_DATE_TIME", "EXPIRATION_DATE", "LICENSE_LIFETIME", "NEXT_RENEWAL_DATE")
    assert [_value(message, name) for name in names] == ["9999-12-31 23:59:59", "9999-12-31", "YES", ""]


def test_a_licence_of_a_lifetime_is_told_in_an_ipn(context: Context, sold: Order) -> None:
    reference = sold.lines[1].subscription_reference
    ended = update(SubscriptionRow).where(SubscriptionRow.reference == reference).values(expires_at=None)
    context.session.execute(ended)

    outbox.order_changed(context, sold)

    message = _last(context, sold, "IPN")
    assert [_value(message, f"IPN_LICENSE_{name}[]") for name in ("EXP", "LIFETIME")] == ["9999-12-31 23:59:59", "YES"]


def test_a_kind_nobody_was_told_in_is_no_message(context: Context, merchant: Merchant) -> None:
    message = sending.prepared((), endpoint(), merchant, context.clock.now())

    assert [name for name, _ in message] == ["HASH", "SIGNATURE_SHA2_256", "SIGNATURE_SHA3_256"]


def _refund(context: Context, order: Order, amount: str) -> Refund:
    line = order.lines[0]
    return Refund(
        refund_id="r1",
        order_reference=order.reference or "",
        kind=RefundKind.REFUND,
        status=RefundStatus.DONE,
        amount=Decimal(amount),
        currency="USD",
        is_total=False,
        lines=(RefundedLine(line.number, line.reference, 1, Decimal(amount)),),
        reason="Other",
        charged="c1",
        idempotency_key="k1",
        requested_at=context.clock.now(),
    )


def _plan(context: Context, order: Order) -> Subscription:
    return subscriptions.find(context, order.lines[1].subscription_reference or "")


def _last(context: Context, order: Order, kind: str) -> Message:
    return store.events(context, Topic.ORDER, order.reference or "")[-1].message(NotificationKind(kind))


def _shown(message: Message) -> str:
    return "".join(f"{name}={value}\n" for name, value in message)


def _value(message: Message, wanted: str) -> str:
    return next(value for name, value in message if name == wanted)


def _values(message: Message, wanted: str) -> list[str]:
    return [value for name, value in message if name == wanted]
