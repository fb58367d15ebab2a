"""Upgrading subscriptions: what they can become, what it costs, and doing it."""

from decimal import Decimal

from rpc_server.api.dispatch import Call
from rpc_server.api.families import MERCHANT, SUBSCRIPTION
from rpc_server.api.objects.subscription_upgrades import (
    UpgradeOption,
    UpgradePrice,
    show_upgrade_option,
    show_upgrade_price,
)
from rpc_server.api.registry import method
from rpc_server.commerce.accounts.errors import Forbidden, NotAllowed
from rpc_server.commerce.carts import external_reference
from rpc_server.commerce.carts.errors import InvalidExternalReference
from rpc_server.commerce.payments.errors import CardExpirationInvalid
from rpc_server.commerce.pricing.errors import CurrencyNotPriced, NotPriced, QuantityNotPriced
from rpc_server.commerce.subscriptions import upgrade
from rpc_server.commerce.subscriptions.errors import (
    CustomPriceInvalid,
    NoPaymentMethod,
    RecurringDisabled,
    RefundPending,
    SubscriptionDisabled,
    SubscriptionExpired,
    SubscriptionNotFound,
    UpgradeDeclined,
    UpgradeInProgress,
    UpgradeNotConfigured,
    UpgradeOptionsInvalid,
    UpgradeProductInvalid,
    UpgradeSuperseded,
)

_PRICING = (
    UpgradeNotConfigured,
    UpgradeProductInvalid,
    UpgradeOptionsInvalid,
    CurrencyNotPriced,
    QuantityNotPriced,
    NotPriced,
)


@method("getProductUpgradeOptions", MERCHANT + SUBSCRIPTION, errors=[Forbidden, SubscriptionNotFound], writes=False)
def get_product_upgrade_options(call: Call, subscription_reference: str) -> list[UpgradeOption]:
    """Answer the products the subscription can become and the price options each has."""
    targets = upgrade.upgrade_options(call.context, subscription_reference)
    return [show_upgrade_option(target) for target in targets]


@method(
    "getProductUpgradeOptionsPrice",
    MERCHANT + SUBSCRIPTION,
    errors=[Forbidden, SubscriptionNotFound, *_PRICING],
    writes=False,
)
def get_product_upgrade_options_price(
    call: Call, subscription_reference: str, product_code: str, currency: str | None = None, options: str | None = None
) -> UpgradePrice:
    """Answer what the upgrade would cost today.

    It is charged in the currency of the last payment and shown in ``currency`` too. ``options`` are option
    values joined by ``;``, ``group=number`` for a scale, case sensitive.
    """
    price = upgrade.upgrade_price(
        call.context, subscription_reference, product_code=product_code, currency=currency, options=options
    )
    return show_upgrade_price(price)


@method(
    "setSubscriptionUpgrade",
    MERCHANT + SUBSCRIPTION,
    errors=[
        Forbidden,
        SubscriptionNotFound,
        SubscriptionDisabled,
        SubscriptionExpired,
        RecurringDisabled,
        RefundPending,
        UpgradeInProgress,
        UpgradeSuperseded,
        NoPaymentMethod,
        CustomPriceInvalid,
        UpgradeDeclined,
        CardExpirationInvalid,
        NotAllowed,
        *_PRICING,
    ],
)
def set_subscription_upgrade(
    call: Call,
    subscription_reference: str,
    product_code: str,
    options: str | None = None,
    custom_price: Decimal | None = None,
) -> bool:
    """Charge the stored card for the upgrade and move the subscription to the product; answer true.

    Automatic renewal must be on and no refund pending. ``options`` are option values joined by ``;``,
    ``group=number`` for a scale, case sensitive; ``custom_price`` replaces the computed price, in the currency
    of the last payment. The reference set with ``setExternalRef`` becomes that of the upgrade's order, once.
    The subscription keeps its own reference (inferred).
    """
    told = call.open_session.state.external_reference
    upgrade.upgrade(
        call.context,
        subscription_reference,
        product_code=product_code,
        options=options,
        custom_price=custom_price,
        external_reference=told,
    )
    if told is not None:
        call.remember(external_reference=None)
    return True


@method("setExternalRef", MERCHANT + SUBSCRIPTION, errors=[Forbidden, InvalidExternalReference])
def set_external_ref(call: Call, external_ref: str | None = None) -> bool:
    """Set the external reference of the next upgrade ordered in this session: 1 to 100 characters."""
    call.remember(external_reference=external_reference.checked(external_ref))
    return True
