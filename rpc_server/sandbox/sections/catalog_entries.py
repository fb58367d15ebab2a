"""What a file of known data may say of the catalogue: the types of its entries, and the values they stand for."""

import re
from datetime import date
from decimal import Decimal
from enum import Enum

import msgspec

from rpc_server.commerce.catalog.model import (
    LAST_QUANTITY,
    BillingCycle,
    CycleUnit,
    Option,
    OptionGroup,
    OptionGroupType,
    OptionUsage,
    Platform,
    Price,
    PriceImpact,
    PricingSchema,
    ProductTexts,
    ProductType,
    ShippingCharge,
    ShippingClass,
    ShippingScope,
)
from rpc_server.commerce.iso import COUNTRIES, CURRENCIES
from rpc_server.commerce.pricing.model import PriceType
from rpc_server.commerce.subscriptions.proration import UpgradeScheme
from rpc_server.sandbox.section import Entry, checked_amount

_CYCLE = re.compile(r"([1-9]\d{0,2})([DMY])")
_FOR_EVER = "lifetime"
_MONTHS_A_YEAR = 12

Amounts = dict[str, Decimal]


class RateEntry(Entry):
    """A tax rate in per cent of the net price, in force from ``since`` on."""

    country: str
    percent: Decimal
    since: date
    state: str = ""
    tax_category: str = ""

    def __post_init__(self) -> None:
        _check_country(self.country)
        checked_amount(self.percent)


class TaxEntry(Entry):
    """Tax rates: the standard ones of the European Union if asked for, and any others."""

    eu_standard_rates: bool = False
    rates: tuple[RateEntry, ...] = ()


class Effect(Enum):
    ADD = "ADD"
    SUBTRACT = "SUBTRACT"


class Share(Enum):
    """What a percentage is of: the base price, or all that the other options have made of it."""

    BASE = "BASE"
    TOTAL = "TOTAL"


class ImpactEntry(Entry):
    """What an option does to the unit price: either ``percent`` of it or ``amounts`` by currency."""

    percent: Decimal | None = None
    amounts: Amounts = msgspec.field(default_factory=dict)
    effect: Effect = Effect.ADD
    of: Share = Share.BASE

    def __post_init__(self) -> None:
        if (self.percent is None) == (not self.amounts):
            raise ValueError("an impact has either percent or amounts")
        check_amounts(self.amounts)
        checked_amount(self.percent or Decimal(0))

    def value(self) -> PriceImpact:
        return PriceImpact(
            is_percent=self.percent is not None,
            is_addition=self.effect is Effect.ADD,
            is_on_base=self.of is Share.BASE,
            percent=self.percent or Decimal(0),
            amounts=tuple(self.amounts.items()),
        )


class OptionEntry(Entry):
    """An option; one of an INTERVAL group has ``scale``, its first and last number."""

    code: str
    name: str
    description: str = ""
    default: bool = False
    impact: ImpactEntry | None = None
    scale: tuple[int, int] | None = None

    def value(self) -> Option:
        return Option(
            code=self.code,
            name=self.name,
            description=self.description,
            is_default=self.default,
            impact=self.impact.value() if self.impact else None,
            scale_min=self.scale[0] if self.scale else None,
            scale_max=self.scale[1] if self.scale else None,
        )


class OptionGroupEntry(Entry):
    """Options to choose from; products name the group and say whether a choice is required.

    ``usage: PAY_PER_USAGE`` makes it one whose use is reported and billed with the renewal: by VOLUME, or TIERED as
    ``usage_pricing`` says.
    """

    code: str
    name: str
    type: OptionGroupType
    options: tuple[OptionEntry, ...]
    description: str = ""
    usage: OptionUsage = OptionUsage.PREPAID
    usage_pricing: str | None = None

    def __post_init__(self) -> None:
        if len({option.code for option in self.options}) < len(self.options):
            raise ValueError(f"two options of {self.code} have the same code")
        if any((option.scale is None) == (self.type is OptionGroupType.INTERVAL) for option in self.options):
            raise ValueError(f"the options of {self.code} have a scale if, and only if, its type is INTERVAL")

    def value(self) -> OptionGroup:
        options = tuple(option.value() for option in self.options)
        return OptionGroup(
            self.code,
            self.name,
            self.type,
            options,
            description=self.description,
            usage=self.usage,
            usage_pricing=self.usage_pricing,
        )


