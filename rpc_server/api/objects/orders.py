"""The order of API 3.0 to 6.0, one object for what is sent and what is answered.

Clients post a whole answered order back to charge it again, and PHP drops what a type does not name, so members
that are only sent and members that are only answered live side by side. Members stand in the order of recorded
answers, each from the version on that was recorded with it; what only 3.0 and 6.0 recordings tell apart is taken
to have changed with 5.0 (inferred). Everything is answered always, null where there is nothing.

What a client sends under the wire name of two members is in both, whatever the version. A list a client sends
may hold nulls.
"""

from decimal import Decimal
from typing import Annotated, Any, ClassVar

from msgspec import UNSET, UnsetType

from rpc_server.api.objects.deliveries import ProductDelivery
from rpc_server.api.objects.refunds import OrderRefund
from rpc_server.api.shapes import ApiObject, Code, Mark, MaxLength, Since, Until, Wire
from rpc_server.commerce.customers.errors import CustomerMismatch
from rpc_server.commerce.orders import errors as refusals
from rpc_server.commerce.payments import errors as payment_refusals
from rpc_server.commerce.payments.errors import CardExpirationInvalid, CardNumberInvalid, SecurityCodeInvalid

Line = Annotated[str | None, MaxLength(255)]
SentLine = Annotated[str | None, MaxLength(255), Mark.INPUT]
Text = Annotated[str | None, MaxLength(2000)]
Setting = Annotated[str | None, MaxLength(255), Code(refusals.CustomSettingsInvalid.code)]
NothingYet = Any
"""Documented members this server has nothing to say in."""


class BillingDetails(ApiObject):
    """Who pays. ``TaxExemptionId`` is sent only."""

    fiscal_code: Line = None
    tax_office: Annotated[str | None, MaxLength(255), Since("6.0")] = None
    phone: Line = None
    first_name: Line = None
    last_name: Line = None
    company: Line = None
    email: Line = None
    address1: Line = None
    address2: Line = None
    city: Line = None
    zip: Line = None
    country_code: Line = None
    state: Line = None
    tax_exemption_id: SentLine = None


class DeliveryDetails(ApiObject):
    """Who receives what was bought; without it, who pays."""

    phone: Line = None
    first_name: Line = None
    last_name: Line = None
    company: Line = None
    email: Line = None
    address1: Line = None
    address2: Line = None
    city: Line = None
    zip: Line = None
    country_code: Line = None
    state: Line = None


class Authorize3DS(ApiObject):
    """Where to send the buyer for the questions of his bank or wallet: ``Href?avng8apitoken=``, the token in ``Params``.

    Good for one answer, within thirty minutes.
    """

    href: str | None = None
    method: str | None = None
    params: dict[str, str] | None = None


class CardPayment(ApiObject):
    """A card as some documents nest it; every sample sends its members flat in PaymentMethod."""

    card_number: Annotated[str | None, MaxLength(40), Code(CardNumberInvalid.code)] = None
    card_type: Line = None
    expiration_year: Annotated[str | None, MaxLength(10), Code(CardExpirationInvalid.code)] = None
    expiration_month: Annotated[str | None, MaxLength(10), Code(CardExpirationInvalid.code)] = None
    holder_name: Line = None
    ccid: Annotated[str | None, MaxLength(10), Code(SecurityCodeInvalid.code)] = None
    recurring_enabled: bool | None = None
    holder_name_time: Decimal | None = None
    card_number_time: Decimal | None = None


