"""Products as the merchant API 3.0 to 6.0 shows them.

Keys stand in the order of a recorded answer; ids, quantities and cycle lengths are texts of digits, as recorded.
Members this catalogue keeps nothing for are answered as a new product of the hosted service has them.
"""

from decimal import Decimal
from typing import Annotated, Any

import msgspec

from rpc_server.api.objects.paging import Pagination
from rpc_server.api.shapes import ApiObject, Since, Wire
from rpc_server.commerce.catalog import model


class ShippingClass(ApiObject):
    """What sending a tangible product costs."""

    name: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    apply_to: str | None = None
    type: str | None = None


class Platform(ApiObject):
    """An operating system a product runs on."""

    id_platform: str | None = None
    platform_name: str | None = None
    category: str | None = None


class ProductImage(ApiObject):
    default: bool | None = None
    url: str | None = None


class ProductAdditionalField(ApiObject):
    """A question the shop asks whoever orders the product."""

    label: str | None = None
    code: str | None = None
    enabled: bool | None = None
    required: bool | None = None
    url_parameter: Annotated[str | None, Wire("URLParameter")] = None


class ProductTranslation(ApiObject):
    """A product's texts in another language."""

    long_description: str | None = None
    trial_url: Annotated[str | None, Wire("TrialUrl")] = None
    trial_description: str | None = None
    system_requirements: str | None = None
    name: str | None = None
    description: str | None = None
    language: str | None = None


class PriceOptionCodes(ApiObject):
    """The options of one group in a combination."""

    code: str | None = None
    options: list[str] | None = None


class ProductPrice(ApiObject):
    """The price of one unit for a range of quantities; ``OptionCodes`` is the FLAT combination it is for."""

    amount: Decimal | None = None
    currency: str | None = None
    min_quantity: str | None = None
    max_quantity: str | None = None
    option_codes: list[PriceOptionCodes] | None = None


class ConfigurationPrices(ApiObject):
    """Prices of purchases and of renewals; without the latter, renewals cost the former."""

    regular: list[ProductPrice] | None = None
    renewal: list[ProductPrice] | None = None


class AssignedPriceOption(ApiObject):
    """A price option group by code, and whether a choice of it is required."""

    code: str | None = None
    required: bool | None = None


class PricingConfiguration(ApiObject):
    """One way a product is priced; ``BillingCountries`` is empty for all countries."""

    name: str | None = None
    code: str | None = None
    default: bool | None = None
    billing_countries: list[str] | None = None
    use_original_prices: Annotated[bool | None, Since("5.0")] = None
    pricing_schema: str | None = None
    price_type: str | None = None
    default_currency: str | None = None
    prices: ConfigurationPrices | None = None
    price_options: list[AssignedPriceOption] | None = None


class BundledProduct(ApiObject):
    """A product of a bundle (members inferred)."""

    product_id: str | None = None
    product_code: str | None = None


class ContractPeriod(ApiObject):
    """How long a customer is bound."""

    action: str | None = None
    emails_during_contract: bool | None = None
    period: int | None = None
    period_units: str | None = None
    is_unlimited: bool | None = None


class GracePeriod(ApiObject):
    """How long after it ran out a subscription may still be renewed."""

    type: str | None = None
    period: str | None = None
    period_units: str | None = None
    is_unlimited: bool | None = None


class RenewalEmailDays(ApiObject):
    """On which days around the expiration a mail is sent."""

    before30_days: bool = False
    before15_days: bool = False
    before7_days: bool = False
    before1_day: bool = False
    on_expiration_date: bool = False
    after5_days: bool = False
    after15_days: bool = False


class RenewalEmailSettings(ApiObject):
    manual_renewal: RenewalEmailDays | None = None
    automatic_renewal: RenewalEmailDays | None = None


class RenewalEmails(ApiObject):
    """``Type`` GLOBAL: the account's settings, which are then shown."""

    type: str | None = None
    settings: RenewalEmailSettings | None = None


