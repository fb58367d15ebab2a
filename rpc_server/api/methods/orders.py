"""Orders of API 3.0 to 6.0: placed in one call, quoted, and read."""

from typing import Annotated

from rpc_server.api.dispatch import Call
from rpc_server.api.families import MERCHANT
from rpc_server.api.objects.order_reading import billing_rule, read_order
from rpc_server.api.objects.order_showing import show_order
from rpc_server.api.objects.order_views import view_of
from rpc_server.api.objects.orders import Order
from rpc_server.api.registry import method
from rpc_server.api.shapes import Mark, Wire
from rpc_server.commerce.accounts.errors import Forbidden, NotAllowed
from rpc_server.commerce.campaigns.promotions.errors import PromotionUsedUp
from rpc_server.commerce.customers.errors import CustomerMismatch
from rpc_server.commerce.orders import errors as refusals
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.payments import errors as payment_refusals
from rpc_server.commerce.pricing import errors as price_refusals
from rpc_server.commerce.shipping.errors import ShippingNotPriced
from rpc_server.gateways import CardNotTaken

_QUOTE_REFUSALS = (
    refusals.ItemsEmpty,
    refusals.ItemsMixed,
    refusals.ProductCodeInvalid,
    refusals.ProductNameInvalid,
    refusals.IsDynamicInvalid,
    refusals.TangibleInvalid,
    refusals.PurchaseTypeInvalid,
    refusals.QuantityInvalid,
    refusals.PriceStructureInvalid,
    refusals.PriceAmountInvalid,
    refusals.PriceTypeInvalid,
    refusals.BasePriceWithAmount,
    refusals.DefaultPriceWithAmount,
    refusals.CustomPriceWithoutAmount,
    refusals.TaxCategoryInvalid,
    refusals.RecurringOptionsInvalid,
    refusals.TrialInvalid,
    refusals.TrialNotOffered,
    refusals.StartDateInvalid,
    refusals.CustomSettingsInvalid,
    refusals.ShippingMethodInvalid,
    refusals.ExternalReferenceInvalid,
    refusals.SourceInvalid,
    ShippingNotPriced,
    refusals.PromotionInvalid,
    refusals.CouponExceedsTotal,
    refusals.TotalTooLarge,
    refusals.CurrencyInvalid,
    refusals.CurrencyMismatch,
    refusals.CountryInvalid,
    refusals.LanguageInvalid,
    refusals.BillingCountryInvalid,
    refusals.DeliveryCountryInvalid,
    price_refusals.PriceOptionsInvalid,
    price_refusals.CurrencyNotPriced,
    price_refusals.NotPriced,
    price_refusals.CrossSellRefused,
    payment_refusals.PaymentTypeInvalid,
    payment_refusals.CardExpirationInvalid,
)
_PLACE_REFUSALS = (
    refusals.AdditionalFieldEmpty,
    refusals.AdditionalFieldInvalid,
    refusals.BillingDetailMissing,
    refusals.BillingStateInvalid,
    refusals.FiscalCodeInvalid,
    refusals.CustomerIpInvalid,
    refusals.BillingEmailInvalid,
    refusals.PaymentMissing,
    refusals.NotFree,
    refusals.PaymentTypeChanged,
    refusals.OrderNotFound,
    refusals.OrderNotPayable,
    refusals.PaymentInProgress,
    PromotionUsedUp,
    payment_refusals.CardMissing,
    payment_refusals.CardNumberInvalid,
    payment_refusals.CardTypeInvalid,
    payment_refusals.SecurityCodeInvalid,
    payment_refusals.InstallmentsInvalid,
    payment_refusals.ReturnUrlMissing,
    payment_refusals.CancelUrlMissing,
    payment_refusals.ReturnUrlInvalid,
    payment_refusals.InvalidEesToken,
    payment_refusals.TransientTokenInvalid,
    payment_refusals.PreviousOrderInvalid,
    payment_refusals.PurchaseOrderNumberMissing,
    payment_refusals.AutoApproveMissing,
    payment_refusals.CompanyMissing,
    payment_refusals.PaymentCurrencyNotTaken,
    CardNotTaken,
    CustomerMismatch,
    NotAllowed,
)


@method("placeOrder", MERCHANT, errors=[Forbidden, *_QUOTE_REFUSALS, *_PLACE_REFUSALS])
def place_order(call: Call, order: Annotated[Order, Wire("Order"), Mark.MESSAGE]) -> Order:
    """Place an order and charge it; with the RefNo of a failed or reversed order, charge that one again.

    A declined card is no fault: the order is answered PENDING, with the reason in ``Errors``. A paid one is
    answered AUTHRECEIVED with ApproveStatus WAITING, as recorded; ``getOrder`` tells how it went on. For another
    charge only ``RefNo`` and ``PaymentDetails`` are looked at: clients post the whole order back.

    Where the buyer's bank asks him first (3-D Secure, from 5.0 on: a test card of ``Vera Doe``, sent with both
    ``Vendor3DS...`` addresses) the order is PENDING and ``PaymentMethod.Authorize3DS`` says where to send him: to
    ``Href``, a question mark, and ``avng8apitoken`` of ``Params``. He comes back to ``Vendor3DSReturnURL`` or
    ``Vendor3DSCancelURL`` with ``refno`` in the query. Banks and wallets (PAYPAL, IDEAL, ...) work alike, with
    ``ReturnURL`` and ``CancelURL``. WIRE, CHECK and PURCHASEORDER stay PENDING until they are paid.

    ``EesToken`` is one of this server's; on a live account whose processor keeps cards itself (Stripe) it is the
    processor's own, and cards are refused.

    Up to 5.0 ``BillingDetails`` need ``FirstName``, ``LastName``, ``Email`` and ``CountryCode``; in 6.0 ``Address1``, ``City``
    and ``Zip`` too, ``State`` in US, CA, BR, TR, IN and RO, ``Phone`` and ``FiscalCode`` (CPF or CNPJ) in BR, and the
    ``FiscalCode`` of a ``Company``. Codes of errors about them are this server's own.
    """
    view = view_of(call)
    new = read_order(
        order,
        call.merchant.zone,
        pages_at=view.base_url,
        takes_3ds=not view.is_old,
        rule=billing_rule(call.endpoint),
    )
    return show_order(orders.place(call.context, new), view)


@method("getContents", MERCHANT, errors=[Forbidden, *_QUOTE_REFUSALS], writes=False)
def get_contents(call: Call, order: Annotated[Order, Wire("Order"), Mark.MESSAGE]) -> Order:
    """What an order would cost: the order with prices and taxes, without a RefNo.

    Items and the billing country are enough; nothing is kept.
    """
    quoted = orders.quote(call.context, read_order(order, call.merchant.zone))
    return show_order(quoted, view_of(call))


@method("getOrder", MERCHANT, errors=[Forbidden, refusals.OrderNotFound], writes=False)
def get_order(call: Call, order_reference: str) -> Order:
    """The order of this RefNo as it stands, with what it brought and gave back. ``Errors`` are null."""
    found = orders.find(call.context, order_reference)
    return show_order(found, view_of(call, [found]))
