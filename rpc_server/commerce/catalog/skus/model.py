"""What a SKU stands for, apart from where it is stored."""

from dataclasses import dataclass
from enum import Enum


class SkuPurchase(Enum):
    """What is bought under the SKU."""

    NEW_PRODUCT = "NEW_PRODUCT"
    RENEWAL = "RENEWAL"
    UPGRADE = "UPGRADE"
    TRIAL = "TRIAL"


@dataclass(frozen=True, slots=True)
class SkuTerms:
    """One way a product is sold: configuration, currency, purchase, options, and an interval of quantity."""

    configuration_code: str
    currency: str
    purchase: SkuPurchase
    options: frozenset[str]
    min_quantity: int
    max_quantity: int


@dataclass(frozen=True, slots=True)
class SkuEntry:
    """The SKU of one way a product is sold; None where it has none, or is to have none."""

    product_code: str
    terms: SkuTerms
    sku: str | None


@dataclass(frozen=True, slots=True)
class SkuQuery:
    """A purchase whose SKU is wanted."""

    configuration_code: str
    currency: str
    purchase: SkuPurchase
    options: frozenset[str]
    quantity: int


@dataclass(frozen=True, slots=True)
class SkuSearch:
    """What to look for; empty stands for everything. ``page`` counts from 1."""

    product_codes: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()
    purchases: tuple[SkuPurchase, ...] = ()
    page: int = 1
    limit: int = 10
