"""A subscription that began elsewhere, as sent."""

from dataclasses import replace
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Annotated

from rpc_server.api.dates import required_time
from rpc_server.api.errors import MissingArgument
from rpc_server.api.objects.deliveries import SubscriptionDelivery
from rpc_server.api.objects.order_reading import read_card
from rpc_server.api.objects.orders import CardPayment
from rpc_server.api.objects.pricing_configurations import Line
from rpc_server.api.objects.reading import whole_number
from rpc_server.api.objects.sent_values import text, upper
from rpc_server.api.objects.subscription_codes import read_codes
from rpc_server.api.objects.subscription_reading import read_end_user, read_options
from rpc_server.api.objects.subscriptions import NEVER, EndUser, SubscriptionProduct
from rpc_server.api.shapes import ApiObject, MaxLength
from rpc_server.commerce.customers.model import DEFAULT_LANGUAGE
from rpc_server.commerce.payments.errors import PaymentRefused
from rpc_server.commerce.subscriptions.importing.errors import ImportPriceInvalid
from rpc_server.commerce.subscriptions.importing.model import CustomTerms, ImportedSubscription
from rpc_server.gateways import CardDetails


class SubscriptionImport(ApiObject):
    """What is told of the subscription; ``SubscriptionCode``, a code of the service it comes from, is passed over.

    ``ExpirationDate`` 9999-12-31 is a lifetime. ``Payment``, where the REST samples have it, is the card, as the second
    argument of the call is.
    """

    external_subscription_reference: Annotated[str | None, MaxLength(1000)] = None
    subscription_code: Line = None
    start_date: Line = None
    expiration_date: Line = None
    product: SubscriptionProduct | None = None
    end_user: EndUser | None = None
    external_customer_reference: Line = None
    avangate_customer_reference: int | None = None
    delivery_info: SubscriptionDelivery | None = None
    next_renewal_price: Decimal | None = None
    next_renewal_price_currency: Line = None
    custom_price_billing_cycles_left: int | None = None
    subscription_value: Decimal | None = None
    subscription_value_currency: Line = None
    partner_code: Line = None
    additional_info: Annotated[str | None, MaxLength(65_535)] = None
    test: bool | None = None
    payment: CardPayment | None = None


def read_import(sent: SubscriptionImport, card: CardPayment | None, zone: tzinfo) -> ImportedSubscription:
    """The subscription told of; dates are days in ``zone``.

    Raises ``InvalidArgument``, ``PaymentRefused``, and ``ImportPriceInvalid`` for two currencies.
    """
    product, end_user = sent.product or SubscriptionProduct(), sent.end_user or EndUser()
    paid_with = card or sent.payment
    return ImportedSubscription(
        external_reference=(sent.external_subscription_reference or "").strip(),
        starts_at=required_time(sent.start_date, zone, "StartDate"),
        expires_at=_end(sent.expiration_date, zone),
        product_code=text(product.product_code),
        product_id=whole_number(product.product_id, "Product.ProductId"),
        end_user=read_end_user(end_user),
        product_name=text(product.product_name),
        product_version=text(product.product_version),
        quantity=1 if product.product_quantity is None else product.product_quantity,
        options=read_options(product.price_option_codes) or (),
        language=(end_user.language or "").strip().lower() or DEFAULT_LANGUAGE,
        customer_reference=sent.avangate_customer_reference or None,
        external_customer_reference=text(sent.external_customer_reference),
        delivery=read_codes(sent.delivery_info),
        currency=_currency(sent),
        custom=_custom(sent),
        value=sent.subscription_value or Decimal(0),
        partner_code=text(sent.partner_code),
        note=text(sent.additional_info),
        is_test=bool(sent.test),
        card=_card(paid_with) if paid_with else None,
        card_type=text(paid_with.card_type) if paid_with else None,
    )


def _end(stated: str | None, zone: tzinfo) -> datetime | None:
    return None if (stated or "").startswith(NEVER) else required_time(stated, zone, "ExpirationDate")


def _currency(sent: SubscriptionImport) -> str | None:
    currencies = {upper(sent.subscription_value_currency), upper(sent.next_renewal_price_currency)} - {""}
    if len(currencies) > 1:
        raise ImportPriceInvalid("The amounts must be in one currency.", field="NextRenewalPriceCurrency")
    return next(iter(currencies), None)


def _custom(sent: SubscriptionImport) -> CustomTerms | None:
    """A custom price without a number of cycles is for one, as for ``setCustomRenewalPrice``."""
    if sent.next_renewal_price is None:
        return None
    cycles = sent.custom_price_billing_cycles_left
    return CustomTerms(sent.next_renewal_price, 1 if cycles is None else cycles)


def _card(sent: CardPayment) -> CardDetails:
    try:
        card = read_card(sent)
    except PaymentRefused as refusal:
        field = (refusal.field or "").replace("PaymentDetails.PaymentMethod", "CardPayment")
        raise type(refusal)(refusal.message, field=field, hint=refusal.hint) from None
    if card is None:
        raise MissingArgument("CardPayment.CardNumber is required.", field="CardPayment.CardNumber")
    return replace(card, security_code=None)
