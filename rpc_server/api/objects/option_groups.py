"""Price option groups as the merchant API 3.0 to 6.0 shows and reads them, in the order of a recorded answer.

An option's code is ``Value`` since 3.0; ``Code``, its name before, is read too. Usage members are of 6.0, their
values inferred. A member left out, or null, says nothing.
"""

from decimal import Decimal
from enum import Enum
from typing import Annotated

from rpc_server.api.errors import MissingArgument
from rpc_server.api.objects.paging import Pagination
from rpc_server.api.objects.pricing_configurations import Line, ProductCode
from rpc_server.api.objects.reading import present, required_word, word
from rpc_server.api.objects.sent_values import text, upper
from rpc_server.api.shapes import ApiObject, Mark, MaxLength, Since
from rpc_server.commerce.catalog import model

Words = Annotated[str | None, MaxLength(65_535)]


class Effect(Enum):
    ADD = "ADD"
    SUBTRACT = "SUBTRACT"


class Share(Enum):
    """What a percentage is of: the base price, or all that the other options have made of it."""

    BASE = "BASE"
    TOTAL = "TOTAL"


class Measure(Enum):
    PERCENT = "PERCENT"
    FIXED = "FIXED"


class OptionTranslation(ApiObject):
    """A name and a description in another language."""

    name: Line = None
    description: Words = None
    language: Annotated[str | None, MaxLength(5)] = None


class OptionAmount(ApiObject):
    currency: Line = None
    amount: Decimal | None = None


class PriceImpact(ApiObject):
    """What choosing an option does to the unit price.

    ``Method`` PERCENT: ``Percent`` of the BASE or TOTAL price; FIXED: ``Amounts``. ``Impact`` is ADD or SUBTRACT.
    """

    impact_on: Line = None
    percent: Decimal | None = None
    method: Line = None
    amounts: list[OptionAmount] | None = None
    impact: Line = None


class SubscriptionImpact(ApiObject):
    """What choosing an option does to the billing cycle."""

    months: int | None = None
    impact_on: Line = None
    impact: Line = None


class PriceOptionsGroupOption(ApiObject):
    """An option; one of an INTERVAL group takes any number from ``ScaleMin`` to ``ScaleMax``."""

    value: ProductCode = None
    code: Annotated[str | None, MaxLength(256), Mark.INPUT] = None
    scale_min: int | None = None
    scale_max: int | None = None
    subscription_impact: SubscriptionImpact | None = None
    price_impact: PriceImpact | None = None
    default: bool | None = None
    name: Line = None
    description: Words = None
    translations: list[OptionTranslation] | None = None


class PriceOptionsGroup(ApiObject):
    """Options to choose from; ``Type`` is RADIO, CHECKBOX, INTERVAL or COMBO."""

    type: Line = None
    options: list[PriceOptionsGroupOption] | None = None
    code: ProductCode = None
    required: bool | None = None
    name: Line = None
    description: Words = None
    translations: list[OptionTranslation] | None = None
    usage: Annotated[str | None, MaxLength(255), Since("6.0")] = None
    usage_pricing_model: Annotated[str | None, MaxLength(50), Since("6.0")] = None


class PriceOptionsGroupPage(ApiObject):
    """One page of found groups (5.0 on; before, the answer is the bare list)."""

    items: list[PriceOptionsGroup]
    pagination: Pagination


class PriceOptionsGroupSearch(ApiObject):
    """What to look for; null and empty members ask for nothing. ``Name`` is a part of names."""

    name: Line = None
    types: list[str] | None = None
    limit: int | None = None
    page: int | None = None
    pagination: Pagination | None = None


def show_option_group(group: model.OptionGroup) -> PriceOptionsGroup:
    """The group as answered."""
    return PriceOptionsGroup(
        type=group.type.value,
        options=[_show_option(option) for option in group.options],
        code=group.code,
        required=group.is_required,
        name=group.name,
        description=group.description,
        translations=_show_translations(group.translations),
        usage=group.usage.value,
        usage_pricing_model=group.usage_pricing,
    )


def read_option_group(sent: PriceOptionsGroup, onto: model.OptionGroup | None) -> model.OptionGroup:
    """The group asked for: a new one, or ``onto`` with what was stated; raises ``InvalidArgument``."""
    known = onto or model.OptionGroup(text(sent.code) or "", "", _stated_type(sent), ())
    type_ = word(model.OptionGroupType, sent.type, "Type") or known.type
    return model.OptionGroup(
        code=known.code,
        name=known.name if onto else text(sent.name) or "",
        type=type_,
        options=known.options if sent.options is None else _read_options(sent, type_),
        description=known.description if sent.description is None else sent.description,
        is_required=known.is_required if sent.required is None else sent.required,
        translations=known.translations if sent.translations is None else _read_translations(sent.translations),
        usage=word(model.OptionUsage, sent.usage, "Usage") or known.usage,
        usage_pricing=text(sent.usage_pricing_model) or known.usage_pricing,
    )


