"""Products: what is sold, and how one is asked for."""

from dataclasses import dataclass, field
from enum import Enum

from rpc_server.commerce.catalog.model.prices import PricingConfiguration, PricingDraft
from rpc_server.commerce.catalog.model.terms import DeliveryTerms, RenewalTerms, ShippingClass
from rpc_server.commerce.catalog.model.texts import ProductTexts

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
    texts: ProductTexts = field(default_factory=ProductTexts)
    grace_days: int | None = None
    options_may_change_at_renewal: bool = False
    shipping_class: ShippingClass | None = None
    renewal_terms: RenewalTerms = field(default_factory=RenewalTerms)
    delivery_terms: DeliveryTerms = field(default_factory=DeliveryTerms)
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
