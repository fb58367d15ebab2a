"""Products of the merchant API 3.0 to 6.0: one type for what is sent and what is answered.

Keys stand in the order of a recorded answer; ids, quantities and cycle lengths are texts of digits, as recorded. A
member left out, or null, says nothing; where null is a value of its own, only one that is left out does.
"""

from decimal import Decimal
from typing import Annotated, Any

from msgspec import UNSET, UnsetType

from rpc_server.api.objects.option_groups import Words
from rpc_server.api.objects.paging import Pagination
from rpc_server.api.objects.pricing_configurations import Line, PricingConfiguration, ProductCode, ProductPrice
from rpc_server.api.shapes import ApiObject, MaxLength, Since, Wire

Url = Annotated[str | None, MaxLength(2_000)]


class ShippingClass(ApiObject):
    """What sending a tangible product costs: ``Type`` FIXED or PERCENT, ``ApplyTo`` PRODUCT or ORDER."""

    name: Line = None
    amount: Decimal | None = None
    currency: Line = None
    apply_to: Line = None
    type: Line = None


class Platform(ApiObject):
    """An operating system a product runs on."""

    id_platform: Line = None
    platform_name: Line = None
    category: Line = None


class ProductImage(ApiObject):
    default: bool | None = None
    url: Url = None


class ProductAdditionalField(ApiObject):
    """A question the shop asks whoever orders the product."""

    label: Line = None
    code: Line = None
    enabled: bool | None = None
    required: bool | None = None
    url_parameter: Annotated[str | None, MaxLength(255), Wire("URLParameter")] = None


class ProductTranslation(ApiObject):
    """A product's texts in another language."""

    long_description: Words = None
    trial_url: Annotated[str | None, MaxLength(2_000), Wire("TrialUrl")] = None
    trial_description: Words = None
    system_requirements: Words = None
    name: Line = None
    description: Words = None
    language: Annotated[str | None, MaxLength(5)] = None


class BundledProduct(ApiObject):
    """A product of a bundle (members inferred)."""

    product_id: Line = None
    product_code: ProductCode = None


class ContractPeriod(ApiObject):
    """How long a customer is bound."""

    action: Line = None
    emails_during_contract: bool | None = None
    period: int | None = None
    period_units: Line = None
    is_unlimited: bool | None = None


class GracePeriod(ApiObject):
    """How long after it ran out a subscription may still be renewed."""

    type: Line = None
    period: Line = None
    period_units: Line = None
    is_unlimited: bool | None = None


class RenewalEmailDays(ApiObject):
    """On which days around the expiration a mail is sent."""

    before30_days: bool | None = None
    before15_days: bool | None = None
    before7_days: bool | None = None
    before1_day: bool | None = None
    on_expiration_date: bool | None = None
    after5_days: bool | None = None
    after15_days: bool | None = None


class RenewalEmailSettings(ApiObject):
    manual_renewal: RenewalEmailDays | None = None
    automatic_renewal: RenewalEmailDays | None = None


class RenewalEmails(ApiObject):
    """``Type`` GLOBAL: the account's settings, which are then shown."""

    type: Line = None
    settings: RenewalEmailSettings | None = None


class SubscriptionInformation(ApiObject):
    """How the subscriptions a product makes run; a ``BillingCycle`` of -1 is for ever."""

    deprecated_products: list[str] | None = None
    bundle_renewal_management: Line = None
    billing_cycle: Line = None
    billing_cycle_units: Line = None
    is_one_time_fee: bool | None = None
    contract_period: ContractPeriod | UnsetType | None = UNSET
    usage_billing: Annotated[int | None, Since("6.0")] = None
    grace_period: GracePeriod | UnsetType | None = UNSET
    renewal_emails: RenewalEmails | None = None


class CodeList(ApiObject):
    code: Line = None
    name: Line = None
    type: Line = None


class ProductFile(ApiObject):
    code: Line = None
    name: Line = None
    file: Url = None
    version: Line = None
    size: Line = None
    type: Line = None
    last_update: Line = None


class TextTranslation(ApiObject):
    name: Line = None
    description: Words = None
    language: Annotated[str | None, MaxLength(5)] = None


class ReturnMethod(ApiObject):
    """Where the shop sends a buyer after the purchase."""

    type: Line = None
    url: Url = None


class FulfillmentInformation(ApiObject):
    """What is delivered with a product, and how."""

    is_start_after_fulfillment: bool | None = None
    is_electronic_code: bool | None = None
    is_download_link: bool | None = None
    is_backup_media: bool | None = None
    is_download_insurance_service: bool | None = None
    is_instant_delivery_thank_you_page: bool | None = None
    is_display_in_partners_c_panel: Annotated[bool | None, Wire("IsDisplayInPartnersCPanel")] = None
    code_list: CodeList | UnsetType | None = UNSET
    backup_media: CodeList | UnsetType | None = UNSET
    product_file: ProductFile | UnsetType | None = UNSET
    additional_information_by_email: Words = None
    additional_information_email_translations: list[TextTranslation] | None = None
    additional_thank_you_page: Words = None
    additional_thank_you_page_translations: list[TextTranslation] | None = None
    return_method: Annotated[ReturnMethod | UnsetType | None, Since("6.0")] = UNSET


class Product(ApiObject):
    """A product of the catalogue. ``ProductCategory`` is false where none is set (recorded).

    ``GroupName``, the labels of additional fields and ``Prices`` (a list older than pricing configurations, recorded
    empty) are answered only.
    """

    avangate_id: Line = None
    product_code: ProductCode = None
    product_type: Line = None
    product_name: Line = None
    product_version: Line = None
    purchase_multiple_units: Annotated[bool | None, Since("5.0")] = None
    change_options_quantity_at_manual_renewal: Annotated[bool | None, Since("6.0")] = None
    product_group_code: Annotated[str | None, MaxLength(50), Since("6.0")] = None
    tax_category: Annotated[str | UnsetType | None, MaxLength(50), Since("6.0")] = UNSET
    tangible: Annotated[int | None, Since("6.0")] = None
    group_name: Line = None
    shipping_class: ShippingClass | UnsetType | None = UNSET
    gift_option: bool | None = None
    short_description: Words = None
    long_description: Words = None
    system_requirements: Words = None
    product_category: Any = None
    platforms: list[Platform] | None = None
    product_images: list[ProductImage] | None = None
    trial_url: Annotated[str | None, MaxLength(2_000), Wire("TrialUrl")] = None
    trial_description: Words = None
    enabled: bool | None = None
    additional_fields: list[ProductAdditionalField] | None = None
    translations: list[ProductTranslation] | None = None
    pricing_configurations: list[PricingConfiguration] | None = None
    prices: list[ProductPrice] | None = None
    bundle_products: list[BundledProduct] | None = None
    fulfillment: Line = None
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
