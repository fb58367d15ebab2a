"""How products are priced: their pricing configurations, and the option groups offered with each."""

from rpc_server.api.dispatch import Call
from rpc_server.api.errors import InvalidArgument
from rpc_server.api.families import MERCHANT, Family, span
from rpc_server.api.objects.pricing_configurations import (
    PricingConfiguration,
    read_configuration,
    show_configuration,
)
from rpc_server.api.objects.reading import required_word, word
from rpc_server.api.registry import method
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.catalog import service as catalog
from rpc_server.commerce.catalog.authoring import configurations
from rpc_server.commerce.catalog.errors import (
    NotEditable,
    OptionGroupNotFound,
    PricingConfigurationInvalid,
    PricingConfigurationNotFound,
    ProductCodeInvalid,
    ProductIdInvalid,
    TextMissing,
    UsageMustBeOptional,
)
from rpc_server.commerce.catalog.model import GroupAssignment, PricingSchema
from rpc_server.commerce.pricing.model import PriceType

_PATH = "PricingConfiguration"
_BY_ID = span(Family.PRODUCT, "2.0", "2.4")
_BY_CODE = span(Family.PRODUCT, "2.5", "2.5")
_REFUSALS = (
    Forbidden,
    ProductCodeInvalid,
    OptionGroupNotFound,
    UsageMustBeOptional,
    PricingConfigurationInvalid,
    TextMissing,
    InvalidArgument,
)


@method("getPricingConfigurations", MERCHANT, errors=[Forbidden, ProductCodeInvalid], writes=False)
def get_pricing_configurations(call: Call, product_code: str) -> list[PricingConfiguration]:
    """All pricing configurations of a product."""
    return [show_configuration(found) for found in configurations.of_product(call.context, product_code)]


@method(
    "getPricingConfigurationByCode",
    MERCHANT,
    errors=[Forbidden, ProductCodeInvalid, PricingConfigurationNotFound],
    writes=False,
)
def get_pricing_configuration_by_code(
    call: Call, product_code: str, pricing_configuration_code: str
) -> PricingConfiguration:
    """The product's pricing configuration of this code."""
    return show_configuration(configurations.by_code(call.context, product_code, pricing_configuration_code))


@method(
    "getPricingConfigurationByName",
    MERCHANT,
    errors=[Forbidden, ProductCodeInvalid, PricingConfigurationNotFound, InvalidArgument],
    writes=False,
)
def get_pricing_configuration_by_name(
    call: Call, product_code: str, name: str, schema_type: str, price_type: str | None = None
) -> PricingConfiguration:
    """The product's pricing configuration of this name, FLAT or DYNAMIC, and NET or GROSS if that is said."""
    schema = required_word(PricingSchema, schema_type, "schemaType")
    found = configurations.by_name(call.context, product_code, name, schema, word(PriceType, price_type, "priceType"))
    return show_configuration(found)


@method("addPricingConfiguration", MERCHANT, errors=_REFUSALS)
def add_pricing_configuration(call: Call, pricing_configuration: PricingConfiguration, product_code: str) -> bool:
    """Price a product in one more way; the code is drawn."""
    configurations.add(call.context, product_code, read_configuration(pricing_configuration, _PATH))
    return True


@method(
    "updatePricingConfiguration", MERCHANT + _BY_CODE, errors=[*_REFUSALS, PricingConfigurationNotFound, NotEditable]
)
def update_pricing_configuration(call: Call, pricing_configuration: PricingConfiguration, product_code: str) -> bool:
    """Change what the object states of the product's pricing configuration of its Code.

    Code, PricingSchema and the intervals of quantity stay. Prices in a currency, or for a combination, that has
    none yet are added; an Amount of -1 deletes one; those not spoken of stay.
    """
    configurations.update(call.context, product_code, read_configuration(pricing_configuration, _PATH))
    return True


@method(
    "updatePricingConfiguration",
    _BY_ID,
    errors=[*_REFUSALS, ProductIdInvalid, PricingConfigurationNotFound, NotEditable],
)
def update_pricing_configuration_by_id(
    call: Call, pricing_configuration: PricingConfiguration, product_id: int
) -> bool:
    """Change what the object states of the pricing configuration of its Code; the product is named by its id.

    Versions below 2.5 take the id in place of the code (documented).
    """
    code = catalog.known_product_by_id(call.context, product_id).code
    return update_pricing_configuration(call, pricing_configuration, code)


@method("assignPricingConfigurationOption", MERCHANT, errors=[*_REFUSALS, PricingConfigurationNotFound])
def assign_pricing_configuration_option(
    call: Call,
    product_code: str,
    pricing_configuration_code: str,
    group_code: str,
    required: bool = False,  # noqa: FBT001, FBT002 - the place the sources suggest
) -> bool:
    """Offer the options of a group with a pricing configuration, a choice required or not.

    The name and the parameters are inferred: the documents have this call, its name could not be read.
    """
    assignment = GroupAssignment(group_code, required)
    configurations.assign(call.context, product_code, pricing_configuration_code, assignment)
    return True


@method("unassignPricingConfigurationOption", MERCHANT, errors=[*_REFUSALS, PricingConfigurationNotFound])
def unassign_pricing_configuration_option(
    call: Call, product_code: str, pricing_configuration_code: str, group_code: str
) -> bool:
    """Offer the options of a group with a pricing configuration no more. Name and parameters are inferred."""
    configurations.unassign(call.context, product_code, pricing_configuration_code, group_code)
    return True
