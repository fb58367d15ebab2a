"""What a subscription can become and for how much, as documented; nothing is recorded of upgrades."""

from decimal import Decimal

from rpc_server.api.objects.product_infos import PriceInterval
from rpc_server.api.shapes import ApiObject
from rpc_server.commerce.catalog.model import Option, OptionGroup, OptionGroupType
from rpc_server.commerce.pricing.money import rounded
from rpc_server.commerce.subscriptions import upgrade


class UpgradeProduct(ApiObject):
    """The target of an upgrade: the legacy product type, with ``ProductEnabled`` for its status.

    ``Price`` is that of one unit without options; null where each combination of options has its own.
    """

    product_id: int
    product_code: str
    product_name: str
    product_version: str
    product_enabled: bool
    product_type: str
    currency: str
    default_currency: str
    price: Decimal | None
    gift_option: bool
    id_group: int | None
    group_name: str
    short_description: str
    product_image: str
    languages: list[str]
    price_intervals: list[PriceInterval]
    price_type: str
    price_schema: str


class UpgradePriceOption(ApiObject):
    """One choice of a group. ``OptionValue``, also under its later name ``Value``, is what the options text takes."""

    option_text: str
    option_value: str
    default: bool
    name: str
    value: str
    description: str
    scale_min: int | None
    scale_max: int | None


class UpgradeOptionGroup(ApiObject):
    """Price options of the target to choose from; ``Id`` is the group's code."""

    id: str
    name: str
    description: str
    required: bool
    type: str
    options: list[UpgradePriceOption]


class UpgradeOption(ApiObject):
    """A product a subscription may become; ``Quantity`` is the subscription's: there are no partial upgrades."""

    product_info: UpgradeProduct
    quantity: int
    price_options: list[UpgradeOptionGroup]


class UpgradePrice(ApiObject):
    """What an upgrade costs: Billing is charged, Display the same in the currency asked for.

    A downgrade bills 0; the Prorated prices, texts as documented, then show below zero what it is cheaper.
    """

    billing_price: Decimal
    billing_gross_price: Decimal
    billing_currency: str
    quantity: int
    display_price: Decimal
    display_gross_price: Decimal
    display_currency: str
    prorated_price: str
    prorated_gross_price: str
    discount: Decimal
    discounted_prorated_price: Decimal
    discounted_prorated_gross_price: Decimal
    discounted_billing_price: Decimal
    discounted_billing_gross_price: Decimal
    display_discount: Decimal
    discounted_display_price: Decimal
    discounted_display_gross_price: Decimal


def show_upgrade_option(target: upgrade.UpgradeTarget) -> UpgradeOption:
    """A product the subscription may become, priced in the subscription's currency."""
    return UpgradeOption(
        product_info=_show_target(target),
        quantity=target.quantity,
        price_options=[_show_group(group) for group in target.configuration.option_groups],
    )


def show_upgrade_price(price: upgrade.UpgradePrice) -> UpgradePrice:
    """The price of an upgrade; upgrades have no discounts, so the discounted prices repeat the others."""
    billing, prorated = price.charge.billing, price.charge.prorated
    display_net, display_gross = rounded(billing.net * price.display_rate), rounded(billing.gross * price.display_rate)
    return UpgradePrice(
        billing_price=billing.net,
        billing_gross_price=billing.gross,
        billing_currency=price.currency,
        quantity=price.quantity,
        display_price=display_net,
        display_gross_price=display_gross,
        display_currency=price.display_currency,
        prorated_price=str(prorated.net),
        prorated_gross_price=str(prorated.gross),
        discount=Decimal(0),
        discounted_prorated_price=prorated.net,
        discounted_prorated_gross_price=prorated.gross,
        discounted_billing_price=billing.net,
        discounted_billing_gross_price=billing.gross,
        display_discount=Decimal(0),
        discounted_display_price=display_net,
        discounted_display_gross_price=display_gross,
    )


def _show_target(target: upgrade.UpgradeTarget) -> UpgradeProduct:
    product, configuration = target.product, target.configuration
    return UpgradeProduct(
        product_id=product.product_id,
        product_code=product.code,
        product_name=product.name,
        product_version=product.version,
        product_enabled=product.is_enabled,
        product_type=product.type.value,
        currency=target.currency,
        default_currency=configuration.default_currency,
        price=target.unit_price,
        gift_option=product.has_gift_option,
        id_group=None,
        group_name=product.group_name,
        short_description=product.short_description,
        product_image=product.texts.image_url or "",
        languages=[],
        price_intervals=[
            PriceInterval(min_quantity=row.min_quantity, max_quantity=row.max_quantity, price=row.amount)
            for row in target.intervals
        ],
        price_type=configuration.price_type.value,
        price_schema=configuration.schema.value,
    )


def _show_group(group: OptionGroup) -> UpgradeOptionGroup:
    return UpgradeOptionGroup(
        id=group.code,
        name=group.name,
        description=group.description,
        required=group.is_required,
        type=group.type.value,
        options=[_show_option(group, option) for option in group.options],
    )


def _show_option(group: OptionGroup, option: Option) -> UpgradePriceOption:
    is_scale = group.type is OptionGroupType.INTERVAL
    value = f"{group.code}={option.scale_min or 0}" if is_scale else option.code
    return UpgradePriceOption(
        option_text=option.name,
        option_value=value,
        default=option.is_default,
        name=option.name,
        value=value,
        description=option.description,
        scale_min=option.scale_min,
        scale_max=option.scale_max,
    )
