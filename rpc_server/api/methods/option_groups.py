"""Price option groups: what buyers may choose, and what that does to the price."""

from rpc_server.api.dispatch import Call
from rpc_server.api.errors import InvalidArgument
from rpc_server.api.families import MERCHANT, MERCHANT_3_TO_4, MERCHANT_5_TO_6
from rpc_server.api.objects.option_groups import (
    PriceOptionsGroup,
    PriceOptionsGroupPage,
    PriceOptionsGroupSearch,
    read_option_group,
    show_option_group,
)
from rpc_server.api.objects.paging import Pagination, window
from rpc_server.api.objects.reading import present, required_word
from rpc_server.api.objects.sent_values import text
from rpc_server.api.registry import method
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.catalog import model
from rpc_server.commerce.catalog.authoring import option_groups
from rpc_server.commerce.catalog.errors import (
    CodeTaken,
    LanguageInvalid,
    NotEditable,
    OptionGroupInvalid,
    OptionGroupNotFound,
    TextMissing,
)

_REFUSALS = (Forbidden, OptionGroupInvalid, LanguageInvalid, TextMissing, InvalidArgument)


@method("addPriceOptionGroup", MERCHANT, errors=[*_REFUSALS, CodeTaken])
def add_price_option_group(call: Call, price_option_group: PriceOptionsGroup) -> bool:
    """Keep a new group of options; a code is drawn for one without."""
    option_groups.add(call.context, read_option_group(price_option_group, None))
    return True


@method("updatePriceOptionGroup", MERCHANT, errors=[*_REFUSALS, OptionGroupNotFound, NotEditable])
def update_price_option_group(call: Call, price_option_group: PriceOptionsGroup) -> bool:
    """Change what the object states of the group of its Code; Options, if stated, are all it then has.

    Code, Required and Type stay; the name is changed through the translation into English.
    """
    current = option_groups.to_change(call.context, text(price_option_group.code) or "")
    option_groups.update(call.context, current, read_option_group(price_option_group, current))
    return True


@method("getPriceOptionGroup", MERCHANT, errors=[Forbidden, OptionGroupNotFound], writes=False)
def get_price_option_group(call: Call, group_code: str) -> PriceOptionsGroup:
    """The group of this code."""
    return show_option_group(option_groups.find(call.context, group_code))


@method("searchPriceOptionGroups", MERCHANT_3_TO_4, errors=[Forbidden, InvalidArgument], writes=False)
def search_price_option_groups_list(
    call: Call, search_options: PriceOptionsGroupSearch | None = None
) -> list[PriceOptionsGroup]:
    """The groups that meet every given option, by code: page 1 of 10 by default."""
    return _search(call, search_options).items


@method("searchPriceOptionGroups", MERCHANT_5_TO_6, errors=[Forbidden, InvalidArgument], writes=False)
def search_price_option_groups(
    call: Call, search_options: PriceOptionsGroupSearch | None = None
) -> PriceOptionsGroupPage:
    """A page of the groups that meet every given option, by code."""
    return _search(call, search_options)


def _search(call: Call, options: PriceOptionsGroupSearch | None) -> PriceOptionsGroupPage:
    options = options or PriceOptionsGroupSearch()
    page = window(options.pagination, options.page, options.limit)
    search = model.OptionGroupSearch(
        name=text(options.name),
        types=tuple(
            required_word(model.OptionGroupType, stated, "searchOptions.Types") for stated in present(options.types)
        ),
        page=page.page or 1,
        limit=page.limit or 1,
    )
    groups, count = option_groups.search(call.context, search)
    return PriceOptionsGroupPage(
        items=[show_option_group(group) for group in groups],
        pagination=Pagination(page=page.page, limit=page.limit, count=count),
    )
