"""Price option groups: finding, adding and changing them."""

from dataclasses import replace

from sqlalchemy import ColumnElement, func, select

from rpc_server.commerce.catalog import store
from rpc_server.commerce.catalog.authoring.option_rules import check_option_group
from rpc_server.commerce.catalog.authoring.price_rules import check_configuration
from rpc_server.commerce.catalog.errors import (
    NotEditable,
    OptionGroupNotFound,
    OptionInUse,
    PricingConfigurationInvalid,
)
from rpc_server.commerce.catalog.model import OptionGroup, OptionGroupSearch
from rpc_server.commerce.catalog.store.configurations import configuration
from rpc_server.commerce.catalog.tables import OptionGroupRow, ProductRow, StoredConfiguration
from rpc_server.commerce.context import Context

NAMING_LANGUAGE = "en"
"""The language of ``Name`` itself (inferred): its translation is the name."""


def find(context: Context, code: str) -> OptionGroup:
    """The group of this code; raises ``OptionGroupNotFound``."""
    return _known(store.option_groups(context, {code}), code, path="groupCode")


def to_change(context: Context, code: str) -> OptionGroup:
    """The group of this code, locked until the unit of work ends; raises ``OptionGroupNotFound``."""
    row = context.session.scalar(
        select(OptionGroupRow)
        .where(OptionGroupRow.merchant_id == context.merchant_id, OptionGroupRow.code == code)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return _known({} if row is None else {code: store.option_group(row)}, code, path="Code")


def search(context: Context, search: OptionGroupSearch) -> tuple[list[OptionGroup], int]:
    """One page of the groups that meet every given criterion, by code, and how many there are in all."""
    criteria = [OptionGroupRow.merchant_id == context.merchant_id, *_criteria(search)]
    count = context.session.scalar(select(func.count()).select_from(OptionGroupRow).where(*criteria)) or 0
    page = select(OptionGroupRow).where(*criteria).order_by(OptionGroupRow.code)
    rows = context.session.scalars(page.offset((search.page - 1) * search.limit).limit(search.limit))
    return [store.option_group(row) for row in rows], count


def add(context: Context, group: OptionGroup) -> OptionGroup:
    """Keep a new group, under a drawn code where it has none.

    Raises ``CodeTaken``, ``OptionGroupInvalid`` and what is wrong with its texts.
    """
    group = replace(group, code=group.code or context.ids.code())
    check_option_group(group)
    store.insert_option_group(context, group)
    return group


def update(context: Context, current: OptionGroup, changed: OptionGroup) -> None:
    """Keep what a group, locked before, is to become.

    Its code, its type (inferred) and whether it is required stay; its name is changed through the translation
    into English. Every pricing configuration that offers the group must stay valid. Raises ``NotEditable``,
    ``OptionInUse``, ``OptionGroupInvalid``.
    """
    if changed.is_required is not current.is_required:
        raise NotEditable("Whether a group is required cannot be changed.", field="Required")
    if changed.type is not current.type:
        raise NotEditable("The type of a group cannot be changed.", field="Type")
    changed = replace(changed, name=_translated_name(changed) or current.name)
    check_option_group(changed)
    if {option.code for option in changed.options} != {option.code for option in current.options}:
        _check_offered(context, changed)
    store.update_option_group(context, changed)


def _known(groups: dict[str, OptionGroup], code: str, *, path: str) -> OptionGroup:
    if code not in groups:
        raise OptionGroupNotFound(f"There is no option group {code[:100]!r}.", field=path)
    return groups[code]


def _criteria(search: OptionGroupSearch) -> list[ColumnElement[bool]]:
    criteria: list[ColumnElement[bool]] = []
    if search.name:
        criteria.append(OptionGroupRow.name.icontains(search.name, autoescape=True))
    if search.types:
        criteria.append(OptionGroupRow.type.in_([type_.value for type_ in search.types]))
    return criteria


def _translated_name(group: OptionGroup) -> str | None:
    names = [t.name for t in group.translations if t.language.lower() == NAMING_LANGUAGE and t.name]
    return names[0] if names else None


def _check_offered(context: Context, group: OptionGroup) -> None:
    """Refuse to change a group under the prices of a product."""
    offering = [(code, stored) for code, stored in _configurations(context) if _names(stored, group.code)]
    named = {assigned.code for _, stored in offering for assigned in stored.groups}
    groups = {**store.option_groups(context, named), group.code: group}
    for product_code, stored in offering:
        try:
            check_configuration(configuration(stored, groups), "PricingConfiguration")
        except PricingConfigurationInvalid as refusal:
            raise OptionInUse(
                f"The pricing configuration {stored.code} of the product {product_code} forbids it: {refusal.message}",
                field="Options",
            ) from refusal


def _configurations(context: Context) -> list[tuple[str, StoredConfiguration]]:
    """Every pricing configuration of the merchant, with the code of its product."""
    query = select(ProductRow.code, ProductRow.configurations).where(ProductRow.merchant_id == context.merchant_id)
    return [(code, stored) for code, kept in context.session.execute(query) for stored in kept]


def _names(stored: StoredConfiguration, group_code: str) -> bool:
    return any(assigned.code == group_code for assigned in stored.groups)
