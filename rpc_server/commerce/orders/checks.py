"""What an order must say to be placed or quoted, before the catalogue or any price is looked at.

What is asked of the buyer is ``billing``'s; 2.x requires the states of some countries (``check_state``).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from ipaddress import ip_address

from rpc_server.commerce.accounts.model import AccountModel, Merchant
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.iso import COUNTRIES, CURRENCIES, LANGUAGES
from rpc_server.commerce.orders import errors
from rpc_server.commerce.orders.billing import check_billing
from rpc_server.commerce.orders.model import (
    CustomTerms,
    DynamicProduct,
    NewItem,
    NewOrder,
    PurchaseType,
    Recurrence,
    TrialTerms,
)

LAST_QUANTITY = 99_999
LARGEST_AMOUNT = Decimal("99999999.99")
LONGEST_TRIAL_DAYS = 3650
LONGEST_CYCLE = {"DAY": 36_500, "MONTH": 1_200, "YEAR": 100}
FURTHEST_START = timedelta(days=3653)

_STATE_COUNTRIES = frozenset({"US", "BR", "RO"})
_NO_ADDRESS = "0.0.0.0"  # noqa: S104 - nothing is bound to it
_MOR_PURCHASES = (PurchaseType.PRODUCT, PurchaseType.COUPON)
_RECURRING_PURCHASES = (PurchaseType.PRODUCT, PurchaseType.TAX)


def check(new: NewOrder, merchant: Merchant, now: datetime) -> None:
    """Refuse an order that cannot be placed, naming the member to blame; raises ``OrderRefused``."""
    check_quoted(new, merchant, now)
    check_billing(new.billing, new.billing_rule)
    _check_ip(new.customer_ip, "CustomerIP")
    if new.payment is not None:
        _check_ip(new.payment.customer_ip, "PaymentDetails.CustomerIP")


def check_quoted(new: NewOrder, merchant: Merchant, now: datetime) -> None:
    """Refuse what cannot even be priced: the buyer need not be known yet."""
    _check_items(new.items, merchant, now)
    _check_currency(new)
    _check_places(new)
    if new.language is not None and new.language not in LANGUAGES:
        raise errors.LanguageInvalid(f"There is no language {new.language[:10]!r}.", field="Language")


def check_state(address: Address, path: str) -> None:
    """Refuse an address in the US, Brazil or Romania without a state, as the 2.x service was observed to do."""
    if address.country in _STATE_COUNTRIES and not (address.state or "").strip():
        raise errors.BillingDetailMissing(
            f"State is required in {address.country}.", field=f"{path}.State", code="ORDER_BILLING_STATE_EMPTY"
        )


def _check_ip(ip: str | None, path: str) -> None:
    try:
        ip_address(ip or _NO_ADDRESS)
    except ValueError:
        raise errors.CustomerIpInvalid(field=path) from None


def _check_currency(new: NewOrder) -> None:
    paid_in = new.payment.currency if new.payment else None
    for currency, path in ((new.currency, "Currency"), (paid_in, "PaymentDetails.Currency")):
        if currency is not None and currency not in CURRENCIES:
            raise errors.CurrencyInvalid(f"There is no currency {currency[:10]!r}.", field=path)
    if None not in (new.currency, paid_in) and new.currency != paid_in:
        raise errors.CurrencyMismatch(
            f"The order is in {new.currency}, its payment in {paid_in}.", field="PaymentDetails.Currency"
        )


def _check_places(new: NewOrder) -> None:
    if new.country is not None and new.country not in COUNTRIES:
        raise errors.CountryInvalid(f"There is no country {new.country[:10]!r}.", field="Country")
    if new.billing.country and new.billing.country not in COUNTRIES:
        raise errors.BillingCountryInvalid(field="BillingDetails.CountryCode")
    if new.delivery is not None and new.delivery.country and new.delivery.country not in COUNTRIES:
        raise errors.DeliveryCountryInvalid(field="DeliveryDetails.CountryCode")


def _check_items(items: tuple[NewItem, ...], merchant: Merchant, now: datetime) -> None:
    if not items:
        raise errors.ItemsEmpty(field="Items")
    if len({item.dynamic is None for item in items}) > 1:
        raise errors.ItemsMixed(field="Items")
    for item in items:
        _check_item(item, now)
        if item.dynamic is not None:
            _check_dynamic(item, item.dynamic, merchant)


def _check_item(item: NewItem, now: datetime) -> None:
    if not 1 <= item.quantity <= LAST_QUANTITY:
        raise errors.QuantityInvalid(field=f"{item.path}.Quantity")
    if item.dynamic is None and not (item.code or "").strip():
        raise errors.ProductCodeInvalid(field=f"{item.path}.Code")
    if item.custom_price is not None and not 0 <= item.custom_price <= LARGEST_AMOUNT:
        raise errors.PriceAmountInvalid(field=f"{item.path}.Price.Amount")
    if item.trial is not None:
        _check_trial(item.trial, item.path)
    if item.custom_terms is not None:
        _check_custom_terms(item.custom_terms, f"{item.path}.SubscriptionCustomSettings")
    if item.starts_at is not None and abs(item.starts_at - now) > FURTHEST_START:
        raise errors.StartDateInvalid(field=f"{item.path}.SubscriptionStartDate")


def _check_trial(trial: TrialTerms, path: str) -> None:
    if not 1 <= trial.days <= LONGEST_TRIAL_DAYS:
        raise errors.TrialInvalid(f"A trial lasts 1 to {LONGEST_TRIAL_DAYS} days.", field=f"{path}.Trial.Period")
    if not 0 <= trial.price <= LARGEST_AMOUNT:
        raise errors.TrialInvalid("The price of the trial is not valid.", field=f"{path}.Trial.Price")


def _check_custom_terms(terms: CustomTerms, path: str) -> None:
    if (terms.length is None) is not (terms.unit is None):
        raise errors.CustomSettingsInvalid("CycleLength and CycleUnit go together.", field=f"{path}.CycleLength")
    if terms.length is not None and not 1 <= terms.length <= LONGEST_CYCLE.get(terms.unit or "", 0):
        allowed = ", ".join(f"1 to {length} {unit}" for unit, length in LONGEST_CYCLE.items())
        raise errors.CustomSettingsInvalid(f"A cycle is {allowed}.", field=f"{path}.CycleLength")
    if terms.amount is not None and not 0 <= terms.amount <= LARGEST_AMOUNT:
        raise errors.CustomSettingsInvalid("The amount is not valid.", field=f"{path}.CycleAmount")


def _check_dynamic(item: NewItem, dynamic: DynamicProduct, merchant: Merchant) -> None:
    if not dynamic.name.strip():
        raise errors.ProductNameInvalid(field=f"{item.path}.Name")
    if item.custom_price is None:
        raise errors.CustomPriceWithoutAmount(field=f"{item.path}.Price.Amount")
    _check_surcharges(item.custom_price, [option.surcharge for option in dynamic.options], item.path)
    _check_account_model(dynamic, merchant.model, item.path)
    if dynamic.recurrence is not None:
        _check_recurrence(dynamic.recurrence, dynamic.purchase_type, item.path)


def _check_surcharges(price: Decimal, surcharges: Iterable[Decimal], path: str) -> None:
    given = list(surcharges)
    if any(abs(surcharge) > LARGEST_AMOUNT for surcharge in given):
        raise errors.SurchargeInvalid("A surcharge is too large.", field=f"{path}.PriceOptions")
    if price + sum(given) < 0:
        raise errors.SurchargeInvalid(field=f"{path}.PriceOptions")


def _check_account_model(dynamic: DynamicProduct, model: AccountModel, path: str) -> None:
    """Who owes the tax: a PSP merchant itself, so it names none; the platform as merchant of record."""
    field = f"{path}.ProductTaxCategoryUUID"
    if model is AccountModel.PSP:
        if dynamic.tax_category is not None:
            raise errors.TaxCategoryInvalid("ProductTaxCategoryUUID must be null on this account.", field=field)
        return
    if dynamic.purchase_type not in _MOR_PURCHASES:
        raise errors.PurchaseTypeInvalid(
            "The purchase type must be PRODUCT or COUPON on this account.", field=f"{path}.PurchaseType"
        )
    if dynamic.tax_category is None:
        raise errors.TaxCategoryInvalid("ProductTaxCategoryUUID is required on this account.", field=field)


def _check_recurrence(recurrence: Recurrence, purchase_type: PurchaseType, path: str) -> None:
    field = f"{path}.RecurringOptions"
    if purchase_type not in _RECURRING_PURCHASES:
        raise errors.RecurringOptionsInvalid("Only PRODUCT and TAX items can recur.", field=field)
    if not 1 <= recurrence.length <= LONGEST_CYCLE.get(recurrence.unit, 0):
        allowed = ", ".join(f"1 to {length} {unit}" for unit, length in LONGEST_CYCLE.items())
        raise errors.RecurringOptionsInvalid(f"A cycle is {allowed}.", field=f"{field}.CycleLength")
    if not 0 <= recurrence.amount <= LARGEST_AMOUNT:
        raise errors.RecurringOptionsInvalid("The amount is not valid.", field=f"{field}.CycleAmount")
