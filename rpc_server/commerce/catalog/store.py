"""Catalogue rows into values and back."""

from dataclasses import replace

from sqlalchemy import Select, bindparam, insert, select

from rpc_server.commerce.catalog.errors import CodeTaken
from rpc_server.commerce.catalog.model import (
    BillingCycle,
    CrossSellCampaign,
    CycleUnit,
    OptionGroup,
    OptionGroupType,
    PricingConfiguration,
    Product,
    ProductType,
    Promotion,
    UpgradePath,
    VatRate,
)
from rpc_server.commerce.catalog.tables import (
    CouponRow,
    CrossSellRow,
    GroupAssignment,
    OptionGroupRow,
    ProductRow,
    PromotionRow,
    SkuRow,
    StoredConfiguration,
    UpgradePathRow,
    VatRateRow,
)
from rpc_server.commerce.context import Context
from rpc_server.storage import insert_drawn

_GROUPS = select(OptionGroupRow).where(
    OptionGroupRow.merchant_id == bindparam("merchant"),
    OptionGroupRow.code.in_(bindparam("codes", expanding=True)),
)


def products(context: Context, statement: Select[ProductRow], parameters: dict[str, object]) -> list[Product]:
    """The products a statement finds, whole: one query more, none where no product has options.

    ``parameters`` are those of the statement, which is built once; the merchant is one of them.
    """
    rows = context.session.scalars(statement, {"merchant": context.merchant_id, **parameters}).all()
    codes = {group.code for row in rows for configuration in row.configurations for group in configuration.groups}
    groups = option_groups(context, codes) if codes else {}
    return [_product(row, groups) for row in rows]


def option_groups(context: Context, codes: set[str]) -> dict[str, OptionGroup]:
    """The merchant's option groups that exist of ``codes``, by code."""
    rows = context.session.scalars(_GROUPS, {"merchant": context.merchant_id, "codes": list(codes)})
    return {row.code: _option_group(row) for row in rows}


def campaign(row: CrossSellRow) -> CrossSellCampaign:
    """A stored campaign as a value."""
    return CrossSellCampaign(row.code, row.name, row.is_active, row.start, row.end, row.master_products, row.offers)


def promotion(row: PromotionRow, coupons: frozenset[str]) -> Promotion:
    """A stored promotion as a value, with these of its coupons."""
    return Promotion(
        code=row.code,
        name=row.name,
        description=row.description,
        is_enabled=row.is_enabled,
        start=row.start,
        end=row.end,
        coupons=coupons,
        is_instant=row.is_instant,
        products=row.products,
        percent=row.percent,
        amounts=row.amounts,
        type=row.type,
        maximum_orders=row.maximum_orders,
        maximum_quantity=row.maximum_quantity,
    )


def insert_product(context: Context, product: Product, *, skus: tuple[str, ...] = ()) -> Product:
    """Store a new product, drawing its id when it is 0; the option groups it names exist already.

    Raises ``CodeTaken`` when the merchant has a product of this code.
    """
    taken = select(ProductRow.product_id).where(
        ProductRow.merchant_id == context.merchant_id, ProductRow.code == product.code
    )
    if context.session.scalar(taken) is not None:
        raise CodeTaken(f"There is a product {product.code} already.", field="ProductCode")
    values = _product_values(context, product)
    if product.product_id:
        context.session.execute(insert(ProductRow), {**values, "product_id": product.product_id})
    else:
        drawn = insert_drawn(context.session, ProductRow, "product_id", context.ids.product_id, values)
        product = replace(product, product_id=drawn)
    for sku in skus:
        context.session.add(SkuRow(merchant_id=context.merchant_id, sku=sku, product_id=product.product_id))
    return product


def insert_option_group(context: Context, group: OptionGroup) -> None:
    """Store a new option group."""
    context.session.add(
        OptionGroupRow(
            merchant_id=context.merchant_id,
            code=group.code,
            name=group.name,
            description=group.description,
            type=group.type.value,
            is_required=group.is_required,
            options=group.options,
        )
    )


def insert_upgrade_path(context: Context, path: UpgradePath) -> None:
    """Store a new upgrade path between products that exist."""
    context.session.add(
        UpgradePathRow(merchant_id=context.merchant_id, source=path.source, target=path.target, scheme=path.scheme)
    )


def insert_campaign(context: Context, campaign: CrossSellCampaign) -> None:
    """Store a new cross-sell campaign."""
    context.session.add(
        CrossSellRow(
            merchant_id=context.merchant_id,
            code=campaign.code,
            name=campaign.name,
            is_active=campaign.is_active,
            start=campaign.start,
            end=campaign.end,
            master_products=campaign.master_products,
            offers=campaign.offers,
        )
    )


