"""Products as the APIs with a session cart show them: order 2.x, product 2.x and Channel Manager 2.1.

The type names are those a published client maps to classes of its own.
"""

from decimal import Decimal
from typing import Any

from rpc_server.api.shapes import ApiObject
from rpc_server.commerce.catalog import model
from rpc_server.commerce.pricing.selection import find_configuration


class PriceInterval(ApiObject):
    """The price of one unit for a range of quantities (members inferred)."""

    min_quantity: int
    max_quantity: int
    price: Decimal


class SimpleProduct(ApiObject):
    """A product in a list. ``Price`` is that of one unit; null where each combination of options has its own."""

    product_id: int
    product_code: str
    product_name: str
    product_version: str
    product_status: bool
    product_type: str
    currency: str
    default_currency: str
    price: Decimal | None
    gift_option: bool
    id_group: int | None
    group_name: str
    short_description: str
    product_image: str | None
    languages: list[str]
    price_intervals: list[PriceInterval]
    price_type: str
    price_schema: str


class PriceOptionsGroupItemOptions(ApiObject):
    """An option; ``Value`` is what a client passes to choose it, of a scale the first of its values."""

    name: str
    value: str
    default: bool
    description: str


class PriceOptionsGroupItem(ApiObject):
    """A group of options; ``Type`` is RADIO, CHECKBOX, INTERVAL or COMBO."""

    name: str
    description: str
    required: bool
    type: str
    options: list[PriceOptionsGroupItemOptions]


class ProductInfo(SimpleProduct):
    """A product with all that is told of it and the options it has."""

    long_description: str
    system_requirements: str
    platforms: list[str]
    url_image: str | None
    trial_url: str
    trial_description: str
    price_options: list[PriceOptionsGroupItem]
    additional_info: list[str]


class ProductsSearchOptions(ApiObject):
    """What to look for in 2.x; null and empty members ask for nothing.

    ``Page`` is a number or, as a published client sends it, ``{page_size, page_number}``; ``PageSize`` and
    ``Limit`` are the same.
    """

    name: str | None = None
    codes: list[str] | None = None
    type: str | None = None
    types: list[str] | None = None
    enabled: bool | None = None
    group_name: str | None = None
    page: Any = None
    page_size: int | None = None
    limit: int | None = None


def show_simple_product(product: model.Product, *, currency: str | None, country: str | None) -> SimpleProduct:
    """The product with its price in ``currency``; in its default currency where it has none in that one."""
    return SimpleProduct(**_simple(product, currency, country))


def show_product_info(product: model.Product, *, currency: str | None, country: str | None) -> ProductInfo:
    """The product with everything; prices as in ``show_simple_product``."""
    configuration = find_configuration(product, country or "")
    texts = product.texts
    return ProductInfo(
        **_simple(product, currency, country),
        long_description=product.long_description,
        system_requirements=texts.system_requirements,
        platforms=[platform.name for platform in texts.platforms],
        url_image=texts.image_url,
        trial_url=texts.trial_url,
        trial_description=texts.trial_description,
        price_options=[show_option_group(group) for group in configuration.option_groups] if configuration else [],
        additional_info=[],
    )


def show_option_group(group: model.OptionGroup) -> PriceOptionsGroupItem:
    """The group of options as answered."""
    return PriceOptionsGroupItem(
        name=group.name,
        description=group.description,
        required=group.is_required,
        type=group.type.value,
        options=[
            PriceOptionsGroupItemOptions(
                name=option.name,
                value=_value(group, option),
                default=option.is_default,
                description=option.description,
            )
            for option in group.options
        ],
    )


def _value(group: model.OptionGroup, option: model.Option) -> str:
    is_scale = group.type is model.OptionGroupType.INTERVAL
    return f"{group.code}={option.scale_min or 0}" if is_scale else option.code


def _simple(product: model.Product, currency: str | None, country: str | None) -> dict[str, Any]:
    """The members of a ``SimpleProduct``."""
    configuration = find_configuration(product, country or "")
    default_currency = configuration.default_currency if configuration else ""
    shown = _priced_in(configuration, currency) or _priced_in(configuration, default_currency)
    is_flat = configuration is not None and configuration.schema is model.PricingSchema.FLAT
    return {
        "product_id": product.product_id,
        "product_code": product.code,
        "product_name": product.name,
        "product_version": product.version,
        "product_status": product.is_enabled,
        "product_type": product.type.value,
        "currency": shown[0].currency if shown else default_currency,
        "default_currency": default_currency,
        "price": shown[0].amount if shown and not is_flat else None,
        "gift_option": product.has_gift_option,
        "id_group": None,
        "group_name": product.group_name,
        "short_description": product.short_description,
        "product_image": product.texts.image_url,
        "languages": [],
        "price_intervals": [] if is_flat else [_interval(row) for row in shown],
        "price_type": configuration.price_type.value if configuration else "",
        "price_schema": configuration.schema.value if configuration else "",
    }


def _priced_in(configuration: model.PricingConfiguration | None, currency: str | None) -> list[model.Price]:
    """The rows in ``currency``, smallest quantity first."""
    rows = configuration.regular if configuration else ()
    return sorted((row for row in rows if row.currency == currency), key=lambda row: row.min_quantity)


def _interval(row: model.Price) -> PriceInterval:
    return PriceInterval(min_quantity=row.min_quantity, max_quantity=row.max_quantity, price=row.amount)
