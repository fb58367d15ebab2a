"""What shoppers can pay with: methods, their currencies and countries, and paying in parts.

Only the names of the ``getPaymentMethod...`` methods could be read; that they answer lists of codes, as
``getAvailableCurrencies`` does, is inferred.
"""

from decimal import Decimal
from typing import Annotated

from rpc_server.api.dispatch import Call
from rpc_server.api.families import MERCHANT
from rpc_server.api.objects import orders as sent
from rpc_server.api.objects.order_reading import read_order
from rpc_server.api.objects.sent_values import upper
from rpc_server.api.registry import method
from rpc_server.api.shapes import ApiObject, Mark, Wire
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.catalog import currencies
from rpc_server.commerce.iso import COUNTRIES
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders.errors import CountryInvalid, OrderRefused
from rpc_server.commerce.payments import installments, reach
from rpc_server.commerce.payments.errors import PaymentRefused, PaymentTypeInvalid
from rpc_server.commerce.pricing import errors as price_refusals

_PRICING = (
    price_refusals.PriceOptionsInvalid,
    price_refusals.CurrencyNotPriced,
    price_refusals.NotPriced,
    price_refusals.CrossSellRefused,
)


class Installment(ApiObject):
    """A way to pay: ``Number`` parts of ``Amount``, the order's total divided by it."""

    number: int
    amount: Decimal
    currency: str


@method("getPaymentMethods", MERCHANT, errors=[Forbidden], writes=False)
def get_payment_methods(call: Call) -> list[str]:
    """The payment methods a shopper can choose, spelled like ``PaymentDetails.Type``, in alphabetical order."""
    return reach.chosen_methods()


@method("getPaymentMethodCurrencies", MERCHANT, errors=[Forbidden, PaymentTypeInvalid], writes=False)
def get_payment_method_currencies(call: Call, payment_method: str) -> list[str]:
    """The currencies a payment method takes, ISO 4217."""
    return reach.currencies_of(reach.method_called(payment_method))


@method("getPaymentMethodCountries", MERCHANT, errors=[Forbidden, PaymentTypeInvalid], writes=False)
def get_payment_method_countries(call: Call, payment_method: str) -> list[str]:
    """The countries whose buyers have a payment method, ISO 3166."""
    return reach.countries_of(reach.method_called(payment_method))


@method(
    "getVendorPaymentMethodCurrencies", MERCHANT, errors=[Forbidden, PaymentTypeInvalid, CountryInvalid], writes=False
)
def get_vendor_payment_method_currencies(call: Call, payment_method: str, country_code: str) -> list[str]:
    """The currencies a buyer of a country can pay this account in with a method; none where he does not have it.

    They are those the account's prices are in, stated or converted, as far as the method takes them.
    """
    wanted, country = reach.method_called(payment_method), upper(country_code)
    if country not in COUNTRIES:
        raise CountryInvalid(f"There is no country {country_code[:10]!r}.", field="countryCode")
    if country not in reach.countries_of(wanted):
        return []
    return sorted(set(reach.currencies_of(wanted)) & set(currencies.sold_in(call.context, country)))


@method("getInstallments", MERCHANT, errors=[Forbidden, OrderRefused, PaymentRefused, *_PRICING], writes=False)
def get_installments(call: Call, order: Annotated[sent.Order, Wire("Order"), Mark.MESSAGE]) -> list[Installment]:
    """The ways a Brazilian buyer may pay the order in parts, one part first; none for other orders.

    Documented: BRL, at most 6 parts of 5 BRL or more, of an order that does not renew by itself. That the buyer
    needs Phone and FiscalCode is checked when he orders. Nothing is kept.
    """
    quoted = orders.quote(call.context, read_order(order, call.merchant.zone))
    if quoted.payment is not None and quoted.payment.recurring_enabled:
        return []
    ways = installments.offered(quoted.totals.gross_discounted, quoted.currency, quoted.billing)
    return [Installment(number=way.number, amount=way.amount, currency=way.currency.lower()) for way in ways]
