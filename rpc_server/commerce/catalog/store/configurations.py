"""Pricing configurations as a product's row keeps them: option groups by code."""

from dataclasses import replace

from rpc_server.commerce.catalog.model import GroupAssignment, OptionGroup, PricingConfiguration
from rpc_server.commerce.catalog.tables import StoredConfiguration


def configuration(stored: StoredConfiguration, groups: dict[str, OptionGroup]) -> PricingConfiguration:
    """A stored configuration as a value, with the groups it names."""
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
        uses_original_prices=stored.uses_original_prices,
    )


def stored(configuration: PricingConfiguration) -> StoredConfiguration:
    """The configuration with its groups by code."""
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
        uses_original_prices=configuration.uses_original_prices,
    )
