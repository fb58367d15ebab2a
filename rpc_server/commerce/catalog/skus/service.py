"""SKUs: what there may be of a product, which there are, and setting them.

What the hosted service does is known by method names and a few members; the rest is inferred. A SKU is of one
product and may stand for several ways it is sold.
"""

from collections.abc import Iterator

from rpc_server.commerce.catalog import service as catalog
from rpc_server.commerce.catalog.model import PricingConfiguration, Product
from rpc_server.commerce.catalog.skus import store
from rpc_server.commerce.catalog.skus.errors import SkuNotFound, SkuTermsInvalid
from rpc_server.commerce.catalog.skus.model import SkuEntry, SkuPurchase, SkuQuery, SkuSearch, SkuTerms
from rpc_server.commerce.context import Context

LONGEST_SKU = 100


def code_of(context: Context, query: SkuQuery) -> str:
    """The SKU of a purchase; raises ``SkuNotFound``."""
    sku = store.sku_for(context, query)
    if sku is None:
        raise SkuNotFound(field="PricingConfigurationCode")
    return sku


def schema(
    context: Context, product_code: str, *, currencies: tuple[str, ...], purchases: tuple[SkuPurchase, ...]
) -> list[SkuEntry]:
    """Every way a product is sold in these currencies, with its SKU; empty tuples stand for all.

    After them the SKUs set for options of a DYNAMIC configuration, which has no list of combinations.
    """
    product = catalog.known_product(context, product_code)
    skus = store.skus_of(context, product.product_id)
    sold = dict.fromkeys([*_ways(product), *skus])
    wanted = [
        terms
        for terms in sold
        if terms.currency in (currencies or (terms.currency,)) and terms.purchase in (purchases or SkuPurchase)
    ]
    return [SkuEntry(product.code, terms, skus.get(terms)) for terms in wanted]


def search(context: Context, search: SkuSearch) -> tuple[list[SkuEntry], int]:
    """One page of the SKUs that are set and meet every given criterion, and how many there are in all."""
    return store.search(context, search)


def set_skus(context: Context, product_code: str, entries: tuple[SkuEntry, ...]) -> None:
    """Let each SKU stand for its way of selling the product; None takes the SKU away.

    Raises ``ProductCodeInvalid``, ``SkuTermsInvalid`` and ``SkuTaken``; nothing is kept then.
    """
    product = catalog.product_to_change(context, product_code)
    for number, entry in enumerate(entries):
        _check(product, entry.terms, f"Prices[{number}]")
        store.put(context, product.product_id, entry.terms, entry.sku)


def delete(context: Context, sku: str) -> None:
    """Let the SKU stand for nothing any more; raises ``SkuNotFound``."""
    if not store.remove(context, sku):
        raise SkuNotFound(f"There is no SKU {sku[:50]!r}.", field="skuCode")


def _ways(product: Product) -> Iterator[SkuTerms]:
    for configuration in product.configurations:
        for price in configuration.regular:
            for purchase in SkuPurchase:
                yield SkuTerms(
                    configuration_code=configuration.code,
                    currency=price.currency,
                    purchase=purchase,
                    options=price.options,
                    min_quantity=price.min_quantity,
                    max_quantity=price.max_quantity,
                )


def _check(product: Product, terms: SkuTerms, path: str) -> None:
    configuration = next((c for c in product.configurations if c.code == terms.configuration_code), None)
    if configuration is None:
        raise SkuTermsInvalid(
            f"There is no pricing configuration {terms.configuration_code[:50]!r}.",
            field=f"{path}.PricingConfigurationCode",
        )
    if (terms.currency, terms.min_quantity, terms.max_quantity) not in _intervals(configuration):
        raise SkuTermsInvalid(
            f"There is no price in {terms.currency} for {terms.min_quantity} to {terms.max_quantity} units.",
            field=f"{path}.Currency",
        )
    missing = terms.options - {option.code for group in configuration.option_groups for option in group.options}
    if missing:
        raise SkuTermsInvalid(f"There is no price option {min(missing)[:100]}.", field=f"{path}.PriceOptions")


def _intervals(configuration: PricingConfiguration) -> set[tuple[str, int, int]]:
    return {(price.currency, price.min_quantity, price.max_quantity) for price in configuration.regular}