def _show_option(option: model.Option) -> PriceOptionsGroupOption:
    return PriceOptionsGroupOption(
        value=option.code,
        scale_min=option.scale_min or 0,
        scale_max=option.scale_max or 0,
        subscription_impact=_show_subscription_impact(option.subscription_impact),
        price_impact=_show_impact(option.impact),
        default=option.is_default,
        name=option.name,
        description=option.description,
        translations=_show_translations(option.translations),
    )


def _show_impact(impact: model.PriceImpact | None) -> PriceImpact | None:
    if impact is None:
        return None
    return PriceImpact(
        impact_on=Share.BASE.value if impact.is_on_base else Share.TOTAL.value,
        percent=impact.percent if impact.is_percent else None,
        method=Measure.PERCENT.value if impact.is_percent else Measure.FIXED.value,
        amounts=[OptionAmount(currency=currency, amount=amount) for currency, amount in impact.amounts],
        impact=_effect(impact),
    )


def _show_subscription_impact(impact: model.SubscriptionImpact | None) -> SubscriptionImpact | None:
    if impact is None:
        return None
    return SubscriptionImpact(months=impact.months, impact_on=impact.impact_on, impact=_effect(impact))


def _effect(impact: model.PriceImpact | model.SubscriptionImpact) -> str:
    return Effect.ADD.value if impact.is_addition else Effect.SUBTRACT.value


def _show_translations(translations: tuple[model.Translation, ...]) -> list[OptionTranslation]:
    return [OptionTranslation(name=t.name, description=t.description, language=t.language) for t in translations]


def _stated_type(sent: PriceOptionsGroup) -> model.OptionGroupType:
    return required_word(model.OptionGroupType, sent.type, "Type")


def _read_options(sent: PriceOptionsGroup, type_: model.OptionGroupType) -> tuple[model.Option, ...]:
    options = present(sent.options)
    return tuple(_read_option(option, type_, f"Options[{number}]") for number, option in enumerate(options))


def _read_option(sent: PriceOptionsGroupOption, type_: model.OptionGroupType, path: str) -> model.Option:
    """An interval without a code of its own is called after its ends, and any option without a name by its code."""
    is_interval = type_ is model.OptionGroupType.INTERVAL
    code = text(sent.value) or text(sent.code) or (f"{sent.scale_min}-{sent.scale_max}" if is_interval else "")
    return model.Option(
        code=code,
        name=text(sent.name) or code,
        description=sent.description or "",
        is_default=bool(sent.default),
        impact=_read_impact(sent.price_impact, f"{path}.PriceImpact"),
        scale_min=sent.scale_min if is_interval else None,
        scale_max=sent.scale_max if is_interval else None,
        subscription_impact=_read_subscription_impact(sent.subscription_impact, f"{path}.SubscriptionImpact"),
        translations=_read_translations(sent.translations),
    )


def _read_impact(sent: PriceImpact | None, path: str) -> model.PriceImpact | None:
    if sent is None:
        return None
    is_percent = required_word(Measure, sent.method, f"{path}.Method") is Measure.PERCENT
    if is_percent and sent.percent is None:
        raise MissingArgument(f"{path}.Percent is required.", field=f"{path}.Percent")
    return model.PriceImpact(
        is_percent=is_percent,
        is_addition=_is_addition(sent.impact, f"{path}.Impact"),
        is_on_base=word(Share, sent.impact_on, f"{path}.ImpactOn") is not Share.TOTAL,
        percent=sent.percent if is_percent and sent.percent is not None else Decimal(0),
        amounts=() if is_percent else tuple(_read_amounts(sent.amounts, path)),
    )


def _read_amounts(sent: list[OptionAmount] | None, path: str) -> list[tuple[str, Decimal]]:
    amounts = []
    for number, entry in enumerate(present(sent)):
        if entry.amount is None:
            field = f"{path}.Amounts[{number}].Amount"
            raise MissingArgument(f"{field} is required.", field=field)
        amounts.append((upper(entry.currency), entry.amount))
    return amounts


def _read_subscription_impact(sent: SubscriptionImpact | None, path: str) -> model.SubscriptionImpact | None:
    if sent is None:
        return None
    return model.SubscriptionImpact(
        months=sent.months or 0,
        is_addition=_is_addition(sent.impact, f"{path}.Impact"),
        impact_on=text(sent.impact_on) or Share.BASE.value,
    )


def _is_addition(sent: str | None, path: str) -> bool:
    return word(Effect, sent, path) is not Effect.SUBTRACT


def _read_translations(sent: list[OptionTranslation] | None) -> tuple[model.Translation, ...]:
    return tuple(model.Translation(t.language or "", t.name or "", t.description or "") for t in present(sent))
