"""How a product is sent, how its subscriptions run, and what is delivered with it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum


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