class SubscriptionInformation(ApiObject):
    """How the subscriptions a product makes run; a ``BillingCycle`` of -1 is for ever."""

    deprecated_products: list[str] | None = None
    bundle_renewal_management: str | None = None
    billing_cycle: str | None = None
    billing_cycle_units: str | None = None
    is_one_time_fee: bool | None = None
    contract_period: ContractPeriod | None = None
    usage_billing: Annotated[int | None, Since("6.0")] = None
    grace_period: GracePeriod | None = None
    renewal_emails: RenewalEmails | None = None


class CodeList(ApiObject):
    code: str | None = None
    name: str | None = None
    type: str | None = None


class ProductFile(ApiObject):
    code: str | None = None
    name: str | None = None
    file: str | None = None
    version: str | None = None
    size: str | None = None
    type: str | None = None
    last_update: str | None = None


class TextTranslation(ApiObject):
    name: str | None = None
    description: str | None = None
    language: str | None = None


class ReturnMethod(ApiObject):
    """Where the shop sends a buyer after the purchase."""

    type: str | None = None
    url: str | None = None


class FulfillmentInformation(ApiObject):
    """What is delivered with a product, and how."""

    is_start_after_fulfillment: bool = False
    is_electronic_code: bool = False
    is_download_link: bool = False
    is_backup_media: bool = False
    is_download_insurance_service: bool = False
    is_instant_delivery_thank_you_page: bool = False
    is_display_in_partners_c_panel: Annotated[bool, Wire("IsDisplayInPartnersCPanel")] = False
    code_list: CodeList | None = None
    backup_media: CodeList | None = None
    product_file: ProductFile | None = None
    additional_information_by_email: str = ""
    additional_information_email_translations: list[TextTranslation] = msgspec.field(default_factory=list)
    additional_thank_you_page: str = ""
    additional_thank_you_page_translations: list[TextTranslation] = msgspec.field(default_factory=list)
    return_method: Annotated[ReturnMethod | None, Since("6.0")] = None


class Product(ApiObject):
    """A product of the catalogue. ``ProductCategory`` is false where none is set (recorded)."""

    avangate_id: str | None = None
    product_code: str | None = None
    product_type: str | None = None
    product_name: str | None = None
    product_version: str | None = None
    purchase_multiple_units: Annotated[bool | None, Since("5.0")] = None
    change_options_quantity_at_manual_renewal: Annotated[bool | None, Since("6.0")] = None
    product_group_code: Annotated[str | None, Since("6.0")] = None
    tax_category: Annotated[str | None, Since("6.0")] = None
    tangible: Annotated[int | None, Since("6.0")] = None
    group_name: str | None = None
    shipping_class: ShippingClass | None = None
    gift_option: bool | None = None
    short_description: str | None = None
    long_description: str | None = None
    system_requirements: str | None = None
    product_category: Any = None
    platforms: list[Platform] | None = None
    product_images: list[ProductImage] | None = None
    trial_url: Annotated[str | None, Wire("TrialUrl")] = None
    trial_description: str | None = None
    enabled: bool | None = None
    additional_fields: list[ProductAdditionalField] | None = None
    translations: list[ProductTranslation] | None = None
    pricing_configurations: list[PricingConfiguration] | None = None
    prices: list[ProductPrice] | None = None
    bundle_products: list[BundledProduct] | None = None
    fulfillment: str | None = None
    generates_subscription: bool | None = None
    subscription_information: SubscriptionInformation | None = None
    fulfillment_information: FulfillmentInformation | None = None


class ProductPage(ApiObject):
    """One page of found products (5.0 on; before, the answer is the bare list)."""

    items: list[Product]
    pagination: Pagination


class ProductOrderBy(ApiObject):
    """``Field`` is ProductStatus, ProductName, ProductCode, UpdateDatetime or AvangateId; ``Direction`` asc or desc."""

    field: str | None = None
    direction: str | None = None


