"""Taking over a subscription that began elsewhere."""

from dataclasses import replace

from rpc_server.commerce.catalog import service as catalog
from rpc_server.commerce.catalog.model import Product
from rpc_server.commerce.context import Context
from rpc_server.commerce.customers import service as customers
from rpc_server.commerce.customers.model import Address, Customer, NewCustomer
from rpc_server.commerce.notifications import outbox
from rpc_server.commerce.partners.service import find_partner
from rpc_server.commerce.payments import service as payments
from rpc_server.commerce.payments.errors import PaymentRefused
from rpc_server.commerce.pricing.model import PriceType
from rpc_server.commerce.pricing.selection import find_configuration
from rpc_server.commerce.subscriptions import catalogue_terms, store
from rpc_server.commerce.subscriptions.birth import LIFETIME
from rpc_server.commerce.subscriptions.calendar import anchor_day
from rpc_server.commerce.subscriptions.codes import service as codes
from rpc_server.commerce.subscriptions.importing.checks import check
from rpc_server.commerce.subscriptions.importing.errors import ExternalReferenceTaken, PartnerUnknown
from rpc_server.commerce.subscriptions.importing.model import ImportedSubscription
from rpc_server.commerce.subscriptions.importing.tables import ImportRow
from rpc_server.commerce.subscriptions.managing import end_users
from rpc_server.commerce.subscriptions.managing.errors import ProductInvalid
from rpc_server.commerce.subscriptions.model import CustomPrice, Subscription
from rpc_server.gateways import CardDetails
from rpc_server.storage import insert_new

NO_ORDER = ""
"""The order reference of what no order of this server began; its history begins with its first renewal."""


def add(context: Context, told: ImportedSubscription) -> Subscription:
    """Take the subscription over and answer it under its new reference.

    It belongs to the customer named, or to a new one. With a card, which goes into the vault, it renews by itself.
    Raises what ``checks.check`` raises, ``ExternalReferenceTaken``, ``PartnerUnknown``, ``ProductInvalid``,
    ``OptionsInvalid``, ``EndUserInvalid``, ``CodeInvalid``, ``PaymentRefused``, ``CardNotTaken``, the errors of prices
    and ``CustomerNotFound``, ``CustomersDiffer``; then nothing is kept.
    """
    check(context, told)
    product = _product(context, told)
    _check_partner(context, told.partner_code)
    end_user = end_users.corrected(Address(), told.end_user)
    customer = _customer(context, told, end_user)
    card_id = None if told.card is None else _stored(context, told, told.card)
    drawn_up = _drawn_up(context, told, product, customer, end_user, card_id)
    added = store.add(context, catalogue_terms.priced(context, drawn_up, product, told.options))
    _register(context, told, added)
    if told.delivery is not None:
        codes.check(told.delivery)
        codes.state(context, added.reference, told.delivery)
    outbox.subscription_changed(context, added, outbox.first_reason(context, added))
    return added


def _product(context: Context, told: ImportedSubscription) -> Product:
    """By its code, or by its number where the code is empty (recorded)."""
    if told.product_code:
        product = catalog.product_by_code(context, told.product_code)
    else:
        product = None if told.product_id is None else catalog.product_by_id(context, told.product_id)
    if product is None or not product.generates_subscription:
        raise ProductInvalid(
            "Product must name one of the catalogue that makes subscriptions.", field="Product.ProductCode"
        )
    return product


def _check_partner(context: Context, code: str | None) -> None:
    if code is not None and find_partner(context, code) is None:
        raise PartnerUnknown(field="PartnerCode")


def _customer(context: Context, told: ImportedSubscription, end_user: Address) -> Customer:
    """The one named; a new one where none is, or where the external reference is no one's yet."""
    number, external = told.customer_reference, told.external_customer_reference
    is_known = external is not None and customers.customer_by_external_reference(context, external) is not None
    if number is not None or is_known:
        return customers.find(context, number, external)
    return customers.create(context, NewCustomer(address=end_user, language=told.language, external_reference=external))


def _stored(context: Context, told: ImportedSubscription, card: CardDetails) -> str:
    """The card in the vault; its holder is the end user where no other is named (documented)."""
    path = "CardPayment"
    payments.check_taken(context, is_test=told.is_test, field=f"{path}.CardNumber")
    user = f"{told.end_user.first_name or ''} {told.end_user.last_name or ''}".strip()
    try:
        return payments.store_card(context, replace(card, holder_name=card.holder_name or user), told.card_type)
    except PaymentRefused as refusal:
        field = (refusal.field or path).replace("PaymentDetails.PaymentMethod", path)
        raise type(refusal)(refusal.message, field=field, hint=refusal.hint) from None


def _drawn_up(
    context: Context,
    told: ImportedSubscription,
    product: Product,
    customer: Customer,
    end_user: Address,
    card_id: str | None,
) -> Subscription:
    """The subscription before it is priced."""
    now, zone = context.clock.now(), context.merchant.zone
    cycle = product.cycle or LIFETIME
    currency = told.currency or _currency_of(context, product, end_user)
    custom = told.custom
    return Subscription(
        reference="",
        order_reference=NO_ORDER,
        product_id=product.product_id,
        product_code=product.code,
        product_name=told.product_name or product.name,
        product_version=told.product_version or product.version,
        quantity=told.quantity,
        options=(),
        customer_reference=customer.reference,
        external_customer_reference=customer.external_reference,
        billing=customer.address if customer.address.country else end_user,
        end_user=end_user,
        country=end_user.country or "",
        language=told.language,
        purchased_at=min(told.starts_at, now),
        starts_at=told.starts_at,
        period_starts_at=told.starts_at,
        expires_at=told.expires_at,
        renewed_at=None,
        modified_at=now,
        cycle_length=cycle.length,
        cycle_unit=cycle.unit.value,
        anchor_day=anchor_day(told.expires_at or told.starts_at, zone),
        is_enabled=True,
        is_recurring=card_id is not None,
        is_trial=False,
        was_trial=False,
        is_test=told.is_test,
        receives_notifications=True,
        partner_code=told.partner_code,
        sku=None,
        currency=currency,
        price_type=PriceType.NET,
        paid_net=told.value,
        renewal_unit_price=None,
        card_id=card_id,
        external_reference=told.external_reference,
        custom_price=CustomPrice(amount=custom.price, currency=currency, cycles_left=custom.cycles) if custom else None,
        grace_days=catalogue_terms.grace_days(context, product),
    )


def _currency_of(context: Context, product: Product, end_user: Address) -> str:
    configuration = find_configuration(product, end_user.country or "")
    return configuration.default_currency if configuration else context.merchant.default_currency


def _register(context: Context, told: ImportedSubscription, added: Subscription) -> None:
    row = {
        "merchant_id": context.merchant_id,
        "external_reference": told.external_reference,
        "subscription_reference": added.reference,
        "imported_at": context.clock.now(),
        "note": told.note,
    }
    if not insert_new(context.connection, ImportRow, row):
        raise ExternalReferenceTaken(field="ExternalSubscriptionReference")