def insert_promotion(context: Context, promotion: Promotion) -> None:
    """Store a new promotion with its coupons."""
    context.session.add(
        PromotionRow(
            merchant_id=context.merchant_id,
            code=promotion.code,
            name=promotion.name,
            description=promotion.description,
            type=promotion.type,
            is_enabled=promotion.is_enabled,
            is_instant=promotion.is_instant,
            start=promotion.start,
            end=promotion.end,
            products=promotion.products,
            percent=promotion.percent,
            amounts=promotion.amounts,
            maximum_orders=promotion.maximum_orders,
            maximum_quantity=promotion.maximum_quantity,
        )
    )
    context.session.flush()
    for coupon in sorted(promotion.coupons):
        context.session.add(
            CouponRow(
                merchant_id=context.merchant_id,
                folded=coupon.casefold(),
                coupon=coupon,
                promotion_code=promotion.code,
            )
        )


def insert_vat_rates(context: Context, rates: list[VatRate]) -> None:
    """Store new tax rates."""
    rows = [
        {
            "merchant_id": context.merchant_id,
            "country": rate.country,
            "state": rate.state,
            "tax_category": rate.tax_category,
            "since": rate.since,
            "percent": rate.percent,
        }
        for rate in rates
    ]
    if rows:
        context.session.execute(insert(VatRateRow), rows)


def _product(row: ProductRow, groups: dict[str, OptionGroup]) -> Product:
    return Product(
        product_id=row.product_id,
        code=row.code,
        name=row.name,
        type=ProductType(row.type),
        version=row.version,
        short_description=row.short_description,
        long_description=row.long_description,
        is_enabled=row.is_enabled,
        is_tangible=row.is_tangible,
        has_gift_option=row.has_gift_option,
        allows_multiple_units=row.allows_multiple_units,
        group_code=row.group_code,
        group_name=row.group_name,
        tax_category=row.tax_category,
        fulfillment=row.fulfillment,
        generates_subscription=row.generates_subscription,
        cycle=None if row.cycle_length is None else BillingCycle(row.cycle_length, CycleUnit(row.cycle_unit)),
        configurations=tuple(_configuration(stored, groups) for stored in row.configurations),
        bundle=row.bundle,
        texts=row.texts,
        grace_days=row.grace_days,
    )


def _product_values(context: Context, product: Product) -> dict[str, object]:
    return {
        "merchant_id": context.merchant_id,
        "code": product.code,
        "name": product.name,
        "type": product.type.value,
        "version": product.version,
        "short_description": product.short_description,
        "long_description": product.long_description,
        "is_enabled": product.is_enabled,
        "is_tangible": product.is_tangible,
        "has_gift_option": product.has_gift_option,
        "allows_multiple_units": product.allows_multiple_units,
        "group_code": product.group_code,
        "group_name": product.group_name,
        "tax_category": product.tax_category,
        "fulfillment": product.fulfillment,
        "generates_subscription": product.generates_subscription,
        "cycle_length": product.cycle.length if product.cycle else None,
        "cycle_unit": product.cycle.unit.value if product.cycle else None,
        "grace_days": product.grace_days,
        "configurations": tuple(_stored(configuration) for configuration in product.configurations),
        "bundle": product.bundle,
        "texts": product.texts,
        "updated_at": context.clock.now(),
    }


def _configuration(stored: StoredConfiguration, groups: dict[str, OptionGroup]) -> PricingConfiguration:
    return PricingConfiguration(
        code=stored.code,
        name=stored.name,
        is_default=stored.is_default,
        countries=stored.countries,
        schema=stored.schema,
        price_type=stored.price_type,
        default_currency=stored.default_currency,
        regular=stored.regular,
        renewal=stored.renewal,
        option_groups=tuple(
            replace(groups[assigned.code], is_required=assigned.is_required)
            for assigned in stored.groups
            if assigned.code in groups
        ),
    )


def _stored(configuration: PricingConfiguration) -> StoredConfiguration:
    return StoredConfiguration(
        code=configuration.code,
        name=configuration.name,
        is_default=configuration.is_default,
        countries=configuration.countries,
        schema=configuration.schema,
        price_type=configuration.price_type,
        default_currency=configuration.default_currency,
        regular=configuration.regular,
        renewal=configuration.renewal,
        groups=tuple(GroupAssignment(group.code, group.is_required) for group in configuration.option_groups),
    )


def _option_group(row: OptionGroupRow) -> OptionGroup:
    return OptionGroup(
        code=row.code,
        name=row.name,
        type=OptionGroupType(row.type),
        options=row.options,
        description=row.description,
        is_required=row.is_required,
    )
