"""What a subscription can become, and what that costs."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from rpc_server.commerce.catalog.tables import ExchangeRateRow
from rpc_server.commerce.context import Context
from rpc_server.commerce.pricing.errors import CurrencyNotPriced
from rpc_server.commerce.subscriptions.errors import (
    SubscriptionNotFound,
    UpgradeNotConfigured,
    UpgradeOptionsInvalid,
    UpgradeProductInvalid,
)
from rpc_server.commerce.subscriptions.upgrade import UpgradePrice, upgrade_options, upgrade_price
from tests.subscription_world import ADA, REFERENCE, subscribed


def _price(context: Context, product_code: str = "PRO", **asked: str | None) -> UpgradePrice:
    return upgrade_price(context, REFERENCE, product_code=product_code, **asked)


def _billed(context: Context, product_code: str = "PRO", **asked: str | None) -> tuple[str, str]:
    billing = _price(context, product_code, **asked).charge.billing
    return str(billing.net), str(billing.gross)


def test_the_products_on_sale_at_the_end_of_an_upgrade_path_are_offered(context: Context) -> None:
    subscribed(context, quantity=4)

    offered = upgrade_options(context, REFERENCE)

    assert [(target.product.code, target.quantity, target.currency) for target in offered] == [
        ("FLAT", 4, "USD"),
        ("FOREVER", 4, "USD"),
        ("PRO", 4, "USD"),
        ("SUITE", 4, "USD"),
    ]


def test_only_a_flat_product_has_no_price_of_one_unit(context: Context) -> None:
    subscribed(context)

    prices = {target.product.code: target.unit_price for target in upgrade_options(context, REFERENCE)}

    assert prices == {"FLAT": None, "FOREVER": Decimal(120), "PRO": Decimal(90), "SUITE": Decimal(500)}


def test_a_dynamic_product_can_become_nothing(context: Context) -> None:
    subscribed(context, product_code=None, product_id=None)

    assert upgrade_options(context, REFERENCE) == []


def test_the_unused_days_are_taken_off(context: Context) -> None:
    subscribed(context)

    price = _price(context)

    assert (price.charge.billing.net, price.charge.billing.gross, price.currency) == (Decimal(80), Decimal(80), "USD")
    assert price.charge.prorated == price.charge.billing


def test_each_path_has_its_own_scheme(context: Context) -> None:
    subscribed(context)

    assert _billed(context, "SUITE") == ("470.00", "470.00")
    assert _billed(context, "FOREVER") == ("120.00", "120.00")


def test_the_payer_is_taxed_where_he_lives(context: Context) -> None:
    subscribed(context, billing=msgspec.structs.replace(ADA, country="DE"))

    assert _billed(context) == ("80.00", "96.00")
    assert _billed(context, "FOREVER") == ("100.00", "120.00")


def test_all_units_are_upgraded(context: Context) -> None:
    subscribed(context, quantity=3, paid_net=Decimal("90.00"))

    assert _billed(context) == ("240.00", "240.00")


@pytest.mark.parametrize(
    ("options", "billed"), [("phone", "90.00"), ("Users=7", "101.00"), ("phone;Users=7", "111.00"), ("", "80.00")]
)
def test_options_add_to_the_price(context: Context, options: str, billed: str) -> None:
    subscribed(context)

    assert _billed(context, options=options) == (billed, billed)


def test_a_downgrade_is_billed_nothing_and_shows_the_difference(context: Context) -> None:
    subscribed(context, product_code="PRO", paid_net=Decimal("120.00"))

    price = _price(context, "STARTER")

    assert (price.charge.billing.net, price.charge.prorated.net) == (Decimal(0), Decimal("-10.00"))


def test_it_is_shown_in_another_currency_by_the_products_own_prices(context: Context) -> None:
    subscribed(context)

    price = _price(context, currency="eur")

    assert (price.display_currency, price.display_rate) == ("EUR", Decimal("0.5"))
    assert (price.currency, price.charge.billing.net) == ("USD", Decimal("80.00"))


@pytest.mark.parametrize("currency", [None, "", "USD", "usd"])
def test_without_another_currency_it_is_shown_as_billed(context: Context, currency: str | None) -> None:
    subscribed(context)

    price = _price(context, currency=currency)

    assert (price.display_currency, price.display_rate) == ("USD", Decimal(1))


def test_a_currency_the_product_has_no_price_in_is_refused(context: Context) -> None:
    subscribed(context)

    with pytest.raises(CurrencyNotPriced):
        _price(context, currency="JPY")


@pytest.mark.parametrize("code", ["NOTHING", "pro", "CLASSIC", ""])
def test_a_product_that_is_not_on_sale_is_refused(context: Context, code: str) -> None:
    subscribed(context)

    with pytest.raises(UpgradeProductInvalid) as refusal:
        _price(context, code)
    assert (refusal.value.code, refusal.value.field) == ("INVALID_PRODUCT", "productCode")


@pytest.mark.parametrize("code", ["EXPENSIVE", "STARTER"])
def test_a_product_without_a_path_from_this_one_is_refused(context: Context, code: str) -> None:
    subscribed(context)

    with pytest.raises(UpgradeNotConfigured) as refusal:
        _price(context, code)
    assert (refusal.value.code, refusal.value.field) == ("SUBSCRIPTION_UPGRADE_NOT_CONFIGURED", "productCode")


@pytest.mark.parametrize("options", ["Phone", "phone basic", "phone;basic", "Users=0", "Users=101", "users=7", "Users"])
def test_options_the_product_has_not_are_refused(context: Context, options: str) -> None:
    subscribed(context)

    with pytest.raises(UpgradeOptionsInvalid) as refusal:
        _price(context, options=options)
    assert (refusal.value.code, refusal.value.field) == ("INVALID_OPTIONS", "options")


def test_another_merchant_learns_nothing(context: Context, stranger: Context) -> None:
    subscribed(context)

    with pytest.raises(SubscriptionNotFound):
        upgrade_options(stranger, REFERENCE)
    with pytest.raises(SubscriptionNotFound):
        _price(stranger)


def _rated(context: Context, **units: str) -> None:
    """What one US dollar buys, from the first day of the year on."""
    for currency, worth in {"USD": "1", **units}.items():
        context.session.add(
            ExchangeRateRow(
                merchant_id=context.merchant_id, currency=currency, since=date(2026, 1, 1), units=Decimal(worth)
            )
        )


def test_a_target_without_a_price_in_the_currency_is_converted_at_the_merchants_rates(context: Context) -> None:
    subscribed(context, currency="CHF")
    _rated(context, CHF="0.9")

    offered = {target.product.code: target.unit_price for target in upgrade_options(context, REFERENCE)}

    assert (offered["PRO"], offered["SUITE"]) == (Decimal("81.00"), Decimal("450.00"))
    assert _price(context).currency == "CHF"
    assert _billed(context) == ("71.00", "71.00")


def test_it_is_shown_in_a_currency_the_target_has_no_price_in(context: Context) -> None:
    subscribed(context)
    _rated(context, GBP="0.8")

    price = _price(context, currency="gbp")

    assert (price.display_currency, price.display_rate) == ("GBP", Decimal("0.8"))


def test_without_a_rate_there_is_no_price(context: Context) -> None:
    subscribed(context, currency="CHF")

    with pytest.raises(CurrencyNotPriced):
        _price(context)
