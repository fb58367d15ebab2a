"""Pricing configurations as the merchant API 3.0 to 6.0 shows and reads them.

Quantities are texts of digits, as recorded. A member left out, or null, says nothing: of a new configuration the
default holds, of a changed one what it has.
"""

from decimal import Decimal
from typing import Annotated

from rpc_server.api.errors import MissingArgument
from rpc_server.api.objects.reading import present, whole_number, word
from rpc_server.api.objects.sent_values import text, upper
from rpc_server.api.shapes import ApiObject, MaxLength, Since
from rpc_server.commerce.catalog import model
from rpc_server.commerce.pricing.model import PriceType

ProductCode = Annotated[str | None, MaxLength(256)]
Line = Annotated[str | None, MaxLength(255)]


class PriceOptionCodes(ApiObject):
    """The options of one group in a combination."""

    code: ProductCode = None
    options: list[str] | None = None


class ProductPrice(ApiObject):
    """The price of one unit for a range of quantities; ``OptionCodes`` is the FLAT combination it is for.

    An ``Amount`` of -1 deletes the price.
    """

    amount: Decimal | None = None
    currency: Line = None
    min_quantity: Line = None
    max_quantity: Line = None
    option_codes: list[PriceOptionCodes] | None = None


class ConfigurationPrices(ApiObject):
    """Prices of purchases and of renewals; without the latter, renewals cost the former."""

    regular: list[ProductPrice] | None = None
    renewal: list[ProductPrice] | None = None


class AssignedPriceOption(ApiObject):
    """A price option group by code, and whether a choice of it is required."""

    code: ProductCode = None
    required: bool | None = None


class PricingConfiguration(ApiObject):
    """One way a product is priced; ``BillingCountries`` is empty for all countries.

    ``UseOriginalPrices``: never in a currency without a price, though there is an exchange rate.
    """

    name: Line = None
    code: Line = None
    default: bool | None = None
    billing_countries: list[str] | None = None
    use_original_prices: Annotated[bool | None, Since("5.0")] = None
    pricing_schema: Line = None
    price_type: Line = None
    default_currency: Line = None
    prices: ConfigurationPrices | None = None
    price_options: list[AssignedPriceOption] | None = None


def show_configuration(configuration: model.PricingConfiguration) -> PricingConfiguration:
    """The pricing configuration as answered."""
    return PricingConfiguration(
        name=configuration.name,
        code=configuration.code,
        default=configuration.is_default,
        billing_countries=sorted(configuration.countries),
        use_original_prices=configuration.uses_original_prices,
        pricing_schema=configuration.schema.value,
        price_type=configuration.price_type.value,
        default_currency=configuration.default_currency,
        prices=ConfigurationPrices(
            regular=[_show_price(price, configuration) for price in configuration.regular],
            renewal=[_show_price(price, configuration) for price in configuration.renewal],
        ),
        price_options=[
            AssignedPriceOption(code=group.code, required=group.is_required) for group in configuration.option_groups
        ],
    )


def read_configuration(sent: PricingConfiguration, path: str) -> model.PricingDraft:
    """What the client asks for; raises ``InvalidArgument`` for words and numbers that are none, below ``path``."""
    prices = sent.prices or ConfigurationPrices()
    return model.PricingDraft(
        path=path,
        code=text(sent.code),
        name=text(sent.name),
        is_default=sent.default,
        countries=_countries(sent.billing_countries),
        uses_original_prices=sent.use_original_prices,
        schema=word(model.PricingSchema, sent.pricing_schema, f"{path}.PricingSchema"),
        price_type=word(PriceType, sent.price_type, f"{path}.PriceType"),
        default_currency=upper(sent.default_currency) or None,
        regular=_read_prices(prices.regular, f"{path}.Prices.Regular"),
        renewal=_read_prices(prices.renewal, f"{path}.Prices.Renewal"),
        groups=_read_groups(sent.price_options),
        stated_options=frozenset(_stated_options([*present(prices.regular), *present(prices.renewal)])),
    )


def _show_price(price: model.Price, configuration: model.PricingConfiguration) -> ProductPrice:
    return ProductPrice(
        amount=price.amount,
        currency=price.currency,
        min_quantity=str(price.min_quantity),
        max_quantity=str(price.max_quantity),
        option_codes=_show_options(price, configuration.option_groups),
    )


def _show_options(price: model.Price, groups: tuple[model.OptionGroup, ...]) -> list[PriceOptionCodes]:
    codes = (
        PriceOptionCodes(code=group.code, options=[o.code for o in group.options if o.code in price.options])
        for group in groups
    )
    return [entry for entry in codes if entry.options]


def _countries(sent: list[str] | None) -> frozenset[str] | None:
    return None if sent is None else frozenset(country.strip().upper() for country in present(sent) if country.strip())


def _read_prices(sent: list[ProductPrice] | None, path: str) -> tuple[model.Price, ...] | None:
    if sent is None:
        return None
    return tuple(_read_price(price, f"{path}[{number}]") for number, price in enumerate(present(sent)))


def _read_price(sent: ProductPrice, path: str) -> model.Price:
    if sent.amount is None:
        raise MissingArgument(f"{path}.Amount is required.", field=f"{path}.Amount")
    first = whole_number(sent.min_quantity, f"{path}.MinQuantity")
    last = whole_number(sent.max_quantity, f"{path}.MaxQuantity")
    return model.Price(
        amount=sent.amount,
        currency=upper(sent.currency),
        min_quantity=1 if first is None else first,
        max_quantity=model.LAST_QUANTITY if last is None else last,
        options=frozenset(option for _, option in _stated_options([sent])),
    )


def _stated_options(prices: list[ProductPrice]) -> list[tuple[str, str]]:
    """Every option the prices name, with the group it is named in."""
    return [
        (codes.code or "", option)
        for price in prices
        for codes in present(price.option_codes)
        for option in present(codes.options)
    ]


def _read_groups(sent: list[AssignedPriceOption] | None) -> tuple[model.GroupAssignment, ...] | None:
    if sent is None:
        return None
    return tuple(model.GroupAssignment(group.code or "", bool(group.required)) for group in present(sent))
