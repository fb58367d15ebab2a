"""The catalogue in a file of known data: tax, option groups, products, upgrades."""

from collections.abc import Container, Iterable
from dataclasses import replace

from rpc_server.commerce.catalog import store
from rpc_server.commerce.catalog.model import (
    Attachment,
    DeliveryTerms,
    OptionGroup,
    PricingConfiguration,
    Product,
    UpgradePath,
    VatRate,
)
from rpc_server.commerce.catalog.product_groups import service as product_groups
from rpc_server.commerce.catalog.product_groups.model import ProductGroup
from rpc_server.commerce.catalog.service import products_by_code
from rpc_server.commerce.catalog.vat import standard_rates
from rpc_server.commerce.context import Context
from rpc_server.sandbox.section import Section, SeedMistake
from rpc_server.sandbox.sections.catalog_entries import (
    Choosing,
    OptionGroupEntry,
    PricingEntry,
    ProductEntry,
    TaxEntry,
    UpgradePathEntry,
)


def load_tax(context: Context, entry: TaxEntry) -> None:
    """Store the merchant's tax rates."""
    own = [VatRate(r.country, r.percent, r.since, r.state.upper(), r.tax_category) for r in entry.rates]
    store.insert_vat_rates(context, (standard_rates() if entry.eu_standard_rates else []) + own)


def load_option_groups(context: Context, entries: list[OptionGroupEntry]) -> None:
    """Store the merchant's price option groups."""
    for entry in entries:
        store.insert_option_group(context, entry.value())
    context.session.flush()


def load_products(context: Context, entries: list[ProductEntry]) -> None:
    """Store the merchant's products; the option groups and bundled products they name must be there before.

    Product groups come to be with the first product in them, their names for codes.
    """
    for name in dict.fromkeys(entry.group for entry in entries):
        product_groups.keep(context, ProductGroup(name, name))
    groups = store.option_groups(context, {code for entry in entries for code in _groups_of(entry)})
    stored: set[str] = set()
    for n, entry in enumerate(entries):
        _check_known(_groups_of(entry), groups, "option group", "products", n, "pricing")
        _check_known(entry.bundle, stored, "product before this one with the code", "products", n, "bundle")
        store.insert_product(context, _product(context, entry, groups), skus=entry.skus)
        stored.add(entry.code)
    context.session.flush()


def load_upgrade_paths(context: Context, entries: list[UpgradePathEntry]) -> None:
    """Store which subscriptions may become which others."""
    check_products(context, "upgrade_paths", [(entry.source, entry.target) for entry in entries])
    for entry in entries:
        store.insert_upgrade_path(context, UpgradePath(entry.source, entry.target, entry.scheme.value))
    context.session.flush()


SECTIONS = (
    Section("tax", TaxEntry, load_tax),
    Section("option_groups", list[OptionGroupEntry], load_option_groups),
    Section("products", list[ProductEntry], load_products),
    Section("upgrade_paths", list[UpgradePathEntry], load_upgrade_paths),
)


def _groups_of(entry: ProductEntry) -> list[str]:
    return [code for pricing in entry.pricing for code in pricing.options]


def check_products(context: Context, section: str, named: list[tuple[str, ...]]) -> None:
    """Refuse the entry of ``section`` that names a product the merchant has not."""
    known = products_by_code(context, {code for codes in named for code in codes})
    for n, codes in enumerate(named):
        _check_known(codes, known, "product", section, n)


def _check_known(codes: Iterable[str], known: Container[str], noun: str, *at: str | int) -> None:
    for code in codes:
        if code not in known:
            raise SeedMistake(f"There is no {noun} {code}.", *at)


def _product(context: Context, entry: ProductEntry, groups: dict[str, OptionGroup]) -> Product:
    return Product(
        product_id=entry.id,
        code=entry.code,
        name=entry.name,
        type=entry.type,
        version=entry.version,
        short_description=entry.summary,
        long_description=entry.description,
        is_enabled=entry.enabled,
        is_tangible=entry.tangible,
        has_gift_option=entry.gift_option,
        allows_multiple_units=entry.multiple_units,
        group_code=entry.group,
        group_name=entry.group,
        tax_category=entry.tax_category,
        fulfillment=entry.fulfillment,
        generates_subscription=entry.cycle is not None,
        cycle=entry.billing_cycle(),
        configurations=tuple(
            _configuration(context, pricing, groups, is_default=n == 0) for n, pricing in enumerate(entry.pricing)
        ),
        bundle=entry.bundle,
        texts=entry.texts(),
        grace_days=entry.grace_days,
        shipping_class=entry.shipping_class.value() if entry.shipping_class else None,
        delivery_terms=DeliveryTerms(code_list=Attachment(code=entry.code_list) if entry.code_list else None),
    )


def _configuration(
    context: Context, entry: PricingEntry, groups: dict[str, OptionGroup], *, is_default: bool
) -> PricingConfiguration:
    return PricingConfiguration(
        code=entry.code or context.ids.code(),
        name=entry.name,
        is_default=is_default,
        countries=frozenset(entry.countries),
        schema=entry.schema,
        price_type=entry.type,
        default_currency=entry.currency or context.merchant.default_currency,
        regular=tuple(price for row in entry.prices for price in row.values()),
        renewal=tuple(price for row in entry.renewal for price in row.values()),
        option_groups=tuple(
            replace(groups[code], is_required=choosing is Choosing.REQUIRED) for code, choosing in entry.options.items()
        ),
        uses_original_prices=entry.original_prices,
    )
