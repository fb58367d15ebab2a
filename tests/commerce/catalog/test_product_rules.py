"""What a product may be, beside its prices."""

from decimal import Decimal
from typing import Any

import pytest

from rpc_server.commerce.catalog.authoring.product_rules import check_product
from rpc_server.commerce.catalog.errors import CatalogRefused
from rpc_server.commerce.catalog.model import (
    BillingCycle,
    CycleUnit,
    DeliveryTerms,
    ProductImage,
    ProductTexts,
    ProductTranslation,
    ProductType,
    ShippingCharge,
    ShippingClass,
    ShippingScope,
    TextTranslation,
)
from tests.catalogue import a_product


def shipping(amount: str = "5", currency: str | None = "USD", name: str = "Heavy") -> ShippingClass:
    return ShippingClass(name, Decimal(amount), currency, ShippingScope.PRODUCT, ShippingCharge.FIXED)


def renewing(length: int, unit: CycleUnit, **changes: Any) -> dict[str, Any]:
    return {"generates_subscription": True, "cycle": BillingCycle(length, unit), **changes}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        renewing(1, CycleUnit.DAY),
        renewing(1095, CycleUnit.DAY),
        renewing(36, CycleUnit.MONTH, grace_days=3650),
        renewing(-1, CycleUnit.MONTH, grace_days=0),
        {"shipping_class": shipping("0")},
        {"shipping_class": ShippingClass("P", Decimal(5), None, ShippingScope.ORDER, ShippingCharge.PERCENT)},
        {"type": ProductType.BUNDLE, "bundle": ("A", "B")},
        {"texts": ProductTexts(translations=(ProductTranslation("DE"), ProductTranslation("pt-br")))},
    ],
)
def test_a_sound_product_is_taken(changes: dict[str, Any]) -> None:
    check_product(a_product(**changes))


CYCLE = "SubscriptionInformation.BillingCycle"
REFUSED: list[tuple[dict[str, Any], tuple[str, str, str]]] = [
    ({"code": ""}, ("VALUE_EMPTY", "ProductCode is required.", "ProductCode")),
    ({"name": " "}, ("VALUE_EMPTY", "ProductName is required.", "ProductName")),
    (
        {"generates_subscription": True},
        (
            "PRODUCT_BILLING_CYCLE_INVALID",
            "A product that generates subscriptions needs a billing cycle.",
            CYCLE,
        ),
    ),
    (
        renewing(0, CycleUnit.MONTH),
        ("PRODUCT_BILLING_CYCLE_INVALID", "A billing cycle is 1 to 36 MONTHS, or -1 for ever.", CYCLE),
    ),
    (
        renewing(37, CycleUnit.MONTH),
        ("PRODUCT_BILLING_CYCLE_INVALID", "A billing cycle is 1 to 36 MONTHS, or -1 for ever.", CYCLE),
    ),
    (
        renewing(1096, CycleUnit.DAY),
        ("PRODUCT_BILLING_CYCLE_INVALID", "A billing cycle is 1 to 1095 DAYS, or -1 for ever.", CYCLE),
    ),
    (
        renewing(-2, CycleUnit.DAY),
        ("PRODUCT_BILLING_CYCLE_INVALID", "A billing cycle is 1 to 1095 DAYS, or -1 for ever.", CYCLE),
    ),
    (
        renewing(1, CycleUnit.MONTH, grace_days=-1),
        (
            "PRODUCT_BILLING_CYCLE_INVALID",
            "A grace period is 0 to 3650 days.",
            "SubscriptionInformation.GracePeriod.Period",
        ),
    ),
    (
        {"shipping_class": shipping(name="")},
        ("VALUE_EMPTY", "ShippingClass.Name is required.", "ShippingClass.Name"),
    ),
    (
        {"shipping_class": shipping("-1")},
        ("PRODUCT_SHIPPING_CLASS_INVALID", "-1 is no amount.", "ShippingClass.Amount"),
    ),
    (
        {"shipping_class": shipping(currency="XYZ")},
        ("PRODUCT_SHIPPING_CLASS_INVALID", "There is no currency 'XYZ'.", "ShippingClass.Currency"),
    ),
    (
        {"shipping_class": shipping(currency=None)},
        ("PRODUCT_SHIPPING_CLASS_INVALID", "There is no currency ''.", "ShippingClass.Currency"),
    ),
    (
        {"bundle": ("A",)},
        ("PRODUCT_BUNDLE_INVALID", "Only a BUNDLE has products in it.", "BundleProducts"),
    ),
    (
        {"texts": ProductTexts(images=(ProductImage("https://x.example/a.png"), ProductImage("")))},
        ("VALUE_EMPTY", "ProductImages[1].URL is required.", "ProductImages[1].URL"),
    ),
    (
        {"texts": ProductTexts(translations=(ProductTranslation("xx"),))},
        ("TRANSLATION_LANGUAGE_INVALID", "There is no language 'xx'.", "Translations[0].Language"),
    ),
    (
        {"delivery_terms": DeliveryTerms(additional_thank_you_page_translations=(TextTranslation(language="xx"),))},
        (
            "TRANSLATION_LANGUAGE_INVALID",
            "There is no language 'xx'.",
            "FulfillmentInformation.AdditionalThankYouPageTranslations[0].Language",
        ),
    ),
]


@pytest.mark.parametrize(("changes", "told"), REFUSED, ids=[f"{told[1]} {n}" for n, (_, told) in enumerate(REFUSED)])
def test_an_unsound_product_is_refused(changes: dict[str, Any], told: tuple[str, str, str]) -> None:
    with pytest.raises(CatalogRefused) as refusal:
        check_product(a_product(**changes))

    assert (refusal.value.code, refusal.value.message, refusal.value.field) == told
