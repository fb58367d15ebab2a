"""Channel Manager API 2.1: proformas, which collect a partner's orders, and paying them.

To pay: ``setProforma``, ``setPaymentDetails``, ``payProforma``, in this order.
"""

from typing import Annotated

from rpc_server.api.dispatch import Call
from rpc_server.api.families import CHANNEL_MANAGER
from rpc_server.api.methods.channel_manager import partner_of
from rpc_server.api.objects.cart import CartPaymentDetails
from rpc_server.api.objects.order_views import view_of
from rpc_server.api.objects.proformas import Proforma, show_proforma
from rpc_server.api.registry import method
from rpc_server.api.shapes import Mark, Wire
from rpc_server.commerce.accounts.errors import Forbidden, NotAllowed
from rpc_server.commerce.partners.errors import InvalidOrderReference, NoPartnerSet
from rpc_server.commerce.partners.proformas import details, errors, links, model, paying, service
from rpc_server.commerce.partners.proformas.errors import (
    InvalidProformaNumber,
    MixedCurrencies,
    OrderAlreadyInvoiced,
    OrderNotApproved,
)
from rpc_server.commerce.payments.errors import PaymentRefused
from rpc_server.gateways import CardNotTaken


@method(
    "createProforma",
    CHANNEL_MANAGER,
    errors=[
        Forbidden,
        NoPartnerSet,
        InvalidOrderReference,
        OrderNotApproved,
        OrderAlreadyInvoiced,
        MixedCurrencies,
    ],
)
def create_proforma(call: Call, sales: list[str] | None = None) -> Proforma:
    """Collect orders of the partner on a new invoice: approved ones, not invoiced yet, of one currency."""
    partner_code = call.open_session.state.partner_code
    return _show(call, service.create(call.context, partner_code, sales or []))


@method("getProforma", CHANNEL_MANAGER, errors=[Forbidden, NoPartnerSet, InvalidProformaNumber], writes=False)
def get_proforma(
    call: Call, proforma_number: str | None = None, with_document: Annotated[bool | None, Mark.UNLISTED] = None
) -> Proforma:
    """An invoice of the partner as it stands.

    The SOAP sample passes ``true`` as a third argument, which no table mentions; it asks for the document
    (inferred). Without it there is a link too, as the table of members has one; ``false`` makes ``ProformaPDF`` null.
    """
    found = service.find(call.context, partner_of(call), proforma_number)
    return _show(call, found, has_document=with_document is not False)


@method(
    "setProforma",
    CHANNEL_MANAGER,
    errors=[Forbidden, NoPartnerSet, InvalidProformaNumber, errors.ProformaPaid, errors.ProformaCanceled],
)
def set_proforma(call: Call, proforma_number: str | None = None) -> bool:
    """Choose the invoice the session pays; payment details told before are forgotten, and another one before it too."""
    chosen = service.payable(call.context, partner_of(call), proforma_number)
    details.forget(call.context, call.open_session.state)
    call.remember(proforma_number=chosen.number, payment=None, card_id=None)
    return True


@method(
    "setPaymentDetails",
    CHANNEL_MANAGER,
    errors=[
        Forbidden,
        NoPartnerSet,
        errors.ProformaNotSet,
        errors.ProformaPaid,
        errors.PaidByInvalid,
        errors.CurrencyDiffers,
        PaymentRefused,
    ],
)
def set_payment_details(
    call: Call, payment_details: Annotated[CartPaymentDetails | None, Wire("PaymentDetails")] = None
) -> bool:
    """Tell how the chosen invoice is paid: ``Type`` is CC, PAYPAL, WIRE or CHECK, ``Currency`` null or the invoice's.

    A card goes to the vault at once; its security code is checked and dropped.
    """
    partner, number = partner_of(call), call.open_session.state.proforma_number
    typed = (payment_details or CartPaymentDetails()).value()
    payment, card_id = details.told(call.context, partner, number, typed)
    details.forget(call.context, call.open_session.state)
    call.remember(payment=payment, card_id=card_id)
    return True


@method(
    "payProforma",
    CHANNEL_MANAGER,
    errors=[
        Forbidden,
        NoPartnerSet,
        errors.PaymentDetailsNotSet,
        InvalidProformaNumber,
        errors.ProformaPaid,
        errors.PaymentUnderWay,
        errors.AuthorizationFailed,
        NotAllowed,
        CardNotTaken,
    ],
)
def pay_proforma(call: Call) -> bool:
    """Pay the chosen invoice as told; what waited for its money is delivered, and its credit is free again.

    A declined payment is an error here, and can be tried again with the same or other details. By wire or check
    the invoice stays unpaid until the money is there. Once paid, invoice and payment details are forgotten.
    """
    state = call.open_session.state
    paying.pay(call.context, state.partner_code, state.proforma_number, details.of_session(state))
    details.forget(call.context, state)
    call.remember(proforma_number=None, payment=None, card_id=None)
    return True


@method(
    "confirmInvoicePayment",
    CHANNEL_MANAGER,
    errors=[
        Forbidden,
        errors.NotOfThePartner,
        errors.UnknownProforma,
        errors.AlreadyPaid,
        errors.NotDirect,
        errors.PaymentUnderWay,
    ],
)
def confirm_invoice_payment(
    call: Call, partner_code: str | None = None, proforma_no: str | None = None, rrn: str | None = None
) -> bool:
    """Say that a partner who pays the merchant himself has paid; ``rrn`` is the number of the receipt.

    The published sample sets partner and proforma before, and its own call cannot be read: all of partner code,
    number and receipt, the receipt alone, or nothing are understood. What is left out is the session's.
    """
    state = call.open_session.state
    if proforma_no is None and rrn is None:
        partner_code, rrn = None, partner_code
    if partner_code is not None and partner_code != state.partner_code:
        raise errors.NotOfThePartner(field="partnerCode")
    paying.confirm(call.context, state.partner_code, proforma_no or state.proforma_number, rrn)
    details.forget(call.context, state)
    call.remember(proforma_number=None, payment=None, card_id=None)
    return True


def _show(call: Call, proforma: model.Proforma, *, has_document: bool = True) -> Proforma:
    base_url = view_of(call).base_url
    document = links.address(call.context, base_url, proforma.number) if has_document else None
    return show_proforma(proforma, now=call.context.clock.now(), zone=call.merchant.zone, document=document)
