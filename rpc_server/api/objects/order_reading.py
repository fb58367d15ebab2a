"""From an order as sent to the order asked for.

What no sentence of the documents allows is refused here where the engine has no word for it (price and purchase
types, flags); everything else is judged by ``commerce.orders.checks``.
"""

import re
from datetime import datetime, tzinfo
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from msgspec import UNSET, UnsetType

from rpc_server.api.dates import read_time
from rpc_server.api.families import Endpoint, Version
from rpc_server.api.objects import orders as sent
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.orders import errors
from rpc_server.commerce.orders.model import (
    BillingRule,
    CrossSellClaim,
    CustomOption,
    CustomTerms,
    DynamicProduct,
    ExtraField,
    NewItem,
    NewOrder,
    PurchaseType,
    Recurrence,
    Remarks,
    TrialTerms,
)
from rpc_server.commerce.orders.shipping import SHIPPING_CODE
from rpc_server.commerce.payments.cards import plain_number
from rpc_server.commerce.payments.errors import CardExpirationInvalid, PaymentTypeInvalid
from rpc_server.commerce.payments.methods import METHODS, Course
from rpc_server.commerce.payments.model import NewPayment, PaymentType
from rpc_server.commerce.pricing.model import PriceType
from rpc_server.gateways import CardDetails

T = TypeVar("T")

_CUSTOM = "CUSTOM"
_AMOUNT_NOT_TAKEN = {"BASE": errors.BasePriceWithAmount, "DEFAULT": errors.DefaultPriceWithAmount}
FULL_SINCE = Version(6, 0)
_CLOCK = "%Y-%m-%d %H:%M:%S"
_MOST_DIGITS = 9
_AMOUNT = re.compile(r"[0-9]{1,10}(\.[0-9]{1,4})?")
_NOTHING_SENT = (None, UNSET, "")


def billing_rule(endpoint: Endpoint) -> BillingRule:
    """How much a version asks of the buyer: all that the 6.0 table lists, or what the 3.0 samples have."""
    return BillingRule.FULL if endpoint.version >= FULL_SINCE else BillingRule.MINIMAL


def read_order(
    order: sent.Order,
    zone: tzinfo,
    *,
    pages_at: str | None = None,
    takes_3ds: bool = True,
    rule: BillingRule = BillingRule.MINIMAL,
) -> NewOrder:
    """The order asked for; times without a zone are in ``zone``. Raises ``OrderRefused`` and ``PaymentRefused``.

    ``pages_at``: this server's address as the client knows it, for the pages buyers are sent to.
    ``takes_3ds``: whether the client knows 3-D Secure; API 3.0 to 4.0 do not. The shipping line of an answered
    quote is left out: it is made anew.
    """
    payment = read_payment(order.payment_details, pages_at=pages_at, takes_3ds=takes_3ds)
    affiliate = order.affiliate or sent.Affiliate()
    return NewOrder(
        items=tuple(
            _item(item or sent.Item(), f"Items[{number}]", zone)
            for number, item in enumerate(order.items or ())
            if item is None or item.code != SHIPPING_CODE
        ),
        billing=read_address(order.billing_details) or Address(),
        delivery=read_address(order.delivery_details),
        payment=payment,
        reference=_text(order.ref_no),
        currency=_upper(order.currency),
        country=_upper(order.country),
        language=(_text(order.language) or "").lower() or None,
        customer_ip=_text(order.customer_ip),
        local_time=_local_time(order.local_time),
        external_reference=_text(order.external_reference),
        source=_text(order.source),
        ws_order=_text(order.ws_order),
        affiliate_code=_text(affiliate.affiliate_code) or _text(order.affiliate_id),
        affiliate_source=_text(affiliate.affiliate_source) or _text(order.affiliate_source),
        customer_reference=order.customer_reference or None,
        external_customer_reference=_text(order.external_customer_reference),
        promotions=tuple(coupon.strip() for coupon in order.promotions or () if coupon and coupon.strip()),
        extra_fields=_extra_fields(order.additional_fields),
        custom_parameters=_extra_fields(order.custom_parameters),
        shipping_method=_shipping_method(order.delivery_information),
        remarks=_remarks(order),
        billing_rule=rule,
    )


