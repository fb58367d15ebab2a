"""From a product as sent to the product asked for: a new one, or a known one with what was stated."""

from dataclasses import replace
from enum import Enum
from typing import Any

from msgspec import UNSET

from rpc_server.api.errors import InvalidArgument, MissingArgument
from rpc_server.api.objects import products as sent
from rpc_server.api.objects.pricing_configurations import read_configuration
from rpc_server.api.objects.reading import (
    merged,
    present,
    required_word,
    stated_flag,
    stated_or,
    whole_number,
    word,
)
from rpc_server.api.objects.sent_values import text, upper
from rpc_server.api.objects.subscription_terms_reading import with_subscriptions
from rpc_server.commerce.catalog import model
from rpc_server.commerce.catalog.product_groups.model import GENERAL


class Fulfillment(Enum):
    """Who delivers (the last name inferred)."""

    NO_DELIVERY = "NO_DELIVERY"
    BY_VENDOR = "BY_VENDOR"
    BY_AVANGATE = "BY_AVANGATE"


NEW = model.Product(
    product_id=0,
    code="",
    name="",
    type=model.ProductType.REGULAR,
    version="",
    short_description="",
    long_description="",
    is_enabled=True,
    is_tangible=False,
    has_gift_option=False,
    allows_multiple_units=True,
    group_code=GENERAL.code,
    group_name=GENERAL.name,
    tax_category=None,
    fulfillment=Fulfillment.NO_DELIVERY.value,
    generates_subscription=False,
    cycle=None,
    configurations=(),
)
"""A product nothing is said of."""


def read_product(product: sent.Product, onto: model.Product = NEW) -> model.ProductDraft:
    """The product asked for; raises ``InvalidArgument`` for words and numbers that are none."""
    return model.ProductDraft(
        product=with_subscriptions(product, _with_texts(product, _with_facts(product, onto))),
        group_code=text(product.product_group_code),
        configurations=tuple(
            read_configuration(configuration, f"PricingConfigurations[{number}]")
            for number, configuration in enumerate(present(product.pricing_configurations))
        ),
        bundle=_bundle(product.bundle_products),
    )


def read_id(stated: str | None) -> int | None:
    """The AvangateId a product is found by; None where there is none, 0 counting as none."""
    return whole_number(stated, "AvangateId") or None


def _with_facts(product: sent.Product, onto: model.Product) -> model.Product:
    return replace(
        onto,
        code=text(product.product_code) or onto.code,
        name=stated_or(product.product_name, onto.name),
        type=word(model.ProductType, product.product_type, "ProductType") or onto.type,
        version=stated_or(product.product_version, onto.version),
        is_enabled=stated_or(product.enabled, onto.is_enabled),
        is_tangible=stated_flag(product.tangible, onto.is_tangible, "Tangible"),
        has_gift_option=stated_or(product.gift_option, onto.has_gift_option),
        allows_multiple_units=stated_or(product.purchase_multiple_units, onto.allows_multiple_units),
        options_may_change_at_renewal=stated_or(
            product.change_options_quantity_at_manual_renewal, onto.options_may_change_at_renewal
        ),
        tax_category=onto.tax_category if product.tax_category is UNSET else text(product.tax_category),
        shipping_class=onto.shipping_class if product.shipping_class is UNSET else _shipping(product.shipping_class),
        fulfillment=(word(Fulfillment, product.fulfillment, "Fulfillment") or Fulfillment(onto.fulfillment)).value,
        delivery_terms=_delivery(product.fulfillment_information, onto.delivery_terms),
        fields=_fields(product.additional_fields, onto.fields),
    )


def _with_texts(product: sent.Product, onto: model.Product) -> model.Product:
    texts = onto.texts
    return replace(
        onto,
        short_description=stated_or(product.short_description, onto.short_description),
        long_description=stated_or(product.long_description, onto.long_description),
        texts=model.ProductTexts(
            system_requirements=stated_or(product.system_requirements, texts.system_requirements),
            trial_url=stated_or(product.trial_url, texts.trial_url),
            trial_description=stated_or(product.trial_description, texts.trial_description),
            category=_category(product.product_category, texts.category),
            images=texts.images if product.product_images is None else _images(product.product_images),
            platforms=texts.platforms if product.platforms is None else _platforms(product.platforms),
            translations=texts.translations if product.translations is None else _translations(product.translations),
        ),
    )


def _delivery(stated: sent.FulfillmentInformation | None, onto: model.DeliveryTerms) -> model.DeliveryTerms:
    if stated is None:
        return onto
    return merged(onto, stated, nullable=("code_list", "backup_media", "product_file", "return_method"))


def _shipping(stated: sent.ShippingClass | None) -> model.ShippingClass | None:
    if stated is None:
        return None
    if stated.amount is None:
        raise MissingArgument("ShippingClass.Amount is required.", field="ShippingClass.Amount")
    return model.ShippingClass(
        name=text(stated.name) or "",
        amount=stated.amount,
        currency=upper(stated.currency) or None,
        apply_to=required_word(model.ShippingScope, stated.apply_to, "ShippingClass.ApplyTo"),
        type=required_word(model.ShippingCharge, stated.type, "ShippingClass.Type"),
    )


def _fields(
    stated: list[sent.ProductAdditionalField] | None, onto: tuple[model.FieldAssignment, ...]
) -> tuple[model.FieldAssignment, ...]:
    """The fields named, each once; those that are not enabled are not asked for."""
    if stated is None:
        return onto
    asked = {f.code or "": bool(f.required) for f in present(stated) if f.enabled is not False}
    return tuple(model.FieldAssignment(code, is_required) for code, is_required in asked.items())


def _category(stated: Any, onto: str | None) -> str | None:
    """A text; false or a blank one for none, as it is answered, while null says nothing."""
    if stated is None:
        return onto
    if not isinstance(stated, str | bool) or stated is True or (isinstance(stated, str) and len(stated) > 255):
        raise InvalidArgument("ProductCategory must be a text of 255 characters at most.", field="ProductCategory")
    return text(stated or None)


def _images(stated: list[sent.ProductImage]) -> tuple[model.ProductImage, ...]:
    return tuple(model.ProductImage(text(image.url) or "", bool(image.default)) for image in present(stated))


def _platforms(stated: list[sent.Platform]) -> tuple[model.Platform, ...]:
    return tuple(
        model.Platform(text(platform.platform_name) or "", text(platform.id_platform), text(platform.category))
        for platform in present(stated)
    )


def _translations(stated: list[sent.ProductTranslation]) -> tuple[model.ProductTranslation, ...]:
    return tuple(
        merged(model.ProductTranslation(translation.language or ""), translation) for translation in present(stated)
    )


def _bundle(stated: list[sent.BundledProduct] | None) -> tuple[model.ProductReference, ...] | None:
    if stated is None:
        return None
    return tuple(
        model.ProductReference(
            path=f"BundleProducts[{number}]",
            code=text(bundled.product_code),
            product_id=whole_number(bundled.product_id, f"BundleProducts[{number}].ProductId"),
        )
        for number, bundled in enumerate(present(stated))
    )
