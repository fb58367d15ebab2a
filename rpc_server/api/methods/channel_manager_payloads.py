"""Channel Manager 6.0, at the merchant API's own endpoint: no session keeps a partner, each payload names it."""

from typing import Annotated

from rpc_server.api.dispatch import Call
from rpc_server.api.errors import InvalidArgument, MissingArgument
from rpc_server.api.families import MERCHANT_6
from rpc_server.api.objects.partner_payloads import (
    InvoiceTemplate,
    OrderResellerUpdate,
    PartnerReseller,
    PartnerUser,
    PartnerUserQuery,
    ResellersQuery,
    ResellerUpdate,
    show_reseller,
    show_user,
)
from rpc_server.api.objects.partner_renewals import (
    PartnerRenewal,
    PartnerRenewalOrder,
    PartnerRenewalPrice,
    show_renewal,
    show_renewal_price,
)
from rpc_server.api.registry import method
from rpc_server.api.shapes import Mark, Wire
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.carts.errors import InvalidExternalReference
from rpc_server.commerce.partners import model, service, users
from rpc_server.commerce.partners.errors import (
    OrderReferenceInvalid,
    OrderReferenceMissing,
    PartnerCodeMissing,
    PartnerNotFound,
    PartnerUserNotFound,
    ProductNotListed,
    QuantityNotAvailable,
)
from rpc_server.commerce.partners.renewals import errors as renewal_refusals
from rpc_server.commerce.partners.renewals import service as renewals
from rpc_server.commerce.partners.resellers import errors as reseller_refusals
from rpc_server.commerce.partners.resellers import service as resellers
from rpc_server.commerce.pricing.errors import PriceOptionsInvalid
from rpc_server.commerce.subscriptions.errors import NeverExpires, SubscriptionDisabled, SubscriptionNotFound

_ONE_TEMPLATE = InvoiceTemplate(id_invoice_template=1, template_name="Standard")
_PARTNER = (Forbidden, PartnerCodeMissing, PartnerNotFound)
_RENEWAL = (
    Forbidden,
    InvalidArgument,
    MissingArgument,
    InvalidExternalReference,
    renewal_refusals.NothingToRenew,
    renewal_refusals.RenewedTwice,
    renewal_refusals.SubscriptionOfNoPartner,
    renewal_refusals.RenewalTooEarly,
    renewal_refusals.ExtraInvalid,
    SubscriptionNotFound,
    SubscriptionDisabled,
    NeverExpires,
    ProductNotListed,
    QuantityNotAvailable,
    PriceOptionsInvalid,
)

Renewal = Annotated[PartnerRenewal | None, Wire("RenewalData"), Mark.MESSAGE]


@method("getPartnerUser", MERCHANT_6, errors=[Forbidden, PartnerUserNotFound], writes=False)
def get_partner_user(call: Call, query: Annotated[PartnerUserQuery | None, Mark.MESSAGE] = None) -> PartnerUser:
    """The partner whose user has this UUID or e-mail address; each has one user (inferred)."""
    wanted = query or PartnerUserQuery()
    partner = users.partner_of(call.context, wanted.partner_user_uuid, wanted.email)
    return show_user(partner, users.uuid_of(call.context, partner))


@method("getPartnerInvoiceTemplates", MERCHANT_6, errors=[Forbidden], writes=False)
def get_partner_invoice_templates(call: Call) -> list[InvoiceTemplate]:
    """The ways partner invoices may look; here there is one."""
    return [_ONE_TEMPLATE]


@method("getPartnerResellers", MERCHANT_6, errors=[*_PARTNER, InvalidArgument], writes=False)
def get_partner_resellers(
    call: Call, query: Annotated[ResellersQuery | None, Mark.MESSAGE] = None
) -> list[PartnerReseller]:
    """A page of a partner's resellers, the oldest first; page 1 of 10 unless ``SearchBy`` says otherwise."""
    wanted = query or ResellersQuery()
    page, limit = wanted.page()
    found, _ = resellers.page(call.context, _partner(call, wanted.partner_code), page=page, limit=limit)
    return [show_reseller(reseller) for reseller in found]


@method(
    "updateReseller",
    MERCHANT_6,
    errors=[
        *_PARTNER,
        reseller_refusals.ResellerCodeInvalid,
        reseller_refusals.ResellerNotFound,
        reseller_refusals.FirstNameMissing,
        reseller_refusals.LastNameMissing,
        reseller_refusals.CompanyMissing,
        reseller_refusals.EmailMissing,
        reseller_refusals.EmailInvalid,
        reseller_refusals.CountryInvalid,
    ],
)
def update_partner_reseller(call: Call, reseller: Annotated[ResellerUpdate | None, Mark.MESSAGE] = None) -> bool:
    """Keep a partner's reseller as he is described now, in whole; orders keep him as he was."""
    told = reseller or ResellerUpdate()
    resellers.change(call.context, _partner(call, told.partner_code), told.value())
    return True


@method(
    "updateOrderReseller",
    MERCHANT_6,
    errors=[
        *_PARTNER,
        OrderReferenceMissing,
        OrderReferenceInvalid,
        reseller_refusals.ResellerCodeInvalid,
        reseller_refusals.ResellerNotFound,
    ],
)
def update_order_reseller(
    call: Call, update: Annotated[OrderResellerUpdate | None, Mark.MESSAGE] = None
) -> PartnerReseller:
    """Let an order be for a reseller of its partner, as he is now, and answer him."""
    told = update or OrderResellerUpdate()
    partner = _partner(call, told.partner_code)
    return show_reseller(resellers.name_on_order(call.context, partner.code, told.order_ref_no, told.reseller_code))


@method("renewPartnerSubscriptions", MERCHANT_6, errors=_RENEWAL)
def renew_partner_subscriptions(call: Call, renewal: Renewal = None) -> PartnerRenewalOrder:
    """Order the renewal of subscriptions one partner sold, on its credit and at its price lists' prices.

    Each is enabled and in its last ninety days or past them. Delivered, they run for their next period at once;
    past the credit limit, or where the partner's orders need approval, the order waits.
    """
    return show_renewal(renewals.place(call.context, (renewal or PartnerRenewal()).value()))


@method("getPartnerSubscriptionsRenewalPrice", MERCHANT_6, errors=_RENEWAL, writes=False)
def get_partner_subscriptions_renewal_price(call: Call, renewal: Renewal = None) -> PartnerRenewalPrice:
    """What the same renewal would cost; nothing is kept."""
    return show_renewal_price(renewals.price(call.context, (renewal or PartnerRenewal()).value()))


def _partner(call: Call, code: str | None) -> model.Partner:
    return service.partner_by_code(call.context, code)