def read_payment(
    details: sent.PaymentDetails | None, *, pages_at: str | None = None, takes_3ds: bool = True
) -> NewPayment | None:
    """How the order is to be paid, None when nothing says so; raises ``PaymentRefused``."""
    if details is None or (details.type in _NOTHING_SENT and details.payment_method is None):
        return None
    method = details.payment_method or sent.PaymentMethod()
    card = method.card_payment or method
    type_ = _payment_type(details.type)
    return_url, cancel_url = _addresses(type_, method, takes_3ds=takes_3ds)
    return NewPayment(
        type=type_,
        currency=_upper(details.currency),
        card=read_card(card),
        card_type=_text(_given(card.card_type)),
        recurring_enabled=bool(_given(method.recurring_enabled) or _given(card.recurring_enabled)),
        customer_ip=_text(details.customer_ip),
        return_url=return_url,
        cancel_url=cancel_url,
        email=_text(method.email),
        ees_token=_text(method.ees_token),
        transient_token=_text(method.transient_token),
        previous_reference=_text(method.ref_no),
        security_code=_text(card.ccid),
        purchase_order_number=_text(_given(method.internal_po_number)),
        is_approved_at_once=_given(method.auto_approve),
        installments=_given(method.installments_number) or None,
        pages_at=pages_at,
    )


def _addresses(type_: PaymentType, method: sent.PaymentMethod, *, takes_3ds: bool) -> tuple[str | None, str | None]:
    """Where the buyer comes back to when he is done, and when he gives up: 3-D Secure has members of its own."""
    secure = _text(_given(method.vendor_3ds_return_url)), _text(_given(method.vendor_3ds_cancel_url))
    if METHODS[type_].course is Course.CARD:
        return secure if takes_3ds else (None, None)
    return _text(_given(method.return_url)) or secure[0], _text(_given(method.cancel_url)) or secure[1]


def _payment_type(stated: str | None) -> PaymentType:
    try:
        return PaymentType((stated or "").strip().upper())
    except ValueError:
        taken = ", ".join(type_.value for type_ in PaymentType)
        raise PaymentTypeInvalid(f"The payment type must be one of {taken}.", field="PaymentDetails.Type") from None


def read_card(card: sent.PaymentMethod | sent.CardPayment) -> CardDetails | None:
    """The card as typed, None where there is no number; raises ``CardExpirationInvalid``."""
    if not _text(card.card_number):
        return None
    year = _card_date(_given(card.expiration_year), "ExpirationYear")
    return CardDetails(
        number=plain_number(card.card_number or ""),
        expiry_month=_card_date(_given(card.expiration_month), "ExpirationMonth"),
        expiry_year=year + 2000 if year < 100 else year,
        holder_name=_text(card.holder_name) or "",
        security_code=_text(card.ccid),
    )


def _card_date(stated: str | None, member: str) -> int:
    text = (stated or "").strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise CardExpirationInvalid(f"{member} must be a number.", field=f"PaymentDetails.PaymentMethod.{member}")
    return int(text)


def read_address(details: sent.BillingDetails | sent.DeliveryDetails | None) -> Address | None:
    """Who pays or receives, the country in upper case; None where nothing says so."""
    if details is None:
        return None
    payer = details if isinstance(details, sent.BillingDetails) else sent.BillingDetails()
    return Address(
        first_name=_text(details.first_name),
        last_name=_text(details.last_name),
        company=_text(details.company),
        fiscal_code=_text(payer.fiscal_code),
        tax_office=_text(payer.tax_office),
        tax_exemption_id=_text(payer.tax_exemption_id),
        email=_text(details.email),
        phone=_text(details.phone),
        address1=_text(details.address1),
        address2=_text(details.address2),
        city=_text(details.city),
        zip=_text(details.zip),
        country=_upper(details.country_code),
        state=_text(details.state),
    )


