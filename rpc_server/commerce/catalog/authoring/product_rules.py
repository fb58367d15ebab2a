"""What a product may be, beside its pricing configurations."""

from rpc_server.commerce.catalog.authoring.amounts import is_amount
from rpc_server.commerce.catalog.authoring.texts import check_languages, check_stated
from rpc_server.commerce.catalog.errors import BillingCycleInvalid, BundleInvalid, ShippingClassInvalid
from rpc_server.commerce.catalog.model import (
    LIFETIME,
    BillingCycle,
    CycleUnit,
    DeliveryTerms,
    Product,
    ProductType,
    ShippingClass,
)
from rpc_server.commerce.iso import CURRENCIES

LONGEST_CYCLE = {CycleUnit.DAY: 1_095, CycleUnit.MONTH: 36}
"""36 months (documented of subscriptions), and as many days (inferred)."""
LONGEST_GRACE_DAYS = 3_650


def check_product(product: Product) -> None:
    """Refuse a product that cannot be sold as it is described, naming its members."""
    check_stated(product.code, "ProductCode")
    check_stated(product.name, "ProductName")
    check_languages((translation.language for translation in product.texts.translations), "Translations")
    for number, image in enumerate(product.texts.images):
        check_stated(image.url, f"ProductImages[{number}].URL")
    _check_subscriptions(product)
    _check_delivery(product.delivery_terms, "FulfillmentInformation")
    if product.shipping_class is not None:
        _check_shipping_class(product.shipping_class, "ShippingClass")
    if product.bundle and product.type is not ProductType.BUNDLE:
        raise BundleInvalid("Only a BUNDLE has products in it.", field="BundleProducts")


def _check_subscriptions(product: Product) -> None:
    if not product.generates_subscription:
        return
    if product.cycle is None:
        raise BillingCycleInvalid(
            "A product that generates subscriptions needs a billing cycle.",
            field="SubscriptionInformation.BillingCycle",
        )
    _check_cycle(product.cycle)
    if product.grace_days is not None and not 0 <= product.grace_days <= LONGEST_GRACE_DAYS:
        raise BillingCycleInvalid(
            f"A grace period is 0 to {LONGEST_GRACE_DAYS} days.", field="SubscriptionInformation.GracePeriod.Period"
        )


def _check_cycle(cycle: BillingCycle) -> None:
    longest = LONGEST_CYCLE[cycle.unit]
    if cycle.length != LIFETIME and not 1 <= cycle.length <= longest:
        raise BillingCycleInvalid(
            f"A billing cycle is 1 to {longest} {cycle.unit.name}S, or -1 for ever.",
            field="SubscriptionInformation.BillingCycle",
        )


def _check_delivery(terms: DeliveryTerms, path: str) -> None:
    for member, translations in (
        ("AdditionalInformationEmailTranslations", terms.additional_information_email_translations),
        ("AdditionalThankYouPageTranslations", terms.additional_thank_you_page_translations),
    ):
        check_languages((translation.language or "" for translation in translations), f"{path}.{member}")


def _check_shipping_class(shipping: ShippingClass, path: str) -> None:
    check_stated(shipping.name, f"{path}.Name")
    if not is_amount(shipping.amount):
        raise ShippingClassInvalid(f"{shipping.amount} is no amount.", field=f"{path}.Amount")
    if shipping.is_fixed and shipping.currency not in CURRENCIES:
        raise ShippingClassInvalid(
            f"There is no currency {(shipping.currency or '')[:10]!r}.", field=f"{path}.Currency"
        )
