"""From a product of the catalogue to the one answered."""

from collections.abc import Mapping

import msgspec

from rpc_server.api.objects.pricing_configurations import show_configuration
from rpc_server.api.objects.products import (
    BundledProduct,
    ContractPeriod,
    FulfillmentInformation,
    GracePeriod,
    Platform,
    Product,
    ProductAdditionalField,
    ProductImage,
    ProductTranslation,
    RenewalEmailDays,
    RenewalEmails,
    RenewalEmailSettings,
    ShippingClass,
    SubscriptionInformation,
)
from rpc_server.commerce.catalog import model
from rpc_server.commerce.catalog.additional_fields.model import AdditionalField

ACCOUNT_EMAILS = model.RenewalEmails(
    model.RenewalEmailDays(before30_days=True, before15_days=True, before7_days=True, on_expiration_date=True)
)
"""The settings a new account has (recorded)."""


def show_product(product: model.Product, bundled: Mapping[str, int], fields: Mapping[str, AdditionalField]) -> Product:
    """The product as answered.

    ``bundled`` are the ids of the products in its bundle and ``fields`` the fields it may have, by code.
    """
    texts = product.texts
    return Product(
        avangate_id=str(product.product_id),
        product_code=product.code,
        product_type=product.type.value,
        product_name=product.name,
        product_version=product.version,
        purchase_multiple_units=product.allows_multiple_units,
        change_options_quantity_at_manual_renewal=product.options_may_change_at_renewal,
        product_group_code=product.group_code,
        tax_category=product.tax_category,
        tangible=int(product.is_tangible),
        group_name=product.group_name,
        shipping_class=_shipping_class(product.shipping_class),
        gift_option=product.has_gift_option,
        short_description=product.short_description,
        long_description=product.long_description,
        system_requirements=texts.system_requirements,
        product_category=texts.category or False,
        platforms=[Platform(id_platform=p.id, platform_name=p.name, category=p.category) for p in texts.platforms],
        product_images=[ProductImage(default=image.is_default, url=image.url) for image in texts.images],
        trial_url=texts.trial_url,
        trial_description=texts.trial_description,
        enabled=product.is_enabled,
        additional_fields=[_field(given, fields[given.code]) for given in product.fields if given.code in fields],
        translations=msgspec.convert(texts.translations, list[ProductTranslation], from_attributes=True),
        pricing_configurations=[show_configuration(configuration) for configuration in product.configurations],
        prices=[],
        bundle_products=[
            BundledProduct(product_id=str(bundled[code]), product_code=code)
            for code in product.bundle
            if code in bundled
        ],
        fulfillment=product.fulfillment,
        generates_subscription=product.generates_subscription,
        subscription_information=_subscription_information(product),
        fulfillment_information=msgspec.convert(product.delivery_terms, FulfillmentInformation, from_attributes=True),
    )


def _shipping_class(shipping: model.ShippingClass | None) -> ShippingClass | None:
    if shipping is None:
        return None
    return ShippingClass(
        name=shipping.name,
        amount=shipping.amount,
        currency=shipping.currency,
        apply_to=shipping.apply_to.value,
        type=shipping.type.value,
    )


def _field(assignment: model.FieldAssignment, field: AdditionalField) -> ProductAdditionalField:
    return ProductAdditionalField(
        label=field.label, code=field.code, enabled=True, required=assignment.is_required, url_parameter=None
    )


def _subscription_information(product: model.Product) -> SubscriptionInformation | None:
    if product.cycle is None:
        return None
    terms = product.renewal_terms
    return SubscriptionInformation(
        deprecated_products=list(terms.deprecated_products),
        bundle_renewal_management=terms.bundle_management,
        billing_cycle=str(product.cycle.length),
        billing_cycle_units=product.cycle.unit.value,
        is_one_time_fee=product.cycle.is_lifetime,
        contract_period=msgspec.convert(terms.contract, ContractPeriod | None, from_attributes=True),
        usage_billing=int(terms.bills_usage),
        grace_period=_grace_period(product),
        renewal_emails=RenewalEmails(
            type="CUSTOM" if terms.emails else "GLOBAL", settings=_emails(terms.emails or ACCOUNT_EMAILS)
        ),
    )


def _grace_period(product: model.Product) -> GracePeriod | None:
    if product.grace_days is None:
        return None
    is_unlimited = product.renewal_terms.has_unlimited_grace
    period = None if is_unlimited else str(product.grace_days)
    return GracePeriod(type="CUSTOM", period=period, period_units="D", is_unlimited=is_unlimited)


def _emails(emails: model.RenewalEmails) -> RenewalEmailSettings:
    return RenewalEmailSettings(
        manual_renewal=msgspec.convert(emails.manual_renewal, RenewalEmailDays, from_attributes=True),
        automatic_renewal=msgspec.convert(emails.automatic_renewal, RenewalEmailDays, from_attributes=True),
    )