def _item(item: sent.Item, path: str, zone: tzinfo) -> NewItem:
    return NewItem(
        path=path,
        code=None if item.is_dynamic else _text(_given(item.code)),
        quantity=item.quantity or 0,
        options=() if item.is_dynamic else _codes(item.price_options),
        dynamic=_dynamic(item, path) if item.is_dynamic else None,
        custom_price=_custom_price(item.price, path),
        trial=_trial(item.trial),
        cross_sell=_cross_sell(item.cross_sell),
        sku=_text(item.sku),
        extra_fields=_extra_fields(item.additional_fields),
        starts_at=read_time(_text(item.subscription_start_date), zone, f"{path}.SubscriptionStartDate"),
        promotion=_promotion(item.promotion),
        custom_terms=_custom_terms(item.subscription_custom_settings, f"{path}.SubscriptionCustomSettings"),
    )


def _promotion(promotion: sent.ItemPromotion | None) -> str | None:
    return None if promotion is None else _text(promotion.coupon) or _text(promotion.code)


def _custom_terms(settings: sent.SubscriptionCustomSettings | None, path: str) -> CustomTerms | None:
    """How this one subscription renews, None where nothing is said of it."""
    if settings is None:
        return None
    amount_type = _upper(settings.cycle_amount_type)
    if amount_type not in (None, *(type_.value for type_ in PriceType)):
        raise errors.CustomSettingsInvalid("CycleAmountType must be NET or GROSS.", field=f"{path}.CycleAmountType")
    terms = CustomTerms(
        length=_length(settings.cycle_length, f"{path}.CycleLength"),
        unit=_unit(settings.cycle_unit),
        amount=_cycle_amount(settings.cycle_amount, f"{path}.CycleAmount"),
        amount_type=PriceType(amount_type) if amount_type else None,
        contract_length=_length(settings.contract_length, f"{path}.ContractLength"),
        contract_unit=_unit(settings.contract_unit),
    )
    return None if terms == CustomTerms() else terms


def _length(stated: str | None, field: str) -> int | None:
    text = _text(stated)
    if text is not None and not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise errors.CustomSettingsInvalid("A length must be a whole number.", field=field)
    return None if text is None else int(text)


def _cycle_amount(stated: str | None, field: str) -> Decimal | None:
    text = _text(stated)
    if text is None:
        return None
    if not _AMOUNT.fullmatch(text):
        raise errors.CustomSettingsInvalid("CycleAmount must be a decimal number.", field=field)
    return Decimal(text)


def _custom_price(price: sent.ItemPrice | None, path: str) -> Decimal | None:
    """The amount of a CUSTOM price; an amount without a type is one too, as for dynamic products."""
    stated = _upper(price.type) if price else None
    if price is None or (stated is None and price.amount is None):
        return None
    if stated in (None, _CUSTOM):
        if price.amount is None:
            raise errors.CustomPriceWithoutAmount(field=f"{path}.Price.Amount")
        return price.amount
    if stated not in _AMOUNT_NOT_TAKEN:
        known = ", ".join([_CUSTOM, *_AMOUNT_NOT_TAKEN])
        raise errors.PriceTypeInvalid(f"The price type must be one of {known}.", field=f"{path}.Price.Type")
    if price.amount is not None:
        raise _AMOUNT_NOT_TAKEN[stated](field=f"{path}.Price.Amount")
    return None


def _codes(options: list[sent.PriceOption | None] | None) -> tuple[str, ...]:
    """Option codes, however they were sent: bare, with commas, flat, or in groups."""
    codes: list[str | None] = []
    for option in filter(None, options or ()):
        if option.options is not None:
            codes += [choice.value for choice in option.options if choice]
        elif option.value is not None:
            codes.append(option.value)
        else:
            codes += (option.code or "").split(",")
    return tuple(stripped for code in codes if (stripped := (code or "").strip()))


def _dynamic(item: sent.Item, path: str) -> DynamicProduct:
    price = item.price or sent.ItemPrice()
    if item.tangible is None:
        raise errors.TangibleInvalid(field=f"{path}.Tangible")
    return DynamicProduct(
        name=item.name or "",
        description=_text(item.description),
        is_tangible=item.tangible,
        purchase_type=_purchase_type(item.purchase_type, path),
        price_type=_price_type(item.price_type or price.price_type, path),
        tax_category=_text(item.product_tax_category_uuid) or _text(price.product_tax_category_uuid),
        options=_custom_options(item.price_options, path),
        recurrence=_recurrence(item.recurring_options, price.amount),
        external_reference=_text(item.product_external_reference),
    )


