"""Products: what is sold, what is told of it, how it renews and what is delivered."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from rpc_server.commerce.catalog.model.prices import PricingConfiguration, PricingDraft

LIFETIME = -1


class ProductType(Enum):
    REGULAR = "REGULAR"
    BUNDLE = "BUNDLE"


class CycleUnit(Enum):
    DAY = "D"
    MONTH = "M"


@dataclass(frozen=True, slots=True)
class BillingCycle:
    """How long one paid period is; ``length`` of -1 is for ever (lifetime, one-time fee)."""

    length: int
    unit: CycleUnit

    @property
    def is_lifetime(self) -> bool:
        return self.length < 0


@dataclass(frozen=True, slots=True)
class Platform:
    """An operating system a product runs on."""

    name: str
    id: str | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class ProductImage:
    url: str
    is_default: bool = True


@dataclass(frozen=True, slots=True)
class ProductTranslation:
    """A product's texts in another language."""

    language: str
    name: str | None = None
    description: str | None = None
    long_description: str | None = None
    system_requirements: str | None = None
    trial_url: str | None = None
    trial_description: str | None = None


@dataclass(frozen=True, slots=True)
class ProductTexts:
    """What is told of a product beside its name, and its trial version to download."""

    system_requirements: str = ""
    trial_url: str = ""
    trial_description: str = ""
    category: str | None = None
    images: tuple[ProductImage, ...] = ()
    platforms: tuple[Platform, ...] = ()
    translations: tuple[ProductTranslation, ...] = ()

    @property
    def image_url(self) -> str | None:
        """The default image, or else the first."""
        chosen = [image for image in self.images if image.is_default] or list(self.images)
        return chosen[0].url if chosen else None


class ShippingScope(Enum):
    """PRODUCT: for every unit. ORDER: once an order, however many products have the class."""

    PRODUCT = "PRODUCT"
    ORDER = "ORDER"


class ShippingCharge(Enum):
    """FIXED: an amount, net. PERCENT: a share of what the products of the class cost, net."""

    FIXED = "FIXED"
    PERCENT = "PERCENT"


@dataclass(frozen=True, slots=True)
class ShippingClass:
    """What sending a tangible product costs beside the shipping method's own price."""

    name: str
    amount: Decimal
    currency: str | None
    apply_to: ShippingScope
    type: ShippingCharge

    @property
    def is_fixed(self) -> bool:
        return self.type is ShippingCharge.FIXED


@dataclass(frozen=True, slots=True)
class ContractPeriod:
    """How long a customer is bound; members are kept as told."""

    action: str | None = None
    emails_during_contract: bool | None = None
    period: int | None = None
    period_units: str | None = None
    is_unlimited: bool | None = None


@dataclass(frozen=True, slots=True)
class RenewalEmailDays:
    """On which days around the expiration a mail is sent."""

    before30_days: bool = False
    before15_days: bool = False
    before7_days: bool = False
    before1_day: bool = False
    on_expiration_date: bool = False
    after5_days: bool = False
    after15_days: bool = False


@dataclass(frozen=True, slots=True)
class RenewalEmails:
    """A product's own settings, in the place of the account's."""

    manual_renewal: RenewalEmailDays = RenewalEmailDays()
    automatic_renewal: RenewalEmailDays = RenewalEmailDays()


@dataclass(frozen=True, slots=True)
class RenewalTerms:
    """How the subscriptions of a product run beside their cycle; ``emails`` None: as the account says."""

    deprecated_products: tuple[str, ...] = ()
    bundle_management: str = "GLOBAL"
    contract: ContractPeriod | None = None
    bills_usage: bool = False
    has_unlimited_grace: bool = False
    emails: RenewalEmails | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A list of codes or a backup medium that is delivered."""

    code: str | None = None
    name: str | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True)
class DeliveredFile:
    """A file that is delivered; members are kept as told."""

    code: str | None = None
    name: str | None = None
    file: str | None = None
    version: str | None = None
    size: str | None = None
    type: str | None = None
    last_update: str | None = None


@dataclass(frozen=True, slots=True)
class TextTranslation:
    name: str | None = None
    description: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class ReturnMethod:
    """Where the shop sends a buyer after the purchase."""

    type: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class DeliveryTerms:
    """What is delivered with a product, and how."""

    is_start_after_fulfillment: bool = False
    is_electronic_code: bool = False
    is_download_link: bool = False
    is_backup_media: bool = False
    is_download_insurance_service: bool = False
    is_instant_delivery_thank_you_page: bool = False
    is_display_in_partners_c_panel: bool = False
    code_list: Attachment | None = None
    backup_media: Attachment | None = None
    product_file: DeliveredFile | None = None
    additional_information_by_email: str = ""
    additional_information_email_translations: tuple[TextTranslation, ...] = ()
    additional_thank_you_page: str = ""
    additional_thank_you_page_translations: tuple[TextTranslation, ...] = ()
    return_method: ReturnMethod | None = None


@dataclass(frozen=True, slots=True)
class FieldAssignment:
    """An additional field by code, and whether whoever orders the product must fill it in."""

    code: str
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Product:
    """A product of one merchant. ``product_id`` is the documented AvangateId; ``bundle`` holds product codes.

    A product that generates no subscription has no ``cycle``. ``grace_days`` is how long a subscription may
    still be renewed after it ran out, None where the account's setting holds.
    """

    product_id: int
    code: str
    name: str
    type: ProductType
    version: str
    short_description: str
    long_description: str
    is_enabled: bool
    is_tangible: bool
    has_gift_option: bool
    allows_multiple_units: bool
    group_code: str
    group_name: str
    tax_category: str | None
    fulfillment: str
    generates_subscription: bool
    cycle: BillingCycle | None
    configurations: tuple[PricingConfiguration, ...]
    bundle: tuple[str, ...] = ()
    texts: ProductTexts = ProductTexts()
    grace_days: int | None = None
    options_may_change_at_renewal: bool = False
    shipping_class: ShippingClass | None = None
    renewal_terms: RenewalTerms = RenewalTerms()
    delivery_terms: DeliveryTerms = DeliveryTerms()
    fields: tuple[FieldAssignment, ...] = ()


@dataclass(frozen=True, slots=True)
class ProductReference:
    """A product a client names by code or by id; ``path`` is its wire path for errors."""

    path: str
    code: str | None
    product_id: int | None


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """A product as asked for. What it names elsewhere in the catalogue stands beside it, None where it was not said.

    ``group_code``, ``configurations`` and ``bundle`` of ``product`` itself are not looked at.
    """

    product: Product
    group_code: str | None = None
    configurations: tuple[PricingDraft, ...] = ()
    bundle: tuple[ProductReference, ...] | None = None


class ProductOrder(Enum):
    """What a search may be ordered by; the value is the documented ``Field``."""

    STATUS = "ProductStatus"
    NAME = "ProductName"
    CODE = "ProductCode"
    UPDATED = "UpdateDatetime"
    ID = "AvangateId"


@dataclass(frozen=True, slots=True)
class ProductSearch:
    """What to look for; None and empty stand for everything. ``name`` and ``group_name`` are parts of names.

    ``page`` counts from 1.
    """

    name: str | None = None
    codes: tuple[str, ...] = ()
    types: tuple[ProductType, ...] = ()
    is_enabled: bool | None = None
    group_name: str | None = None
    order_by: ProductOrder = ProductOrder.CODE
    is_descending: bool = False
    page: int = 1
    limit: int = 10
