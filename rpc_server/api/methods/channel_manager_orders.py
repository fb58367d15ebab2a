"""Channel Manager API 2.1: a partner's orders, their subscriptions and who uses them."""

from rpc_server.api.dispatch import Call
from rpc_server.api.errors import InvalidArgument
from rpc_server.api.families import CHANNEL_MANAGER
from rpc_server.api.methods.channel_manager import partner_of
from rpc_server.api.objects.order_views import view_of
from rpc_server.api.objects.partner_orders import (
    EndUser,
    PartnerOrder,
    PartnerSale,
    PartnerSubscription,
    show_partner_order,
    show_sale,
    show_subscription,
)
from rpc_server.api.registry import method
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.partners import orders
from rpc_server.commerce.partners.end_users import errors, service
from rpc_server.commerce.partners.end_users.model import EndUserDetails
from rpc_server.commerce.partners.errors import (
    InvalidOrderReference,
    NoPartnerSet,
    OrderReferenceInvalid,
    OrderReferenceMissing,
    PartnerNotSet,
)

LAST_PAGE = 1_000_000

_END_USER_REFUSALS = (
    errors.TooManySubscriptions,
    errors.SubscriptionsMissing,
    errors.SubscriptionInvalid,
    errors.CountryInvalid,
    errors.EmailInvalid,
    errors.FirstNameMissing,
    errors.LastNameMissing,
    errors.CityMissing,
)


@method("getOrderStatus", CHANNEL_MANAGER, errors=[Forbidden, NoPartnerSet, InvalidOrderReference], writes=False)
def get_order_status(call: Call, ref_no: str | None = None) -> PartnerOrder:
    """An order of the partner as it stands: an object, where order API 2.x has a text."""
    return show_partner_order(orders.find(call.context, partner_of(call), ref_no))


@method("getOrdersWithoutProforma", CHANNEL_MANAGER, errors=[Forbidden, NoPartnerSet], writes=False)
def get_orders_without_proforma(call: Call) -> list[PartnerSale]:
    """The partner's orders that are on no invoice and have not ended, the oldest first; a thousand at most.

    They have the members of eStore orders, as the published sample does, not those of ``getOrderStatus``.
    """
    found = orders.not_invoiced(call.context, partner_of(call))
    view = view_of(call)
    return [show_sale(order, view) for order in found]


@method(
    "getOrderSubscriptions",
    CHANNEL_MANAGER,
    errors=[Forbidden, PartnerNotSet, OrderReferenceMissing, OrderReferenceInvalid, InvalidArgument],
    writes=False,
)
def get_order_subscriptions(
    call: Call, ref_no: str | None = None, page_no: int | None = None
) -> list[PartnerSubscription]:
    """A page of fifty of an order's subscriptions, which there are from the moment it is placed; pages count from 1."""
    partner = partner_of(call, PartnerNotSet)
    page = 1 if page_no is None else page_no
    if not 1 <= page <= LAST_PAGE:
        raise InvalidArgument("pageNo must be 1 or more.", field="pageNo")
    return [show_subscription(sold) for sold in service.of_order(call.context, partner, ref_no, page)]


@method("updateSubscriptionsEndUser", CHANNEL_MANAGER, errors=[Forbidden, PartnerNotSet, *_END_USER_REFUSALS])
@method("updateEndUser", CHANNEL_MANAGER, errors=[Forbidden, PartnerNotSet, *_END_USER_REFUSALS])
@method("updateEndUserInformation", CHANNEL_MANAGER, errors=[Forbidden, PartnerNotSet, *_END_USER_REFUSALS])
@method("updateSubscriptionEndUser", CHANNEL_MANAGER, errors=[Forbidden, PartnerNotSet, *_END_USER_REFUSALS])
def update_subscriptions_end_user(
    call: Call, subscription_references_list: list[str] | None = None, end_user: EndUser | None = None
) -> bool:
    """Tell who uses these subscriptions, two hundred at most; an order that waited for that is delivered.

    The documents show the method cut off after ``u``: every name it may have had is understood.
    """
    partner = partner_of(call, PartnerNotSet)
    told = end_user.value() if end_user else EndUserDetails()
    service.tell(call.context, partner.code, subscription_references_list or [], told)
    return True
