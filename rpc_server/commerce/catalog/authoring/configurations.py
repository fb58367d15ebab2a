"""How a product is priced: reading its pricing configurations, adding and changing them.

Whoever writes locks the product first, so that two changes at once follow each other.
"""

from dataclasses import replace

from rpc_server.commerce.catalog import service, store
from rpc_server.commerce.catalog.authoring.price_rules import check_configuration, check_names
from rpc_server.commerce.catalog.authoring.pricing_drafts import changed, opened
from rpc_server.commerce.catalog.errors import (
    OptionGroupNotFound,
    PricingConfigurationInvalid,
    PricingConfigurationNotFound,
    UsageMustBeOptional,
)
from rpc_server.commerce.catalog.model import (
    GroupAssignment,
    OptionGroup,
    OptionUsage,
    PricingConfiguration,
    PricingDraft,
    PricingSchema,
    Product,
)
from rpc_server.commerce.context import Context
from rpc_server.commerce.pricing.model import PriceType

_PATH = "PricingConfiguration"


def of_product(context: Context, product_code: str) -> tuple[PricingConfiguration, ...]:
    """All configurations of a product; raises ``ProductCodeInvalid``."""
    return service.known_product(context, product_code).configurations


def by_code(context: Context, product_code: str, code: str) -> PricingConfiguration:
    """The product's configuration of this code; raises ``PricingConfigurationNotFound``."""
    return find(service.known_product(context, product_code), code, path="pricingConfigurationCode")


def by_name(
    context: Context, product_code: str, name: str, schema: PricingSchema, price_type: PriceType | None
) -> PricingConfiguration:
    """The product's first configuration of this name and schema, and price type if that is said."""
    for configuration in service.known_product(context, product_code).configurations:
        is_named = (configuration.name, configuration.schema) == (name, schema)
        if is_named and price_type in (None, configuration.price_type):
            return configuration
    raise PricingConfigurationNotFound(f"There is no pricing configuration {name[:100]!r}.", field="name")


def add(context: Context, product_code: str, draft: PricingDraft) -> PricingConfiguration:
    """Price the product in one more way, and answer it with the code drawn for it.

    A default one takes the place of the default one there was. Raises ``PricingConfigurationInvalid`` and
    ``OptionGroupNotFound``.
    """
    product = service.product_to_change(context, product_code)
    added = new(context, draft)
    _keep(context, product, added, draft.path)
    return added


def update(context: Context, product_code: str, draft: PricingDraft) -> PricingConfiguration:
    """Change what the draft speaks of in the configuration of its code; the rest stays.

    Raises ``PricingConfigurationNotFound``, ``NotEditable`` and what ``add`` raises.
    """
    product = service.product_to_change(context, product_code)
    updated = revised(context, product, draft)
    _keep(context, product, updated, draft.path)
    return updated


def assign(context: Context, product_code: str, code: str, assignment: GroupAssignment) -> None:
    """Offer the options of a group with one of the product's configurations, or change whether one is required."""
    product = service.product_to_change(context, product_code)
    configuration = find(product, code, path="pricingConfigurationCode")
    assigned = {group.code: GroupAssignment(group.code, group.is_required) for group in configuration.option_groups}
    assigned[assignment.code] = assignment
    _regroup(context, product, configuration, option_groups(context, tuple(assigned.values()), path="groupCode"))


def unassign(context: Context, product_code: str, code: str, group_code: str) -> None:
    """Offer the options of a group no more with one of the product's configurations.

    Raises ``OptionGroupNotFound`` where they are not offered, and refuses while a combination with one of them
    has a price.
    """
    product = service.product_to_change(context, product_code)
    configuration = find(product, code, path="pricingConfigurationCode")
    groups = tuple(group for group in configuration.option_groups if group.code != group_code)
    if groups == configuration.option_groups:
        raise OptionGroupNotFound(f"The group {group_code[:100]!r} is not assigned.", field="groupCode")
    _regroup(context, product, configuration, groups)


def new(context: Context, draft: PricingDraft) -> PricingConfiguration:
    """The configuration a draft asks for, checked, under a code of its own; nothing is written."""
    groups = option_groups(context, draft.groups or (), path=f"{draft.path}.PriceOptions")
    currency = context.merchant.default_currency
    configuration = opened(draft, groups, code=context.ids.code(), default_currency=currency)
    check_configuration(configuration, draft.path)
    return configuration


def revised(context: Context, product: Product, draft: PricingDraft) -> PricingConfiguration:
    """What a configuration of the product becomes by a draft, checked; nothing is written."""
    configuration = find(product, draft.code or "", path=f"{draft.path}.Code")
    groups = configuration.option_groups
    if draft.groups is not None:
        groups = option_groups(context, draft.groups, path=f"{draft.path}.PriceOptions")
    updated = changed(configuration, draft, groups)
    check_configuration(updated, draft.path)
    return updated


def find(product: Product, code: str, *, path: str) -> PricingConfiguration:
    """The product's configuration of this code; raises ``PricingConfigurationNotFound`` on ``path``."""
    for configuration in product.configurations:
        if configuration.code == code:
            return configuration
    raise PricingConfigurationNotFound(f"There is no pricing configuration {code[:50]!r}.", field=path)


def option_groups(context: Context, assignments: tuple[GroupAssignment, ...], *, path: str) -> tuple[OptionGroup, ...]:
    """The groups assigned, required as they are said to be.

    Raises ``OptionGroupNotFound``, ``PricingConfigurationInvalid`` for a group assigned twice, and
    ``UsageMustBeOptional``.
    """
    codes = {assignment.code for assignment in assignments}
    if len(codes) < len(assignments):
        raise PricingConfigurationInvalid("An option group is there twice.", field=path)
    known = store.held_option_groups(context, codes)
    for missing in sorted(codes - known.keys()):
        raise OptionGroupNotFound(f"There is no option group {missing[:100]!r}.", field=path)
    return tuple(_required_as(known[given.code], given, path) for given in assignments)


def with_chosen(
    configurations: tuple[PricingConfiguration, ...], chosen: PricingConfiguration
) -> tuple[PricingConfiguration, ...]:
    """The configurations with ``chosen`` in the place of the one of its code, or behind them all.

    Where it is the default one, no other is.
    """
    others = {
        other.code: replace(other, is_default=other.is_default and not chosen.is_default) for other in configurations
    }
    return tuple({**others, chosen.code: chosen}.values())


def _required_as(group: OptionGroup, assignment: GroupAssignment, path: str) -> OptionGroup:
    if assignment.is_required and group.usage is OptionUsage.PAY_PER_USAGE:
        raise UsageMustBeOptional(field=path)
    return replace(group, is_required=assignment.is_required)


def _keep(context: Context, product: Product, chosen: PricingConfiguration, path: str) -> None:
    configurations = with_chosen(product.configurations, chosen)
    check_names(configurations, f"{path}.Name")
    store.update_product(context, replace(product, configurations=configurations))


def _regroup(
    context: Context, product: Product, configuration: PricingConfiguration, groups: tuple[OptionGroup, ...]
) -> None:
    regrouped = replace(configuration, option_groups=groups)
    check_configuration(regrouped, _PATH)
    _keep(context, product, regrouped, _PATH)
