"""What an account sells in and to: countries, states, currencies, languages, and what an item costs there."""

from rpc_server.api.dispatch import Call
from rpc_server.api.families import MERCHANT
from rpc_server.api.methods.payment_methods import get_vendor_payment_method_currencies
from rpc_server.api.objects import orders as sent
from rpc_server.api.objects.order_reading import read_order
from rpc_server.api.objects.places import CodeLabel, show_labels
from rpc_server.api.objects.prices import QuotedPrice, show_quoted_price
from rpc_server.api.objects.sent_values import upper
from rpc_server.api.registry import method
from rpc_server.commerce import places
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.catalog import currencies
from rpc_server.commerce.iso import COUNTRIES, LANGUAGES
from rpc_server.commerce.orders.errors import CountryInvalid, LanguageInvalid, OrderRefused
from rpc_server.commerce.orders.item_price import price_of
from rpc_server.commerce.payments.errors import PaymentTypeInvalid
from rpc_server.commerce.pricing.errors import (
    CrossSellRefused,
    CurrencyNotPriced,
    NotPriced,
    PriceOptionsInvalid,
    QuantityNotPriced,
)

_PRICING = (CrossSellRefused, CurrencyNotPriced, NotPriced, PriceOptionsInvalid, QuantityNotPriced)


@method("getAvailableCountries", MERCHANT, errors=[Forbidden, LanguageInvalid], writes=False)
def get_available_countries(call: Call, language: str | None = None) -> list[CodeLabel]:
    """The countries a buyer may be in, ISO 3166, named in a language (ISO 639-1), English unless said otherwise.

    That names are translated is documented, the members are those of the recorded list of languages (inferred).
    """
    wanted = (language or "en").strip().lower()
    if wanted not in LANGUAGES:
        raise LanguageInvalid(f"There is no language {wanted[:10]!r}.", field="language")
    return show_labels(places.country_names(wanted))


@method("getCountryStates", MERCHANT, errors=[Forbidden, CountryInvalid], writes=False)
def get_country_states(call: Call, country_code: str) -> list[CodeLabel]:
    """The states of a country as ISO 3166-2 lists them, without the country in their codes; none for some.

    The members are those of the recorded list of languages (inferred).
    """
    country = upper(country_code)
    if country not in COUNTRIES:
        raise CountryInvalid(f"There is no country {country[:10]!r}.", field="countryCode")
    return show_labels(places.state_names(country))


@method("getAvailableLanguages", MERCHANT, errors=[Forbidden], writes=False)
def get_available_languages(call: Call) -> list[CodeLabel]:
    """The languages an order may be in, ISO 639-1 in lower case, named in English."""
    return show_labels(places.language_names())


@method("getAvailableCurrencies", MERCHANT, errors=[Forbidden, CountryInvalid, PaymentTypeInvalid], writes=False)
def get_available_currencies(
    call: Call, country_code: str | None = None, payment_method: str | None = None
) -> list[str]:
    """The currencies in which something on sale has a price, stated or converted, ISO 4217, in alphabetical order.

    With a country and a payment method (both or neither, documented) those a buyer there can pay in with it.
    """
    if not (country_code or payment_method):
        return sorted(currencies.sold_in(call.context))
    return get_vendor_payment_method_currencies(call, payment_method or "", country_code or "")


@method("getPrice", MERCHANT, errors=[Forbidden, OrderRefused, *_PRICING], writes=False)
def get_price(
    call: Call,
    item: sent.Item,
    billing_details: sent.BillingDetails | None = None,
    currency: str | None = None,
    coupon_code: str | None = None,
    pay_type: str | None = None,
) -> QuotedPrice:
    """What an item costs a buyer in a country, with his coupon; the prices of one unit and of all.

    Without a currency that of the country counts. How it will be paid changes nothing.
    """
    asked = sent.Order(
        items=[item],
        billing_details=billing_details,
        currency=currency,
        promotions=[coupon_code] if coupon_code else None,
    )
    line, priced_in = price_of(call.context, read_order(asked, call.merchant.zone))
    return show_quoted_price(line.price, priced_in)
