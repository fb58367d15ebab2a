"""Orders of API 3.0 to 6.0: placed in one call, quoted, and read."""

from collections.abc import Iterable
from typing import Annotated

from rpc_server.api.dispatch import Call
from rpc_server.api.families import MERCHANT
from rpc_server.api.objects.order_reading import read_order
from rpc_server.api.objects.order_showing import View, show_order
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
from rpc_server.commerce.subscriptions import service as subscriptions
from rpc_server.commerce.subscriptions.model import Subscription

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
    refusals.BillingDetailMissing,
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
    CustomerMismatch,
    NotAllowed,
)


@method("placeOrder", MERCHANT, errors=[Forbidden, *_QUOTE_REFUSALS, *_PLACE_REFUSALS])
def place_order(call: Call, order: Annotated[Order, Wire("Order"), Mark.MESSAGE]) -> Order:
    """Place an order and charge it; with the RefNo of a failed order, charge that one again.

    A declined card is no fault: the order is answered PENDING, with the reason in ``Errors``. A paid one is
    answered AUTHRECEIVED with ApproveStatus WAITING, as recorded; ``getOrder`` tells how it went on. For another
    charge only ``RefNo`` and ``PaymentDetails`` are looked at: clients post the whole order back.
    """
    placed = orders.place(call.context, read_order(order, call.merchant.zone))
    return show_order(placed, _view(call))


@method("getContents", MERCHANT, errors=[Forbidden, *_QUOTE_REFUSALS], writes=False)
def get_contents(call: Call, order: Annotated[Order, Wire("Order"), Mark.MESSAGE]) -> Order:
    """What an order would cost: the order with prices and taxes, without a RefNo.

    Items and the billing country are enough; nothing is kept.
    """
    quoted = orders.quote(call.context, read_order(order, call.merchant.zone))
    return show_order(quoted, _view(call))


@method("getOrder", MERCHANT, errors=[Forbidden, refusals.OrderNotFound], writes=False)
def get_order(call: Call, order_reference: str) -> Order:
    """The order of this RefNo as it stands, with the subscriptions it brought. ``Errors`` are null."""
    found = orders.find(call.context, order_reference)
    return show_order(found, _view(call, subscriptions.of_order(call.context, order_reference)))


def _view(call: Call, brought: Iterable[Subscription] = ()) -> View:
    headers = call.request.headers
    return View(
        endpoint=call.endpoint,
        merchant=call.merchant,
        base_url=f"{headers.get('wsgi.url_scheme', 'https')}://{headers.get('HTTP_HOST', 'localhost')}",
        subscriptions={subscription.reference: subscription for subscription in brought},
    )