class PriceEntry(Entry):
    """The price of one unit, by currency, when ``quantity`` units are bought; ``options`` is a FLAT combination."""

    amounts: Amounts
    quantity: tuple[int, int] = (1, LAST_QUANTITY)
    options: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_amounts(self.amounts)
        if not 1 <= self.quantity[0] <= self.quantity[1] <= LAST_QUANTITY:
            raise ValueError(f"a quantity runs from 1 to {LAST_QUANTITY}")

    def values(self) -> tuple[Price, ...]:
        first, last = self.quantity
        options = frozenset(self.options)
        return tuple(Price(amount, currency, first, last, options) for currency, amount in self.amounts.items())


class Choosing(Enum):
    """Whether a buyer must choose from an option group."""

    REQUIRED = "required"
    OPTIONAL = "optional"


class PricingEntry(Entry):
    """One way a product is priced; for all ``countries`` no other names, when it names none.

    ``original_prices``: never in a currency that has no price, though there is a rate to convert one.
    """

    prices: tuple[PriceEntry, ...]
    renewal: tuple[PriceEntry, ...] = ()
    name: str = "Default"
    code: str = ""
    countries: tuple[str, ...] = ()
    schema: PricingSchema = PricingSchema.DYNAMIC
    type: PriceType = PriceType.NET
    currency: str = ""
    options: dict[str, Choosing] = msgspec.field(default_factory=dict)
    original_prices: bool = False

    def __post_init__(self) -> None:
        for country in self.countries:
            _check_country(country)


class ShippingClassEntry(Entry):
    """What sending a product costs beside the shipping method: a net ``amount``, or that ``percent`` of its price."""

    name: str
    amount: Decimal = Decimal(0)
    currency: str | None = None
    percent: Decimal | None = None
    once_an_order: bool = False

    def __post_init__(self) -> None:
        if (self.percent is None) == (self.currency is None):
            raise ValueError("a shipping class has either percent or an amount with its currency")
        check_amounts({self.currency: self.amount} if self.currency else {})
        checked_amount(self.percent or Decimal(0))

    def value(self) -> ShippingClass:
        return ShippingClass(
            name=self.name,
            amount=self.amount if self.percent is None else self.percent,
            currency=self.currency,
            apply_to=ShippingScope.ORDER if self.once_an_order else ShippingScope.PRODUCT,
            type=ShippingCharge.FIXED if self.percent is None else ShippingCharge.PERCENT,
        )


class ProductEntry(Entry):
    """A product. ``cycle`` is ``30D``, ``1M``, ``1Y`` or ``lifetime``; without one it makes no subscription.

    ``code_list`` is the list its codes come from, where its ``fulfillment`` is BY_AVANGATE.
    """

    code: str
    name: str
    pricing: tuple[PricingEntry, ...]
    id: int = 0
    skus: tuple[str, ...] = ()
    type: ProductType = ProductType.REGULAR
    version: str = ""
    summary: str = ""
    description: str = ""
    group: str = "General"
    enabled: bool = True
    tangible: bool = False
    gift_option: bool = False
    multiple_units: bool = True
    tax_category: str | None = None
    fulfillment: str = "NO_DELIVERY"
    code_list: str | None = None
    cycle: str | None = None
    grace_days: int | None = None
    bundle: tuple[str, ...] = ()
    trial_url: str = ""
    trial_description: str = ""
    platforms: tuple[str, ...] = ()
    shipping_class: ShippingClassEntry | None = None

    def __post_init__(self) -> None:
        if self.cycle not in (None, _FOR_EVER) and not _CYCLE.fullmatch(self.cycle or ""):
            raise ValueError(f"cycle must be like 30D, 1M or 1Y, or {_FOR_EVER}")

    def billing_cycle(self) -> BillingCycle | None:
        if self.cycle is None:
            return None
        found = _CYCLE.fullmatch(self.cycle)
        if found is None:
            return BillingCycle(-1, CycleUnit.MONTH)
        length, unit = int(found[1]), found[2]
        if unit == "Y":
            return BillingCycle(length * _MONTHS_A_YEAR, CycleUnit.MONTH)
        return BillingCycle(length, CycleUnit(unit))

    def texts(self) -> ProductTexts:
        return ProductTexts(
            trial_url=self.trial_url,
            trial_description=self.trial_description,
            platforms=tuple(Platform(name) for name in self.platforms),
        )


class UpgradePathEntry(Entry):
    """A subscription of ``source`` may become one of ``target``."""

    source: str
    target: str
    scheme: UpgradeScheme = UpgradeScheme.PRORATED


def check_amounts(amounts: Amounts) -> None:
    """Raises ``ValueError`` for a currency there is not, or an amount below zero."""
    for currency, amount in amounts.items():
        if currency not in CURRENCIES:
            raise ValueError(f"{currency!r} is no currency code")
        checked_amount(amount)


def _check_country(country: str) -> None:
    if country not in COUNTRIES:
        raise ValueError(f"{country!r} is no country code")
