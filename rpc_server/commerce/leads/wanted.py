"""What somebody wants to buy, as it was told: nothing of it is priced."""

from decimal import Decimal

import msgspec


class WantedOption(msgspec.Struct, frozen=True):
    """A chosen price option."""

    name: str | None = None
    value: str | None = None
    surcharge: str | None = None


class WantedOptions(msgspec.Struct, frozen=True):
    """A group of price options with the chosen ones."""

    name: str | None = None
    required: bool | None = None
    options: tuple[WantedOption, ...] = ()


class WantedRecurrence(msgspec.Struct, frozen=True):
    """How it is to renew."""

    cycle_length: int | None = None
    cycle_unit: str | None = None
    cycle_amount: Decimal | None = None
    contract_length: int | None = None
    contract_unit: str | None = None


class WantedCampaign(msgspec.Struct, frozen=True):
    """The campaign it was offered by."""

    type: str | None = None
    parent_code: str | None = None
    campaign_code: str | None = None


class WantedPrice(msgspec.Struct, frozen=True):
    """The price it was offered for."""

    amount: Decimal | None = None
    type: str | None = None


class WantedField(msgspec.Struct, frozen=True):
    """A question of the merchant and its answer."""

    code: str | None = None
    text: str | None = None
    value: str | None = None


class WantedItem(msgspec.Struct, frozen=True, kw_only=True):
    """One product: of the catalogue by ``code``, or a dynamic one that describes itself."""

    code: str | None = None
    quantity: int | None = None
    is_dynamic: bool | None = None
    name: str | None = None
    description: str | None = None
    tangible: bool | None = None
    purchase_type: str | None = None
    price_options: tuple[WantedOptions, ...] = ()
    recurring_options: WantedRecurrence | None = None
    marketing_campaigns: WantedCampaign | None = None
    price: WantedPrice | None = None
    additional_fields: tuple[WantedField, ...] = ()