class PaymentMethod(ApiObject):
    """What pays: a card, sent whole and answered masked, or what its payment type asks for.

    Members that do not belong to an answer are left out of it. ``ExpirationYear`` is sent with four digits and
    answered with two, as recorded. ``Authorize...`` of wallets, their echoed addresses, and ``Instructions`` are
    spelled like their documented neighbours (inferred).
    """

    authorize_3ds: Annotated[Authorize3DS | UnsetType | None, Since("5.0")] = UNSET
    authorize_ideal: Authorize3DS | UnsetType | None = UNSET
    authorize_alipay: Authorize3DS | UnsetType | None = UNSET
    authorize_we_chat_pay: Authorize3DS | UnsetType | None = UNSET
    authorize_trustly: Authorize3DS | UnsetType | None = UNSET
    authorize_sofort: Authorize3DS | UnsetType | None = UNSET
    authorize_webmoney: Authorize3DS | UnsetType | None = UNSET
    redirect_url: str | UnsetType | None = UNSET
    instructions: dict[str, str] | UnsetType | None = UNSET
    internal_po_number: Annotated[
        str | UnsetType | None, MaxLength(255), Code(payment_refusals.PurchaseOrderNumberMissing.code)
    ] = UNSET
    auto_approve: Annotated[bool | UnsetType | None, Code(payment_refusals.AutoApproveMissing.code)] = UNSET
    first_digits: str | UnsetType | None = UNSET
    last_digits: str | UnsetType | None = UNSET
    card_type: Annotated[str | UnsetType | None, MaxLength(255)] = UNSET
    expiration_month: Annotated[str | UnsetType | None, MaxLength(10), Code(CardExpirationInvalid.code)] = UNSET
    expiration_year: Annotated[str | UnsetType | None, MaxLength(10), Code(CardExpirationInvalid.code)] = UNSET
    recurring_enabled: bool | UnsetType | None = UNSET
    vendor_3ds_return_url: Annotated[str | UnsetType | None, MaxLength(2000), Since("5.0")] = UNSET
    vendor_3ds_cancel_url: Annotated[str | UnsetType | None, MaxLength(2000), Since("5.0")] = UNSET
    installments_number: Annotated[int | UnsetType | None, Code(payment_refusals.InstallmentsInvalid.code)] = UNSET
    return_url: Annotated[str | UnsetType | None, MaxLength(2000)] = UNSET
    cancel_url: Annotated[str | UnsetType | None, MaxLength(2000)] = UNSET
    card_number: Annotated[str | None, MaxLength(40), Code(CardNumberInvalid.code), Mark.INPUT] = None
    holder_name: SentLine = None
    ccid: Annotated[str | None, MaxLength(10), Code(SecurityCodeInvalid.code), Mark.INPUT] = None
    holder_name_time: Annotated[Decimal | None, Mark.INPUT] = None
    card_number_time: Annotated[Decimal | None, Mark.INPUT] = None
    card_payment: Annotated[CardPayment | None, Mark.INPUT] = None
    email: SentLine = None
    ees_token: Annotated[str | None, MaxLength(255), Code(payment_refusals.InvalidEesToken.code), Mark.INPUT] = None
    transient_token: Annotated[
        str | None, MaxLength(255), Code(payment_refusals.TransientTokenInvalid.code), Mark.INPUT
    ] = None
    ref_no: Annotated[str | None, MaxLength(20), Code(payment_refusals.PreviousOrderInvalid.code), Mark.INPUT] = None


class PaymentDetails(ApiObject):
    """How an order is paid."""

    type: Line = None
    currency: Annotated[str | None, MaxLength(255), Code(refusals.CurrencyInvalid.code)] = None
    payment_method: PaymentMethod | None = None
    customer_ip: Line = None


class ShippingMethod(ApiObject):
    code: Line = None
    tracking_url: Annotated[str | None, MaxLength(2000), Wire("TrackingUrl")] = None
    tracking_number: Line = None
    comment: Line = None


class DeliveryInformation(ApiObject):
    """How tangible goods travel."""

    shipping_method: ShippingMethod | None = None


class ExtraInformation(ApiObject):
    """``PaymentLink``, where a shopper may finish the payment, is answered; ``B2B`` is sent."""

    payment_link: str | UnsetType | None = UNSET
    b2b: Annotated[bool | None, Wire("B2B"), Mark.INPUT] = None


class Affiliate(ApiObject):
    affiliate_code: Line = None
    affiliate_source: Line = None
    affiliate_name: Line = None
    affiliate_url: Annotated[str | None, MaxLength(255), Wire("AffiliateUrl")] = None


class AdditionalField(ApiObject):
    """A question of the merchant and its answer."""

    code: Line = None
    text: Text = None
    value: Text = None


