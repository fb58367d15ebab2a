"""What an import must say, before anything is looked up or written."""

from decimal import Decimal

from rpc_server.commerce.accounts.errors import NotAllowed
from rpc_server.commerce.context import Context
from rpc_server.commerce.iso import CURRENCIES
from rpc_server.commerce.orders.checks import LARGEST_AMOUNT, LAST_QUANTITY
from rpc_server.commerce.subscriptions.importing.errors import (
    ExternalReferenceInvalid,
    ExternalReferenceMissing,
    ImportedTestInvalid,
    ImportPriceInvalid,
)
from rpc_server.commerce.subscriptions.importing.model import LONGEST_REFERENCE, TEST_CARDS, ImportedSubscription
from rpc_server.commerce.subscriptions.managing.errors import EndUserInvalid, ExpirationDateInvalid, QuantityInvalid


def check(context: Context, told: ImportedSubscription) -> None:
    """Raises the errors of ``importing.errors``, ``NotAllowed``, and of ``managing.errors`` those about its parts."""
    if not told.external_reference:
        raise ExternalReferenceMissing(field="ExternalSubscriptionReference")
    if len(told.external_reference) > LONGEST_REFERENCE:
        raise ExternalReferenceInvalid(field="ExternalSubscriptionReference")
    if not 1 <= told.quantity <= LAST_QUANTITY:
        raise QuantityInvalid(f"The quantity must be between 1 and {LAST_QUANTITY}.", field="Product.ProductQuantity")
    if not told.end_user.email:
        raise EndUserInvalid("The end user needs an e-mail address.", field="EndUser.Email")
    if not told.end_user.country:
        raise EndUserInvalid("The end user needs a country.", field="EndUser.CountryCode")
    _check_dates(context, told)
    _check_amounts(told)
    if told.is_test:
        _check_test(context, told)


def _check_dates(context: Context, told: ImportedSubscription) -> None:
    if told.expires_at is None:
        return
    if told.expires_at <= told.starts_at:
        raise ExpirationDateInvalid("The expiration date is not after the start.", field="ExpirationDate")
    if told.card is not None and told.expires_at < context.clock.now():
        raise ExpirationDateInvalid("What renews by itself must not have expired.", field="ExpirationDate")


def _check_amounts(told: ImportedSubscription) -> None:
    if told.currency is not None and told.currency not in CURRENCIES:
        raise ImportPriceInvalid(f"There is no currency {told.currency[:10]!r}.", field="SubscriptionValueCurrency")
    _check_amount(told.value, "SubscriptionValue")
    if told.custom is not None:
        _check_amount(told.custom.price, "NextRenewalPrice")
        if not 1 <= told.custom.cycles <= LAST_QUANTITY:
            raise ImportPriceInvalid(
                "CustomPriceBillingCyclesLeft must be 1 or more.", field="CustomPriceBillingCyclesLeft"
            )


def _check_amount(amount: Decimal, field: str) -> None:
    if not 0 <= amount <= LARGEST_AMOUNT:
        raise ImportPriceInvalid(f"{field} must be between 0 and {LARGEST_AMOUNT}.", field=field)


def _check_test(context: Context, told: ImportedSubscription) -> None:
    if not context.merchant.accepts_test_orders:
        raise NotAllowed("Test orders are not enabled on this account.", field="Test")
    if told.partner_code is not None:
        raise ImportedTestInvalid("A partner's subscription cannot be a test.", field="Test")
    if told.card is not None and told.card.number not in TEST_CARDS:
        raise ImportedTestInvalid("A test subscription takes the cards of published samples only.", field="CardPayment")
