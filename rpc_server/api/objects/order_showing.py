"""From an order to the object API 3.0 to 6.0 answer, as recorded."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from msgspec import UNSET

from rpc_server.api.dates import show_time
from rpc_server.api.families import Endpoint, Version
from rpc_server.api.objects import orders as shown
from rpc_server.api.objects.deliveries import show_delivery
from rpc_server.api.objects.payment_showing import Payee, show_payment
from rpc_server.api.objects.refunds import show_refunds, with_money_given_back
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.delivery.model import DeliveredCode
from rpc_server.commerce.orders.charging import CARD_DECLINED
from rpc_server.commerce.orders.model import (
    AppliedPromotion,
    CustomTerms,
    ExtraField,
    Order,
    OrderLine,
    OrderStatus,
    PurchaseType,
)
from rpc_server.commerce.orders.refunds.model import Refund
from rpc_server.commerce.partners.model import NO_MARGINS, Margins
from rpc_server.commerce.pricing.model import ChosenOption
from rpc_server.commerce.pricing.money import ZERO
from rpc_server.commerce.subscriptions.model import Subscription

ONE = Decimal(1)
_FIFTH = Version(5, 0)
_OLD_ERRORS = {CARD_DECLINED: "CARD_PAYMENT_ERROR"}
"""How API 3.0 to 4.0 spell the codes of payment errors."""


@dataclass(frozen=True, slots=True)
class View:
    """For whom orders are shown: endpoint, account, the server's own address.

    And what they show of other rooms: subscriptions by reference, refunds, delivered codes and what partners keep
    beside the margin in their lines, by RefNo.
    """

    endpoint: Endpoint
    merchant: Merchant
    base_url: str
    subscriptions: Mapping[str, Subscription]
    refunds: Mapping[str, Sequence[Refund]] = field(default_factory=dict)
    delivered: Mapping[str, Sequence[DeliveredCode]] = field(default_factory=dict)
    margins: Mapping[str, Margins] = field(default_factory=dict)

    @property
    def is_old(self) -> bool:
        """Whether the answer is one of API 3.0 to 4.0."""
        return self.endpoint.version < _FIFTH


def show_order(order: Order, view: View) -> shown.Order:
    """The whole order. Countries and currencies are in lower case, times in the account's zone.

    One that was refunded in full has all amounts below zero (recorded).
    """
    if order.status is OrderStatus.REFUND:
        order = with_money_given_back(order)
    totals, zone, currency = order.totals, view.merchant.zone, order.currency.lower()
    margins = view.margins.get(order.reference or "", NO_MARGINS)
    return shown.Order(
        ref_no=order.reference,
        order_no=order.number,
        external_reference=order.external_reference,
        status=order.status.value,
        approve_status=order.approve_status.value,
        vendor_approve_status=order.vendor_approve_status,
        merchant_code=view.merchant.code,
        language=order.language,
        order_date=show_time(order.placed_at, zone),
        finish_date=show_time(order.finished_at, zone),
        source=order.source,
        ws_order=order.ws_order,
        affiliate=shown.Affiliate(affiliate_code=order.affiliate_code, affiliate_source=order.affiliate_source),
        affiliate_source=order.affiliate_source,
        affiliate_id=order.affiliate_code,
        recurring_enabled=bool(order.payment and order.payment.recurring_enabled),
        has_shipping=any(line.purchase_type is PurchaseType.SHIPPING for line in order.lines),
        billing_details=show_billing(order.billing),
        delivery_details=show_delivery_address(order.delivery),
        payment_details=show_payment(order, Payee(view.endpoint, view.merchant.name, view.base_url)),
        delivery_information=shown.DeliveryInformation(
            shipping_method=shown.ShippingMethod(code=order.shipping_method)
        ),
        origin="API",
        avangate_commission=order.commission,
        order_flow="REGULAR",
        gift_details=order.remarks.gift,
        extra_information=_payment_link(order, view),
        partner_code=order.partner_code,
        partner_margin=_partner_margin(order, margins),
        partner_margin_percent=margins.percent,
        extra_margin=margins.extra_margin or None,
        extra_margin_percent=margins.extra_margin_percent,
        extra_discount=margins.extra_discount or None,
        extra_discount_percent=margins.extra_discount_percent,
        local_time=order.local_time,
        test_order=order.is_test,
        fx_rate=ONE,
        fx_markup=ZERO,
        payout_currency=order.currency,
        delivery_finalized=order.finished_at is not None,
        errors={_spelled(code, view): text for code, text in order.errors} or None,
        items=[_item(order, line, view) for line in order.lines],
        promotions=list(order.promotions),
        additional_fields=_extra_fields(order.extra_fields),
        currency=currency,
        net_price=totals.net,
        gross_price=totals.gross,
        net_discounted_price=totals.net_discounted,
        gross_discounted_price=totals.gross_discounted,
        discount=totals.discount,
        vat=totals.vat,
        affiliate_commission=ZERO,
        custom_parameters=_extra_fields(order.custom_parameters),
        refunds=show_refunds(view.refunds.get(order.reference or "", ()), zone),
    )


def _partner_margin(order: Order, margins: Margins) -> Decimal | None:
    """What a partner keeps of the list price: what its lines are reduced by, but for what was agreed beside that."""
    if order.partner_code is None:
        return None
    return order.totals.discount - margins.extra_margin - margins.extra_discount


def _spelled(code: str, view: View) -> str:
    return _OLD_ERRORS.get(code, code) if view.is_old else code


def _payment_link(order: Order, view: View) -> shown.ExtraInformation | None:
    """API 3.0 to 4.0 always answer a link; later ones null (recorded). Nothing secret can be read from it."""
    if not view.is_old or order.reference is None:
        return None
    opaque = hmac.new(view.merchant.secret_key.encode(), f"finish {order.reference}".encode(), hashlib.sha256)
    link = f"{view.base_url}/order/finish.php?id={opaque.hexdigest()[:32]}"
    return shown.ExtraInformation(payment_link=link)


def show_billing(address: Address) -> shown.BillingDetails:
    """Who pays, the country in lower case."""
    return shown.BillingDetails(
        fiscal_code=address.fiscal_code,
        tax_office=address.tax_office,
        phone=address.phone,
        first_name=address.first_name,
        last_name=address.last_name,
        company=address.company,
        email=address.email,
        address1=address.address1,
        address2=address.address2,
        city=address.city,
        zip=address.zip,
        country_code=_lower(address.country),
        state=address.state,
    )


def show_delivery_address(address: Address) -> shown.DeliveryDetails:
    """Who receives what was bought, the country in lower case."""
    return shown.DeliveryDetails(
        phone=address.phone,
        first_name=address.first_name,
        last_name=address.last_name,
        company=address.company,
        email=address.email,
        address1=address.address1,
        address2=address.address2,
        city=address.city,
        zip=address.zip,
        country_code=_lower(address.country),
        state=address.state,
    )


def _item(order: Order, line: OrderLine, view: View) -> shown.Item:
    """A line. Dynamic ones have no code, and what was sent in RecurringOptions comes back null (recorded)."""
    return shown.Item(
        product_details=_product(order, line, view),
        price_options=_price_options(line.options),
        price_option_codes=_price_option_codes(line.options),
        price=_price(order, line),
        line_item_reference=line.reference,
        purchase_type=line.purchase_type.value,
        external_reference=line.external_reference or "",
        code=UNSET if line.is_dynamic else line.code,
        quantity=line.quantity,
        sku=line.sku,
        cross_sell=_cross_sell(line),
        trial=_trial(line),
        additional_fields=_extra_fields(line.extra_fields),
        promotion=_promotion(order, line.promotion, view) if line.promotion else None,
        subscription_start_date=show_time(line.starts_at, view.merchant.zone),
        subscription_custom_settings=_custom_settings(line.custom_terms) if line.custom_terms else None,
    )


def _product(order: Order, line: OrderLine, view: View) -> shown.ProductDetails:
    subscription = view.subscriptions.get(line.subscription_reference or "")
    is_renewed = bool(order.payment and order.payment.recurring_enabled)
    return shown.ProductDetails(
        name=line.name,
        short_description=line.short_description,
        tangible=line.is_tangible,
        is_dynamic=line.is_dynamic,
        renewal_status=is_renewed and line.renewal_unit_price is not None,
        subscriptions=[_subscription(subscription, view)] if subscription else None,
        delivery_information=show_delivery(line, view.delivered.get(order.reference or "", ())),
    )


def _subscription(subscription: Subscription, view: View) -> shown.OrderedSubscription:
    zone = view.merchant.zone
    return shown.OrderedSubscription(
        subscription_reference=subscription.reference,
        purchase_date=show_time(subscription.purchased_at, zone),
        subscription_start_date=show_time(subscription.starts_at, zone),
        expiration_date=show_time(subscription.expires_at, zone),
        lifetime=subscription.is_lifetime,
        trial=subscription.is_trial,
        enabled=subscription.is_enabled,
        recurring_enabled=subscription.is_recurring,
    )


def _price_options(options: tuple[ChosenOption, ...]) -> list[shown.PriceOption | None]:
    """Chosen options by group, from 5.0 on."""
    groups: dict[str, shown.PriceOption] = {}
    for option in options:
        group = groups.setdefault(
            option.group_code,
            shown.PriceOption(code=option.group_code, name=option.group_name, required=option.is_required, options=[]),
        )
        choice = shown.PriceOptionChoice(name=option.name, value=option.value, surcharge=f"{option.surcharge:.2f}")
        group.options = [*(group.options or ()), choice]
    return list(groups.values())


def _price_option_codes(options: tuple[ChosenOption, ...]) -> list[object]:
    """Chosen options by group, up to 4.0: their codes alone."""
    groups: dict[str, list[str]] = {}
    for option in options:
        groups.setdefault(option.group_code, []).append(option.value)
    required = {option.group_code: option.is_required for option in options}
    return [{"Code": code, "Required": required[code], "Options": values} for code, values in groups.items()]


def _price(order: Order, line: OrderLine) -> shown.ItemPrice:
    price = line.price
    return shown.ItemPrice(
        unit_net_price=price.unit_net,
        unit_gross_price=price.unit_gross,
        unit_vat=price.unit_vat,
        unit_discount=price.unit_discount,
        unit_net_discounted_price=price.unit_net_discounted,
        unit_gross_discounted_price=price.unit_gross_discounted,
        unit_affiliate_commission=ZERO,
        item_unit_net_price=ZERO,
        item_unit_gross_price=ZERO,
        item_net_price=ZERO,
        item_gross_price=ZERO,
        vat_percent=ZERO,
        handling_fee_net_price=ZERO,
        handling_fee_gross_price=ZERO,
        currency=order.currency.lower(),
        net_price=price.net,
        gross_price=price.gross,
        net_discounted_price=price.net_discounted,
        gross_discounted_price=price.gross_discounted,
        discount=price.discount,
        vat=price.vat,
        affiliate_commission=ZERO,
    )


def _cross_sell(line: OrderLine) -> shown.CrossSell | None:
    claim = line.cross_sell
    return shown.CrossSell(parent_code=claim.parent_code, campaign_code=claim.campaign_code) if claim else None


def _trial(line: OrderLine) -> shown.Trial | None:
    if line.trial is None or line.trial_price is None:
        return None
    return shown.Trial(
        period=line.trial.days,
        gross_price=line.trial_price.gross,
        vat=line.trial_price.vat,
        net_price=line.trial_price.net,
        shown_price=line.trial.price,
    )


def _promotion(order: Order, promotion: AppliedPromotion, view: View) -> shown.ItemPromotion:
    is_percent = promotion.percent is not None
    discount = (promotion.percent if promotion.percent is not None else promotion.amount) or ZERO
    label = f"{discount.normalize():f}" + ("%" if is_percent else f" {order.currency}")
    return shown.ItemPromotion(
        name=promotion.name,
        code=promotion.code,
        description=promotion.description,
        start_date=promotion.start.isoformat() if promotion.start else None,
        end_date=promotion.end.isoformat() if promotion.end else None,
        maximum_orders_number=promotion.maximum_orders,
        maximum_quantity=promotion.maximum_quantity,
        instant_discount=promotion.is_instant,
        coupon=promotion.coupon,
        discount_label=promotion.label or label,
        enabled=True,
        type=promotion.type,
        discount=discount,
        discount_currency=None if is_percent else order.currency.lower(),
        discount_type="PERCENT" if is_percent else "FIXED",
        promotions=[],
    )


def _custom_settings(terms: CustomTerms) -> shown.SubscriptionCustomSettings:
    return shown.SubscriptionCustomSettings(
        cycle_length=_digits(terms.length),
        cycle_unit=terms.unit,
        cycle_amount=None if terms.amount is None else f"{terms.amount:f}",
        cycle_amount_type=terms.amount_type.value if terms.amount_type else None,
        contract_length=_digits(terms.contract_length),
        contract_unit=terms.contract_unit,
    )


def _digits(number: int | None) -> str | None:
    return None if number is None else str(number)


def _extra_fields(fields: tuple[ExtraField, ...]) -> list[shown.AdditionalField | None] | None:
    return [shown.AdditionalField(code=f.code, text=f.text, value=f.value) for f in fields] or None


def _lower(code: str | None) -> str | None:
    return code.lower() if code else None
