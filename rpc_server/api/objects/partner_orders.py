"""Orders of partners and their subscriptions as the Channel Manager API 2.1 shows them."""

from decimal import Decimal
from typing import Annotated, ClassVar

from rpc_server.api.objects.order_showing import View, show_order
from rpc_server.api.objects.orders import BillingDetails, DeliveryDetails
from rpc_server.api.shapes import ApiObject, MaxLength, Wire
from rpc_server.commerce.orders import model as orders
from rpc_server.commerce.partners import model
from rpc_server.commerce.partners.end_users.model import EndUserDetails
from rpc_server.commerce.partners.end_users.model import PartnerSubscription as Sold

Line = Annotated[str | None, MaxLength(255)]

NOT_REGISTERED = "Not registered"


class PartnerOrder(ApiObject):
    """A partner's order. ``TotalSubbscriptionsNumber`` is spelled as the documents and their clients spell it.

    ``TotalAmount`` is what the partner owes: with tax, without its margin. ``OrderLockReason`` is None for an
    order nothing holds back.
    """

    wire_type: ClassVar[str] = "Order"

    ref_no: str
    status: str
    order_lock_reason: list[str] | None
    proforma_number: str | None
    total_amount: Decimal
    currency: str
    total_subscriptions_number: Annotated[int | None, Wire("TotalSubbscriptionsNumber")]


class PartnerSale(ApiObject, kw_only=True):
    """A partner's order with the members eStore orders have, as published samples list orders not invoiced yet.

    ``Order`` is the name of the short one here, so this type has a name of its own.
    """

    wire_type: ClassVar[str] = "OrderDetails"

    ref_no: str | None
    order_no: int | None
    external_reference: str | None
    shopper_ref_no: str | None = None
    status: str | None
    approve_status: str | None
    vendor_approve_status: str | None
    merchant_code: str | None
    language: str | None
    order_date: str | None
    finish_date: str | None
    source: str | None
    affiliate_source: str | None
    affiliate_id: str | None
    affiliate_name: str | None = None
    affiliate_url: Annotated[str | None, Wire("AffiliateUrl")] = None
    recurring_enabled: bool | None
    has_shipping: bool | None
    billing_details: BillingDetails | None
    delivery_details: DeliveryDetails | None
    partner_code: str | None
    currency: str | None
    net_price: Decimal | None
    gross_price: Decimal | None
    net_discounted_price: Decimal | None
    gross_discounted_price: Decimal | None
    discount: Decimal | None
    vat: Decimal | None


class PartnerSubscription(ApiObject, kw_only=True):
    """A subscription of a partner's order. ``FullfilmentStatus`` is spelled as the documents spell it.

    No call registers anybody, so nobody is.
    """

    subscription_reference: str
    has_end_user_information: bool
    registration_status: str = NOT_REGISTERED
    registration_emails: str | None = None
    fulfilment_status: Annotated[str, Wire("FullfilmentStatus")]


class EndUser(ApiObject):
    """Who uses a subscription; the first five are mandatory."""

    first_name: Line = None
    last_name: Line = None
    country_code: Line = None
    email: Line = None
    city: Line = None
    company: Line = None
    state: Line = None
    fax: Line = None
    address1: Line = None
    address2: Line = None
    phone: Line = None
    zip: Line = None
    language: Line = None

    def value(self) -> EndUserDetails:
        return EndUserDetails(
            first_name=self.first_name,
            last_name=self.last_name,
            company=self.company,
            email=self.email,
            phone=self.phone,
            fax=self.fax,
            address1=self.address1,
            address2=self.address2,
            city=self.city,
            zip=self.zip,
            country=self.country_code,
            state=self.state,
            language=self.language,
        )


def show_partner_order(placed: model.PartnerOrder) -> PartnerOrder:
    """The order in the Channel Manager's words."""
    subscriptions = sum(line.subscription_reference is not None for line in placed.order.lines)
    return PartnerOrder(
        ref_no=placed.order.reference or "",
        status=placed.status.value,
        order_lock_reason=[reason.value for reason in placed.lock_reasons] or None,
        proforma_number=placed.proforma_number,
        total_amount=placed.amount,
        currency=placed.order.currency,
        total_subscriptions_number=subscriptions or None,
    )


def show_sale(order: orders.Order, view: View) -> PartnerSale:
    """The order as an eStore order."""
    whole = show_order(order, view)
    own = (name for name in PartnerSale.__struct_fields__ if hasattr(whole, name))
    return PartnerSale(**{name: getattr(whole, name) for name in own})


def show_subscription(sold: Sold) -> PartnerSubscription:
    """The subscription with what became of its delivery."""
    return PartnerSubscription(
        subscription_reference=sold.reference,
        has_end_user_information=sold.has_end_user,
        fulfilment_status=sold.fulfilment.value,
    )