def _purchase_type(stated: str | None, path: str) -> PurchaseType:
    try:
        return PurchaseType(_upper(stated) or "")
    except ValueError:
        raise errors.PurchaseTypeInvalid(field=f"{path}.PurchaseType") from None


def _price_type(stated: str | None, path: str) -> PriceType:
    try:
        return PriceType(_upper(stated) or PriceType.GROSS.value)
    except ValueError:
        raise errors.PriceTypeInvalid("PriceType must be NET or GROSS.", field=f"{path}.PriceType") from None


def _custom_options(groups: list[sent.PriceOption | None] | None, path: str) -> tuple[CustomOption, ...]:
    """The options of a dynamic product, from groups or from flat choices, each its own group."""
    options = []
    for group in filter(None, groups or ()):
        choices = group.options
        if choices is None:
            choices = [
                sent.PriceOptionChoice(name=group.name, value=group.value or group.code, surcharge=group.surcharge)
            ]
        options += [_custom_option(group.name or "", choice, path) for choice in choices if choice]
    return tuple(options)


def _custom_option(group: str, choice: sent.PriceOptionChoice, path: str) -> CustomOption:
    try:
        surcharge = Decimal(_text(choice.surcharge) or 0)
    except InvalidOperation:
        surcharge = Decimal("NaN")
    if not surcharge.is_finite():
        raise errors.SurchargeInvalid("Surcharge must be a decimal number.", field=f"{path}.PriceOptions")
    return CustomOption(group, choice.name or "", choice.value or "", surcharge)


def _recurrence(options: sent.RecurringOptions | None, amount: Decimal | None) -> Recurrence | None:
    """How the product renews; without an amount of its own, for its price."""
    if options is None or options.cycle_length is None:
        return None
    renews_for = amount if options.cycle_amount is None else options.cycle_amount
    return Recurrence(
        length=options.cycle_length,
        unit=_unit(options.cycle_unit) or "",
        amount=renews_for or Decimal(0),
        contract_length=options.contract_length,
        contract_unit=_unit(options.contract_unit),
    )


def _unit(stated: str | None) -> str | None:
    """DAY, MONTH or YEAR: the table writes plurals, samples do not."""
    text = _upper(stated)
    return text.removesuffix("S") if text else None


def _trial(trial: sent.Trial | None) -> TrialTerms | None:
    if trial is None or (trial.period is None and trial.price is None):
        return None
    return TrialTerms(days=trial.period or 0, price=trial.price or Decimal(0))


def _cross_sell(claim: sent.CrossSell | None) -> CrossSellClaim | None:
    if claim is None or not (_text(claim.parent_code) or _text(claim.campaign_code)):
        return None
    return CrossSellClaim(_text(claim.parent_code) or "", _text(claim.campaign_code) or "")


def _extra_fields(fields: list[sent.AdditionalField | None] | None) -> tuple[ExtraField, ...]:
    return tuple(ExtraField(field.code or "", field.text, field.value) for field in fields or () if field)


def _local_time(stated: str | None) -> str | None:
    """The shopper's clock, ``Y-m-d H:i:s``; one in no such form says nothing (documented: fraud score only)."""
    text = _text(stated)
    try:
        return text and datetime.strptime(text, _CLOCK).strftime(_CLOCK)  # noqa: DTZ007 - his zone is not known
    except ValueError:
        return None


def _remarks(order: sent.Order) -> Remarks:
    return Remarks(
        machine_id=_text(order.machine_id),
        is_b2b=order.extra_information.b2b if order.extra_information else None,
        gift=order.gift_details or None,
    )


def _shipping_method(delivery: sent.DeliveryInformation | None) -> str | None:
    method = delivery.shipping_method if delivery else None
    return _text(method.code) if method else None


def _given(value: T | UnsetType) -> T | None:
    return None if value is UNSET else value


def _text(value: str | None) -> str | None:
    """The text without blanks around it; None for nothing."""
    return (value or "").strip() or None


def _upper(value: str | None) -> str | None:
    return (value or "").strip().upper() or None