class ProductSearchOptions(ApiObject):
    """What to look for; null and empty members ask for nothing. ``Name`` and ``GroupName`` are parts of names.

    Of ``Pagination`` and the flat ``Page`` and ``Limit`` the former goes first.
    """

    name: str | None = None
    codes: list[str] | None = None
    types: list[str] | None = None
    enabled: bool | None = None
    group_name: str | None = None
    limit: int | None = None
    page: int | None = None
    pagination: Pagination | None = None
    order_by: ProductOrderBy | None = None


def show_product(product: model.Product, bundled: dict[str, int]) -> Product:
    """The product as answered; ``bundled`` are the ids of the products in its bundle, by code."""
    texts = product.texts
    return Product(
        avangate_id=str(product.product_id),
        product_code=product.code,
        product_type=product.type.value,
        product_name=product.name,
        product_version=product.version,
        purchase_multiple_units=product.allows_multiple_units,
        change_options_quantity_at_manual_renewal=False,
        product_group_code=product.group_code,
        tax_category=product.tax_category,
        tangible=int(product.is_tangible),
        group_name=product.group_name,
        gift_option=product.has_gift_option,
        short_description=product.short_description,
        long_description=product.long_description,
        system_requirements=texts.system_requirements,
        product_category=texts.category or False,
        platforms=[Platform(platform_name=name) for name in texts.platforms],
        product_images=[ProductImage(default=True, url=texts.image_url)] if texts.image_url else [],
        trial_url=texts.trial_url,
        trial_description=texts.trial_description,
        enabled=product.is_enabled,
        additional_fields=[],
        translations=[],
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
        fulfillment_information=FulfillmentInformation(),
    )


def show_configuration(configuration: model.PricingConfiguration) -> PricingConfiguration:
    """The pricing configuration as answered."""
    return PricingConfiguration(
        name=configuration.name,
        code=configuration.code,
        default=configuration.is_default,
        billing_countries=sorted(configuration.countries),
        use_original_prices=False,
        pricing_schema=configuration.schema.value,
        price_type=configuration.price_type.value,
        default_currency=configuration.default_currency,
        prices=ConfigurationPrices(
            regular=[_price(row, configuration) for row in configuration.regular],
            renewal=[_price(row, configuration) for row in configuration.renewal],
        ),
        price_options=[
            AssignedPriceOption(code=group.code, required=group.is_required) for group in configuration.option_groups
        ],
    )


def _price(row: model.Price, configuration: model.PricingConfiguration) -> ProductPrice:
    return ProductPrice(
        amount=row.amount,
        currency=row.currency,
        min_quantity=str(row.min_quantity),
        max_quantity=str(row.max_quantity),
        option_codes=_option_codes(row, configuration.option_groups),
    )


def _option_codes(row: model.Price, groups: tuple[model.OptionGroup, ...]) -> list[PriceOptionCodes]:
    codes = (
        PriceOptionCodes(code=group.code, options=[o.code for o in group.options if o.code in row.options])
        for group in groups
    )
    return [entry for entry in codes if entry.options]


def _subscription_information(product: model.Product) -> SubscriptionInformation | None:
    if product.cycle is None:
        return None
    return SubscriptionInformation(
        deprecated_products=[],
        bundle_renewal_management="GLOBAL",
        billing_cycle=str(product.cycle.length),
        billing_cycle_units=product.cycle.unit.value,
        is_one_time_fee=product.cycle.is_lifetime,
        usage_billing=0,
        grace_period=_grace_period(product.grace_days),
        renewal_emails=RenewalEmails(type="GLOBAL", settings=_account_emails()),
    )


def _grace_period(days: int | None) -> GracePeriod | None:
    if days is None:
        return None
    return GracePeriod(type="CUSTOM", period=str(days), period_units="D", is_unlimited=False)


def _account_emails() -> RenewalEmailSettings:
    """The settings a new account has (recorded)."""
    manual = RenewalEmailDays(before30_days=True, before15_days=True, before7_days=True, on_expiration_date=True)
    return RenewalEmailSettings(manual_renewal=manual, automatic_renewal=RenewalEmailDays())
