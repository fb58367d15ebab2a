"""Order API 2.x: the buyer and the cart are told to the session call by call, then placed as one order."""

from typing import Annotated, Any

from rpc_server.api.dispatch import Call
from rpc_server.api.errors import InvalidArgument
from rpc_server.api.families import ORDER
from rpc_server.api.objects.cart import (
    BillingDetails,
    CartOrder,
    CartPaymentDetails,
    Contents,
    DeliveryDetails,
    Price,
    show_contents,
    show_order,
    show_price,
)
from rpc_server.api.registry import method
from rpc_server.api.shapes import MaxLength, Wire
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.accounts.model import SessionState
from rpc_server.commerce.carts import buyer, service
from rpc_server.commerce.carts.errors import BillingNotSet, CartFull, EmptyCart, NotInCart
from rpc_server.commerce.catalog import currencies
from rpc_server.commerce.catalog.errors import ProductIdInvalid
from rpc_server.commerce.iso import COUNTRIES, LANGUAGES
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders.errors import (
    BillingCountryInvalid,
    BillingDetailMissing,
    CountryInvalid,
    CurrencyInvalid,
    DeliveryCountryInvalid,
    LanguageInvalid,
    OrderNotFound,
    OrderRefused,
    PaymentMissing,
    QuantityInvalid,
)
from rpc_server.commerce.payments.errors import PaymentRefused, PaymentTypeInvalid
from rpc_server.commerce.pricing.errors import CurrencyNotPriced, NotPriced, PriceOptionsInvalid, QuantityNotPriced

_PRICING = (PriceOptionsInvalid, QuantityNotPriced, CurrencyNotPriced, NotPriced)

ClientIp = Annotated[str, Wire("IP"), MaxLength(45)]
ProductId = Annotated[int, Wire("IdProduct")]
Quantity = Annotated[int, Wire("Quantity")]
Options = Annotated[str | None, Wire("PriceOptions"), MaxLength(2000)]
RefNo = Annotated[str, Wire("RefNo")]


@method("setClientIP", ORDER, errors=[Forbidden])
@method("setIp", ORDER, errors=[Forbidden])
def set_client_ip(call: Call, ip: ClientIp) -> bool:
    """Tell the session the buyer's address on the net; a published client calls it ``setIp``."""
    call.remember(client_ip=ip)
    return True


@method("setLanguage", ORDER, errors=[Forbidden, LanguageInvalid])
def set_language(call: Call, language: Annotated[str, Wire("IsoLang")]) -> bool:
    """Tell the session the buyer's language, an ISO 639-1 code in any case."""
    call.remember(language=buyer.checked_language(language))
    return True


@method("setCountry", ORDER, errors=[Forbidden, CountryInvalid])
def set_country(call: Call, country: Annotated[str, Wire("IsoCountry")]) -> bool:
    """Tell the session the buyer's country, an ISO 3166 code in any case; prices are those of this country."""
    call.remember(country=buyer.checked_country(country))
    return True


@method("setCurrency", ORDER, errors=[Forbidden, CurrencyInvalid])
def set_currency(call: Call, currency: Annotated[str, Wire("IsoCurrency")]) -> bool:
    """Tell the session the currency of its prices and of its order, an ISO 4217 code in any case."""
    call.remember(currency=buyer.checked_currency(currency, field="IsoCurrency"))
    return True


@method("setBillingDetails", ORDER, errors=[Forbidden, BillingCountryInvalid, BillingDetailMissing])
def set_billing_details(call: Call, billing_details: Annotated[BillingDetails, Wire("BillingDetails")]) -> bool:
    """Tell the session who pays; in the US, Romania and Brazil with the state (observed)."""
    call.remember(billing=buyer.told_billing(billing_details.value()))
    return True


@method("setDeliveryDetails", ORDER, errors=[Forbidden, DeliveryCountryInvalid])
def set_delivery_details(call: Call, delivery_details: Annotated[DeliveryDetails, Wire("DeliveryDetails")]) -> bool:
    """Tell the session who receives what is bought; without this call it is who pays."""
    call.remember(delivery=buyer.told_delivery(delivery_details.value()))
    return True


@method("setPaymentDetails", ORDER, errors=[Forbidden, PaymentTypeInvalid, PaymentRefused, CurrencyInvalid])
def set_payment_details(call: Call, payment_details: Annotated[CartPaymentDetails, Wire("PaymentDetails")]) -> bool:
    """Tell the session how to pay: a card (``CC``; ``CCVISAMC``, Visa and MasterCard alone) or ``TEST`` with one.

    The card goes to the vault at once, the security code is checked and dropped. Documented types this server
    does not take (``PAYPAL``) are refused here, before anything is ordered.
    """
    payment, card_id = buyer.told_payment(call.context, payment_details.value(), _state(call).card_id)
    call.remember(payment=payment, card_id=card_id)
    return True