class PriceOptionChoice(ApiObject):
    """A chosen price option. ``Surcharge`` is a text, ``7.00``, as recorded."""

    lone_text: ClassVar[str | None] = "Value"

    name: Line = None
    value: Line = None
    surcharge: Annotated[str | None, MaxLength(30)] = None


class PriceOption(ApiObject):
    """A group of price options with the chosen ones; or, sent flat, one chosen option of ``Name`` and ``Value``.

    API 3.0 and 4.0 send bare codes. A text with commas is several of them, as in 2.x.
    """

    lone_text: ClassVar[str | None] = "Code"

    code: Annotated[str | None, MaxLength(2000)] = None
    name: Line = None
    required: bool | None = None
    options: list[PriceOptionChoice | None] | None = None
    value: SentLine = None
    surcharge: Annotated[str | None, MaxLength(30), Mark.INPUT] = None


class ItemPrice(ApiObject):
    """A line's prices as answered; ``Amount`` and ``Type`` as sent, with the two members the table puts here.

    ``Item...``, ``HandlingFee...`` and ``VATPercent`` are 0 in every recorded answer.
    """

    error_code: ClassVar[str | None] = refusals.PriceStructureInvalid.code

    unit_net_price: Decimal | None = None
    unit_gross_price: Decimal | None = None
    unit_vat: Decimal | None = None
    unit_discount: Decimal | None = None
    unit_net_discounted_price: Decimal | None = None
    unit_gross_discounted_price: Decimal | None = None
    unit_affiliate_commission: Decimal | None = None
    item_unit_net_price: Annotated[Decimal | None, Since("5.0")] = None
    item_unit_gross_price: Annotated[Decimal | None, Since("5.0")] = None
    item_net_price: Annotated[Decimal | None, Since("5.0")] = None
    item_gross_price: Annotated[Decimal | None, Since("5.0")] = None
    vat_percent: Annotated[Decimal | None, Since("5.0")] = None
    handling_fee_net_price: Annotated[Decimal | None, Since("5.0")] = None
    handling_fee_gross_price: Annotated[Decimal | None, Since("5.0")] = None
    currency: Line = None
    net_price: Decimal | None = None
    gross_price: Decimal | None = None
    net_discounted_price: Decimal | None = None
    gross_discounted_price: Decimal | None = None
    discount: Decimal | None = None
    vat: Decimal | None = None
    affiliate_commission: Decimal | None = None
    amount: Annotated[Decimal | None, Code(refusals.PriceAmountInvalid.code), Mark.INPUT] = None
    type: Annotated[str | None, MaxLength(255), Code(refusals.PriceTypeInvalid.code), Mark.INPUT] = None
    price_type: Annotated[str | None, MaxLength(255), Code(refusals.PriceTypeInvalid.code), Mark.INPUT] = None
    product_tax_category_uuid: SentLine = None


class CrossSell(ApiObject):
    """A claim to a campaign's discount; ``ParentCode`` is the product of another item."""

    parent_code: Annotated[str | None, MaxLength(256)] = None
    campaign_code: Line = None


class Trial(ApiObject):
    """A trial of ``Period`` days for ``Price``; the price is answered, besides its parts, from 5.0 on (inferred)."""

    period: Annotated[int | None, Code(refusals.TrialInvalid.code)] = None
    gross_price: Decimal | None = None
    vat: Decimal | None = None
    net_price: Decimal | None = None
    price: Annotated[Decimal | None, Until("4.0"), Mark.INPUT] = None
    shown_price: Annotated[Decimal | None, Wire("Price"), Since("5.0")] = None


class ItemPromotion(ApiObject):
    """The promotion that took something off a line. ``Type``: REGULAR and others; ``DiscountType``: PERCENT, FIXED.

    Sent, it names by ``Coupon`` or ``Code`` one that is for this item alone; or is just that text (inferred).
    """

    lone_text: ClassVar[str | None] = "Coupon"

    name: str | None = None
    code: str | None = None
    description: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    maximum_orders_number: int | None = None
    maximum_quantity: int | None = None
    instant_discount: bool | None = None
    coupon: str | None = None
    discount_label: str | None = None
    enabled: bool | None = None
    type: str | None = None
    discount: Decimal | None = None
    discount_currency: str | None = None
    discount_type: str | None = None
    promotions: NothingYet = None


