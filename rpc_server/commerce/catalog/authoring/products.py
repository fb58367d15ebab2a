"""Products: making, changing, and taking them on and off sale."""

from dataclasses import replace

from rpc_server.commerce.catalog import service, store
from rpc_server.commerce.catalog.additional_fields import service as additional_fields
from rpc_server.commerce.catalog.authoring import configurations
from rpc_server.commerce.catalog.authoring.price_rules import check_names
from rpc_server.commerce.catalog.authoring.product_rules import check_product
from rpc_server.commerce.catalog.errors import (
    BundleInvalid,
    NotEditable,
    PricingConfigurationsEmpty,
    ProductIdInvalid,
)
from rpc_server.commerce.catalog.model import (
    PricingConfiguration,
    PricingDraft,
    Product,
    ProductDraft,
    ProductReference,
    ProductType,
)
from rpc_server.commerce.catalog.product_groups import service as product_groups
from rpc_server.commerce.catalog.product_groups.model import GENERAL
from rpc_server.commerce.context import Context

_CONFIGURATIONS = "PricingConfigurations"


def add(context: Context, draft: ProductDraft) -> Product:
    """Put a new product on sale and answer it with the id drawn for it.

    As recorded: codes of pricing configurations are drawn, none is the default one whatever was asked for, and
    translations of the information sent by e-mail are not kept. Raises ``CodeTaken`` and ``CatalogRefused``.
    """
    if not draft.configurations:
        raise PricingConfigurationsEmpty(field=_CONFIGURATIONS)
    priced = tuple(replace(configurations.new(context, each), is_default=False) for each in draft.configurations)
    terms = replace(draft.product.delivery_terms, additional_information_email_translations=())
    product = replace(draft.product, product_id=0, configurations=priced, delivery_terms=terms)
    product = _in_group(context, product, draft.group_code or GENERAL.code)
    return store.insert_product(context, _checked(context, product, draft))


def to_change(context: Context, *, product_id: int | None, code: str) -> Product:
    """The product of this id, or of this code where no id is given, locked until the unit of work ends.

    Raises ``ProductIdInvalid`` and ``ProductCodeInvalid``.
    """
    if product_id is None:
        return service.product_to_change(context, code)
    found = service.product_by_id(context, product_id)
    if found is None:
        raise ProductIdInvalid(field="AvangateId")
    return service.product_to_change(context, found.code)


def update(context: Context, current: Product, draft: ProductDraft) -> Product:
    """Keep what a product, locked before, is to become.

    Its type stays (documented), and its code, by which orders, subscriptions and promotions name it (inferred).
    Pricing configurations are told apart by their codes: those not spoken of stay, one without a code is added.
    Raises ``NotEditable`` and ``CatalogRefused``.
    """
    if draft.product.type is not current.type:
        raise NotEditable("The type of a product cannot be changed.", field="ProductType")
    if draft.product.code != current.code:
        raise NotEditable("The code of a product cannot be changed.", field="ProductCode")
    product = replace(draft.product, configurations=_repriced(context, current, draft.configurations))
    if draft.group_code not in (None, current.group_code):
        product = _in_group(context, product, draft.group_code or GENERAL.code)
    updated = _checked(context, product, draft)
    store.update_product(context, updated)
    return updated


def set_status(context: Context, code: str, *, is_enabled: bool) -> None:
    """Put a product on sale or take it off; raises ``ProductCodeInvalid``."""
    product = service.product_to_change(context, code)
    store.update_product(context, replace(product, is_enabled=is_enabled))


def _checked(context: Context, product: Product, draft: ProductDraft) -> Product:
    """The product with what it bundles, once all of it holds."""
    if draft.bundle is not None:
        product = replace(product, bundle=tuple(_bundled(context, product, each) for each in draft.bundle))
    check_product(product)
    check_names(product.configurations, _CONFIGURATIONS)
    additional_fields.known(context, [assigned.code for assigned in product.fields], path="AdditionalFields")
    return product


def _repriced(context: Context, current: Product, drafts: tuple[PricingDraft, ...]) -> tuple[PricingConfiguration, ...]:
    product = current
    for draft in drafts:
        chosen = configurations.revised(context, product, draft) if draft.code else configurations.new(context, draft)
        product = replace(product, configurations=configurations.with_chosen(product.configurations, chosen))
    return product.configurations


def _in_group(context: Context, product: Product, code: str) -> Product:
    group = product_groups.held(context, code, path="ProductGroupCode")
    return replace(product, group_code=group.code, group_name=group.name)


def _bundled(context: Context, bundle: Product, reference: ProductReference) -> str:
    """The code of a product in a bundle."""
    found = None
    if reference.code:
        found = service.product_by_code(context, reference.code)
    elif reference.product_id is not None:
        found = service.product_by_id(context, reference.product_id)
    if found is None:
        raise BundleInvalid("There is no such product.", field=reference.path)
    if found.type is ProductType.BUNDLE:
        raise BundleInvalid(f"{found.code} is a bundle itself.", field=reference.path)
    return found.code
