"""Links that sign a customer in to his account, once."""

from typing import Annotated

from rpc_server.api.dispatch import Call
from rpc_server.api.errors import InvalidArgument
from rpc_server.api.families import MERCHANT
from rpc_server.api.objects.order_views import view_of
from rpc_server.api.objects.reading import required_word
from rpc_server.api.objects.sent_values import text
from rpc_server.api.objects.sign_on import CustomerType, read_customer, read_page, read_subscription, show_link
from rpc_server.api.registry import method
from rpc_server.api.shapes import MaxLength, Wire
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.carts.buyer import checked_language
from rpc_server.commerce.customers import service as customers
from rpc_server.commerce.customers.errors import CustomerNotFound, CustomerReferenceMissing
from rpc_server.commerce.orders.errors import LanguageInvalid
from rpc_server.commerce.sign_on import service
from rpc_server.commerce.sign_on.errors import (
    AccessPageInvalid,
    SignOnEmailInvalid,
    ValidationIpInvalid,
    ValidityTimeInvalid,
)
from rpc_server.commerce.sign_on.model import AccessPage
from rpc_server.commerce.subscriptions.errors import SubscriptionNotFound

_LINK_REFUSALS = (Forbidden, AccessPageInvalid, ValidityTimeInvalid, ValidationIpInvalid, LanguageInvalid)

Ip = Annotated[str | None, MaxLength(45), Wire("validationIP")]
Line = Annotated[str | None, MaxLength(255)]


@method("getSingleSignOn", MERCHANT, errors=[*_LINK_REFUSALS, SubscriptionNotFound, SignOnEmailInvalid])
def get_single_sign_on(
    call: Call,
    subscription_reference: str,
    email: Line = None,
    validity_time: int | None = None,
    access_page: Line = None,
    language: Line = None,
    validation_ip: Ip = None,
) -> str:
    """A link that signs in the customer of the subscription, once, within ``validityTime`` seconds (10).

    ``accessPage``: view_order, my_license, change_card, my_products, payment_methods, user_data, order_lookup, faq, or
    index. ``email`` must be his. ``language`` and ``validationIP``, the address the link may be followed from, are
    taken from the REST call (inferred).
    """
    page = _page(access_page, "accessPage", language)
    token = service.by_subscription(
        call.context,
        subscription_reference,
        email=text(email),
        page=page,
        seconds=_seconds(validity_time),
        ip=text(validation_ip),
    )
    return show_link(view_of(call).base_url, page, token)


@method(
    "getSingleSignOnByCustomer",
    MERCHANT,
    errors=[*_LINK_REFUSALS, InvalidArgument, CustomerNotFound, CustomerReferenceMissing, SubscriptionNotFound],
)
def get_single_sign_on_by_customer(
    call: Call,
    id_customer: Annotated[str, MaxLength(255)],
    customer_type: str,
    page: Line = None,
    request: Annotated[str | None, MaxLength(2000)] = None,
    validity_time: int | None = None,
    validation_ip: Ip = None,
    language: Line = None,
) -> str:
    """A link that signs the customer in, once, within ``validityTime`` seconds (10).

    ``customerType`` is AvangateCustomerReference or ExternalCustomerReference (inferred, as is the order of the last
    three). Pages are those of getSingleSignOn and my_subscription, which shows the subscription named by ``request``,
    like ``Request[]=code=123D40F123``.
    """
    wanted = _page(page, "page", language)
    named = read_customer(id_customer, required_word(CustomerType, customer_type, "customerType"))
    token = service.by_customer(
        call.context,
        customers.find(call.context, *named),
        page=wanted,
        subscription=read_subscription(request),
        seconds=_seconds(validity_time),
        ip=text(validation_ip),
    )
    return show_link(view_of(call).base_url, wanted, token)


def _page(stated: str | None, path: str, language: str | None) -> AccessPage:
    if text(language):
        checked_language(language or "")
    return read_page(stated, path)


def _seconds(stated: int | None) -> int:
    return service.DEFAULT_SECONDS if stated is None else stated