class RecurringOptions(ApiObject):
    """How a dynamic product renews; units are DAY, MONTH or YEAR."""

    cycle_length: Annotated[int | None, Code(refusals.RecurringOptionsInvalid.code)] = None
    cycle_unit: Line = None
    cycle_amount: Annotated[Decimal | None, Code(refusals.RecurringOptionsInvalid.code)] = None
    contract_length: Annotated[int | None, Code(refusals.RecurringOptionsInvalid.code)] = None
    contract_unit: Line = None


class SubscriptionCustomSettings(ApiObject):
    """Terms of one subscription, in place of its product's. All are texts, as in the published sample.

    The cycle is in DAY, MONTH or YEAR; ``CycleAmount`` is for one unit, in ``CycleAmountType`` NET or GROSS.
    """

    error_code: ClassVar[str | None] = refusals.CustomSettingsInvalid.code

    cycle_length: Setting = None
    cycle_unit: Setting = None
    cycle_amount: Setting = None
    cycle_amount_type: Setting = None
    contract_length: Setting = None
    contract_unit: Setting = None


class OrderedSubscription(ApiObject):
    """A subscription an order brought."""

    subscription_reference: str | None = None
    purchase_date: str | None = None
    subscription_start_date: str | None = None
    expiration_date: str | None = None
    lifetime: bool | None = None
    trial: bool | None = None
    enabled: bool | None = None
    recurring_enabled: bool | None = None


class ProductDetails(ApiObject):
    """The product of a line. ``RenewalStatus``: it renews by itself. ``Subscriptions`` are null until it is finished."""

    name: str | None = None
    short_description: str | None = None
    tangible: bool | None = None
    is_dynamic: bool | None = None
    extra_info: NothingYet = None
    renewal_status: bool | None = None
    subscriptions: list[OrderedSubscription] | None = None
    delivery_information: ProductDelivery | None = None


class Item(ApiObject):
    """One line of an order: a catalogue product by ``Code``, or a dynamic one that describes itself."""

    wire_type: ClassVar[str] = "OrderItem"

    product_details: ProductDetails | None = None
    price_options: Annotated[list[PriceOption | None] | None, Since("5.0")] = None
    price_option_codes: Annotated[Any, Wire("PriceOptions"), Until("4.0")] = None
    price: ItemPrice | None = None
    line_item_reference: Annotated[str | None, MaxLength(255), Since("5.0")] = None
    purchase_type: Annotated[str | None, MaxLength(255), Code(refusals.PurchaseTypeInvalid.code), Since("5.0")] = None
    external_reference: Annotated[str | None, MaxLength(255), Since("5.0")] = None
    code: Annotated[str | UnsetType | None, MaxLength(256), Code(refusals.ProductCodeInvalid.code)] = UNSET
    quantity: Annotated[int | None, Code(refusals.QuantityInvalid.code)] = None
    sku: Line = None
    cross_sell: CrossSell | None = None
    trial: Trial | None = None
    additional_fields: list[AdditionalField | None] | None = None
    promotion: ItemPromotion | None = None
    recurring_options: Annotated[RecurringOptions | None, Since("5.0")] = None
    subscription_start_date: Annotated[str | None, MaxLength(40), Since("5.0")] = None
    subscription_custom_settings: Annotated[SubscriptionCustomSettings | None, Since("5.0")] = None
    up_sell: Annotated[NothingYet, Since("6.0")] = None
    is_dynamic: Annotated[bool | None, Code(refusals.IsDynamicInvalid.code), Mark.INPUT, Since("5.0")] = None
    name: Annotated[str | None, MaxLength(255), Code(refusals.ProductNameInvalid.code), Mark.INPUT, Since("5.0")] = None
    description: Annotated[str | None, MaxLength(2000), Mark.INPUT, Since("5.0")] = None
    tangible: Annotated[bool | None, Code(refusals.TangibleInvalid.code), Mark.INPUT, Since("5.0")] = None
    price_type: Annotated[
        str | None, MaxLength(255), Code(refusals.PriceTypeInvalid.code), Mark.INPUT, Since("5.0")
    ] = None
    product_tax_category_uuid: Annotated[str | None, MaxLength(255), Mark.INPUT, Since("5.0")] = None
    product_external_reference: Annotated[str | None, MaxLength(255), Mark.INPUT, Since("5.0")] = None


