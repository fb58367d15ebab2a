"""What somebody wants to buy, as leads and proposals tell it: items as placeOrder takes them, unpriced."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, ClassVar

import msgspec

from rpc_server.api.objects.reading import present
from rpc_server.api.shapes import ApiObject, MaxLength
from rpc_server.commerce.leads.wanted import WantedItem

Line = Annotated[str | None, MaxLength(255)]
Text = Annotated[str | None, MaxLength(2000)]


class WantedPriceOption(ApiObject):
    """A chosen price option."""

    name: Line = None
    value: Line = None
    surcharge: Line = None


class WantedPriceOptions(ApiObject):
    """A group of price options with the chosen ones."""

    name: Line = None
    required: bool | None = None
    options: list[WantedPriceOption | None] | None = None


class WantedRecurringOptions(ApiObject):
    """How it is to renew; units are DAY, MONTH or YEAR."""

    cycle_length: int | None = None
    cycle_unit: Line = None
    cycle_amount: Decimal | None = None
    contract_length: int | None = None
    contract_unit: Line = None


class MarketingCampaigns(ApiObject):
    """The campaign it was offered by; one, whatever the name says."""

    type: Line = None
    parent_code: Annotated[str | None, MaxLength(256)] = None
    campaign_code: Line = None


class WantedItemPrice(ApiObject):
    """The price it was offered for."""

    amount: Decimal | None = None
    type: Line = None


class WantedAdditionalField(ApiObject):
    """A question of the merchant and its answer."""

    code: Line = None
    text: Text = None
    value: Text = None


class Wanted(ApiObject):
    """One product: of the catalogue by ``Code``, or a dynamic one that describes itself."""

    wire_type: ClassVar[str] = "LeadItem"

    code: Annotated[str | None, MaxLength(256)] = None
    quantity: int | None = None
    is_dynamic: bool | None = None
    name: Line = None
    description: Text = None
    tangible: bool | None = None
    purchase_type: Line = None
    price_options: list[WantedPriceOptions | None] | None = None
    recurring_options: WantedRecurringOptions | None = None
    marketing_campaigns: MarketingCampaigns | None = None
    price: WantedItemPrice | None = None
    additional_fields: list[WantedAdditionalField | None] | None = None


def read_items(sent: list[Wanted | None] | None) -> tuple[WantedItem, ...]:
    """The items told, without the nulls clients leave in lists."""
    return tuple(msgspec.convert(_stated(msgspec.to_builtins(item)), WantedItem) for item in present(sent))


def show_items(items: Iterable[WantedItem]) -> list[Wanted | None]:
    """The items as they were told."""
    return [msgspec.convert(msgspec.to_builtins(item), Wanted) for item in items]


def _stated(value: object) -> object:
    """The value without anything that is null, however deep."""
    match value:
        case dict():
            return {key: _stated(own) for key, own in value.items() if own is not None}
        case list():
            return [_stated(own) for own in value if own is not None]
        case _:
            return value
