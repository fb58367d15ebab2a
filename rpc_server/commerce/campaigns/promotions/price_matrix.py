"""Price matrices: what special prices are given for, and the prices there are now."""

from collections.abc import Iterable
from decimal import Decimal

from rpc_server.commerce.campaigns.promotions.errors import PriceMatrixInvalid, PromotionProductsInvalid
from rpc_server.commerce.campaigns.promotions.model import (
    NamedOption,
    PromotedProduct,
    SpecialPrice,
    SpecialPriceRequest,
    option_hash,
)
from rpc_server.commerce.catalog.model import PricingConfiguration, PricingSchema, Product


def check_products(products: Iterable[PromotedProduct], known: dict[str, Product]) -> None:
    """Refuse products, configurations and options the catalogue has not; raises ``PromotionProductsInvalid``."""
    for number, product in enumerate(products):
        at = f"Products[{number}]"
        found = known.get(product.code)
        if found is None:
            raise PromotionProductsInvalid(f"There is no product {product.code[:50]!r}.", field=f"{at}.Code")
        configurations = _meant(found, product.configuration_code)
        if not configurations:
            raise PromotionProductsInvalid(
                f"{product.code} has no such pricing configuration.", field=f"{at}.PricingConfigurationCode"
            )
        offered = {option.code for configuration in configurations for option in _options(configuration)}
        if not offered.issuperset(product.options):
            raise PromotionProductsInvalid(
                f"{product.code} has no such price option.", field=f"{at}.PricingOptionCodes"
            )


def resolved(requests: Iterable[SpecialPriceRequest], known: dict[str, Product]) -> tuple[SpecialPrice, ...]:
    """The special prices asked for, their options looked up in the catalogue; raises ``PriceMatrixInvalid``."""
    return tuple(_resolved(request, known, f"PriceMatrix[{number}]") for number, request in enumerate(requests))


def matrix(product: Product, configuration_code: str | None, options: Iterable[str]) -> list[SpecialPrice]:
    """The regular prices of a product, one row for each combination of options that has a price of its own.

    Rows are of one configuration or of all, and have at least these ``options``; amounts are those of the
    smallest quantity. Where options only add to a base price, the one row is the base price.
    """
    return [
        SpecialPrice(product.code, configuration.code, _named(configuration, combination), amounts)
        for configuration in _meant(product, configuration_code)
        for combination, amounts in _combinations(configuration).items()
        if combination.issuperset(options)
    ]


def _resolved(request: SpecialPriceRequest, known: dict[str, Product], at: str) -> SpecialPrice:
    product = known.get(request.product_code)
    if product is None:
        raise PriceMatrixInvalid(f"There is no product {request.product_code[:50]!r}.", field=f"{at}.ProductCode")
    configurations = _meant(product, request.configuration_code)
    if not configurations:
        raise PriceMatrixInvalid(
            f"{product.code} has no such pricing configuration.", field=f"{at}.PricingConfigurationCode"
        )
    for configuration in configurations:
        options = _by_name(configuration, request.options) if request.options else _by_hash(configuration, request)
        if options is not None:
            return SpecialPrice(product.code, request.configuration_code, options, request.amounts)
    raise PriceMatrixInvalid(f"{product.code} has no such price options.", field=f"{at}.Options")


def _meant(product: Product, configuration_code: str | None) -> list[PricingConfiguration]:
    return [c for c in product.configurations if configuration_code in (None, c.code)]


def _options(configuration: PricingConfiguration) -> list[NamedOption]:
    return [
        NamedOption(option.code, group.name, option.name)
        for group in configuration.option_groups
        for option in group.options
    ]


def _named(configuration: PricingConfiguration, codes: frozenset[str]) -> tuple[NamedOption, ...]:
    return tuple(option for option in _options(configuration) if option.code in codes)


def _by_name(
    configuration: PricingConfiguration, wanted: tuple[tuple[str, str], ...]
) -> tuple[NamedOption, ...] | None:
    by_name = {(option.group, option.text): option for option in _options(configuration)}
    found = [by_name[name] for name in wanted if name in by_name]
    return tuple(found) if len(found) == len(wanted) else None


def _by_hash(configuration: PricingConfiguration, request: SpecialPriceRequest) -> tuple[NamedOption, ...] | None:
    for combination in {frozenset[str](), *_combinations(configuration)}:
        if option_hash(combination) == request.option_hash:
            return _named(configuration, combination)
    return None


def _combinations(configuration: PricingConfiguration) -> dict[frozenset[str], tuple[tuple[str, Decimal], ...]]:
    """What is paid for one unit in each currency, by combination of options."""
    amounts: dict[frozenset[str], dict[str, Decimal]] = {}
    for price in sorted(configuration.regular, key=lambda price: price.min_quantity):
        combination = price.options if configuration.schema is PricingSchema.FLAT else frozenset[str]()
        amounts.setdefault(combination, {}).setdefault(price.currency, price.amount)
    return {combination: tuple(by_currency.items()) for combination, by_currency in amounts.items()}