@method("addProduct", ORDER, errors=[Forbidden, ProductIdInvalid, QuantityInvalid, CartFull, *_PRICING])
def add_product(call: Call, product_id: ProductId, quantity: Quantity = 1, price_options: Options = None) -> bool:
    """Put units of a product into the cart; they join a line of the same product and options.

    ``PriceOptions`` are option codes with commas between them; required options not named take their default.
    """
    basket = service.add_product(
        call.context, _state(call), product_id, quantity=quantity, options=_options(price_options)
    )
    call.remember(basket=basket)
    return True


@method("deleteProduct", ORDER, errors=[Forbidden, NotInCart, QuantityInvalid])
def delete_product(call: Call, product_id: ProductId, quantity: Quantity = 1) -> bool:
    """Take units of a product out of the cart, whatever their options, the oldest line first."""
    call.remember(basket=service.delete_product(_state(call), product_id, quantity))
    return True


@method("clearProducts", ORDER, errors=[Forbidden])
def clear_products(call: Call) -> bool:
    """Empty the cart; what the session knows of the buyer stays."""
    call.remember(basket=())
    return True


@method("getContents", ORDER, errors=[Forbidden, ProductIdInvalid, *_PRICING], writes=False)
def get_contents(call: Call) -> Contents:
    """What is in the cart, with prices in the session's currency; an empty list for an empty cart."""
    lines = service.contents(call.context, _state(call))
    return show_contents(lines, service.market_of(call.context, _state(call)))


@method("getPrice", ORDER, errors=[Forbidden, ProductIdInvalid, CurrencyInvalid, *_PRICING], writes=False)
def get_price(
    call: Call,
    product_id: ProductId,
    quantity: Quantity = 1,
    price_options: Annotated[Any, Wire("PriceOptions")] = None,
    currency: Annotated[str | None, Wire("Currency")] = None,
) -> Price:
    """What so many units of a product cost in all, to the buyer the session knows of (the sum is inferred).

    ``PriceOptions`` are a text with commas or a list: published clients send either.
    """
    stated = buyer.checked_currency(currency, field="Currency") if currency else None
    market = service.market_of(call.context, _state(call), currency=stated)
    options = _options(price_options)
    price = service.price(call.context, market, product_id, quantity=quantity, options=options)
    return show_price(price, market.currency)


@method("placeOrder", ORDER, errors=[Forbidden, EmptyCart, BillingNotSet, PaymentMissing, OrderRefused, *_PRICING])
def place_order(call: Call) -> CartOrder:
    """Order what is in the cart and charge the card.

    A declined card is no fault: the order is answered, PENDING, with the reason in ``Error``. The cart and the
    payment are gone from the session before any money moves; who pays stays known to it.
    """
    state = _state(call)
    call.remember(basket=(), payment=None, card_id=None, external_reference=None)
    return show_order(service.place(call.context, state))


@method("getOrder", ORDER, errors=[Forbidden, OrderNotFound], writes=False)
def get_order(call: Call, ref_no: RefNo) -> CartOrder:
    """The order of this RefNo as it stands."""
    return show_order(orders.find(call.context, ref_no))


@method("getOrderStatus", ORDER, errors=[Forbidden, OrderNotFound], writes=False)
def get_order_status(call: Call, ref_no: RefNo) -> str:
    """The status of the order of this RefNo, such as ``PENDING``, ``AUTHRECEIVED``, ``COMPLETE`` or ``TEST``."""
    return show_order(orders.find(call.context, ref_no)).status


@method("getAvailableCurrencies", ORDER, errors=[Forbidden], writes=False)
def get_available_currencies(call: Call) -> list[str]:
    """The currencies in which something on sale has a price, stated or converted, ISO 4217, in alphabetical order."""
    return sorted(currencies.sold_in(call.context))


@method("getAvailableLanguages", ORDER, errors=[Forbidden], writes=False)
def get_available_languages(call: Call) -> list[str]:
    """The languages an order may be in, ISO 639-1 in lower case, in alphabetical order."""
    return sorted(LANGUAGES)


@method("getAvailableCountries", ORDER, errors=[Forbidden], writes=False)
def get_available_countries(call: Call) -> list[str]:
    """The countries a buyer may be in, ISO 3166 in upper case, in alphabetical order."""
    return sorted(COUNTRIES)


def _state(call: Call) -> SessionState:
    return call.open_session.state


def _options(given: Any) -> tuple[str, ...]:
    """Option codes from a text with commas between them, or from a list of texts."""
    match given:
        case None | "" | False:
            return ()
        case str():
            return tuple(code.strip() for code in given.split(",") if code.strip())
        case list() if all(isinstance(code, str) for code in given):
            return tuple(given)
        case _:
            raise InvalidArgument("PriceOptions must be option codes with commas between them.", field="PriceOptions")