class Order(ApiObject):
    """An order. ``Errors`` are those of the call that answers it, by code; null when all went well."""

    ref_no: Annotated[str | None, MaxLength(20)] = None
    order_no: int | None = None
    external_reference: Annotated[str | None, MaxLength(100), Code(refusals.ExternalReferenceInvalid.code)] = None
    shopper_ref_no: Line = None
    status: str | None = None
    approve_status: str | None = None
    vendor_approve_status: str | None = None
    merchant_code: Annotated[str | None, Since("5.0")] = None
    language: Line = None
    order_date: str | None = None
    finish_date: str | None = None
    source: Annotated[str | None, MaxLength(255), Code(refusals.SourceInvalid.code)] = None
    ws_order: Annotated[str | None, MaxLength(2000), Since("5.0")] = None
    affiliate: Annotated[Affiliate | None, Since("6.0")] = None
    affiliate_source: Annotated[str | None, MaxLength(255), Until("5.0")] = None
    affiliate_id: Annotated[str | None, MaxLength(255), Until("5.0")] = None
    affiliate_name: Annotated[str | None, MaxLength(255), Until("5.0")] = None
    affiliate_url: Annotated[str | None, MaxLength(255), Wire("AffiliateUrl"), Until("5.0")] = None
    recurring_enabled: Annotated[bool | None, Until("4.0")] = None
    has_shipping: bool | None = None
    billing_details: BillingDetails | None = None
    delivery_details: DeliveryDetails | None = None
    payment_details: PaymentDetails | None = None
    delivery_information: Annotated[DeliveryInformation | None, Since("5.0")] = None
    customer_details: NothingYet = None
    origin: str | None = None
    avangate_commission: Decimal | None = None
    order_flow: str | None = None
    gift_details: dict[str, str] | None = None
    po_details: Annotated[NothingYet, Wire("PODetails")] = None
    extra_information: ExtraInformation | None = None
    partner_code: str | None = None
    partner_margin: Decimal | None = None
    partner_margin_percent: Decimal | None = None
    extra_margin: Decimal | None = None
    extra_margin_percent: Decimal | None = None
    extra_discount: Decimal | None = None
    extra_discount_percent: Decimal | None = None
    local_time: Line = None
    test_order: bool | None = None
    fx_rate: Annotated[Decimal | None, Since("5.0")] = None
    fx_markup: Annotated[Decimal | None, Since("5.0")] = None
    payout_currency: Annotated[str | None, Since("5.0")] = None
    delivery_finalized: Annotated[bool | None, Since("5.0")] = None
    errors: dict[str, str] | None = None
    items: list[Item | None] | None = None
    promotions: list[Annotated[str | None, MaxLength(255)]] | None = None
    additional_fields: list[AdditionalField | None] | None = None
    currency: Annotated[str | None, MaxLength(255), Code(refusals.CurrencyInvalid.code)] = None
    net_price: Decimal | None = None
    gross_price: Decimal | None = None
    net_discounted_price: Decimal | None = None
    gross_discounted_price: Decimal | None = None
    discount: Decimal | None = None
    vat: Decimal | None = None
    affiliate_commission: Decimal | None = None
    custom_parameters: Annotated[list[AdditionalField | None] | None, Since("6.0")] = None
    refunds: Annotated[list[OrderRefund | None] | None, Since("6.0")] = None
    country: SentLine = None
    customer_ip: Annotated[str | None, MaxLength(255), Code(refusals.CustomerIpInvalid.code), Mark.INPUT] = None
    customer_reference: Annotated[int | None, Code(CustomerMismatch.code), Mark.INPUT] = None
    external_customer_reference: SentLine = None
    machine_id: SentLine = None
