"""What an order must say, and how a refusal names what is wrong."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from rpc_server.commerce.accounts.model import AccountModel, Merchant
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.orders.checks import LARGEST_AMOUNT, check, check_quoted, check_state
from rpc_server.commerce.orders.model import (
    CustomOption,
    NewOrder,
    PurchaseType,
    Recurrence,
    TrialTerms,
)
from rpc_server.errors import ApiError
from tests.order_world import GRACE, asked, dynamic, item, payment

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
MONTHLY = Recurrence(1, "MONTH", Decimal(5))


def account(model: AccountModel = AccountModel.PSP) -> Merchant:
    return Merchant(1, "APITEST", "", "k", model, False, True, True, 120, "USD", Decimal(0), Decimal(0), 0)


def buyer(**changes: Any) -> Address:
    return msgspec.structs.replace(GRACE, **changes)


def option(surcharge: str) -> CustomOption:
    return CustomOption("Size", "Large", "L", Decimal(surcharge))


def refusal(new: NewOrder, model: AccountModel = AccountModel.PSP) -> tuple[str, str | None]:
    with pytest.raises(ApiError) as refused:
        check(new, account(model), NOW)
    return refused.value.code, refused.value.field


REFUSED = [
    (replace(asked(), items=()), "ORDER_PRODUCTS_EMPTY", "Items"),
    (asked(item("BOOK"), dynamic("1", at=1)), "ORDER_ITEMS_INVALID", "Items"),
    (asked(item("BOOK"), item("BOOK", 0, at=1)), "ORDER_ITEMS_QUANTITY_INVALID", "Items[1].Quantity"),
    (asked(item("BOOK", 100_000)), "ORDER_ITEMS_QUANTITY_INVALID", "Items[0].Quantity"),
    (asked(item("BOOK", -1)), "ORDER_ITEMS_QUANTITY_INVALID", "Items[0].Quantity"),
    (asked(item(" ")), "ORDER_PRODUCT_CODE_INVALID", "Items[0].Code"),
    (asked(item("BOOK", custom_price=Decimal(-1))), "ORDER_PRODUCT_PRICE_AMOUNT_INVALID", "Items[0].Price.Amount"),
    (
        asked(item("BOOK", custom_price=LARGEST_AMOUNT + 1)),
        "ORDER_PRODUCT_PRICE_AMOUNT_INVALID",
        "Items[0].Price.Amount",
    ),
    (asked(item("GUARD", trial=TrialTerms(0, Decimal(1)))), "ORDER_PRODUCT_TRIAL_INVALID", "Items[0].Trial.Period"),
    (asked(item("GUARD", trial=TrialTerms(9, Decimal(-1)))), "ORDER_PRODUCT_TRIAL_INVALID", "Items[0].Trial.Price"),
    (
        asked(item("GUARD", starts_at=NOW + timedelta(days=4000))),
        "ORDER_PRODUCT_SUBSCRIPTION_START_DATE_INVALID",
        "Items[0].SubscriptionStartDate",
    ),
    (asked(dynamic("1", name=" ")), "ORDER_PRODUCT_NAME_INVALID", "Items[0].Name"),
    (asked(dynamic(None)), "ORDER_PRODUCT_PRICE_TYPE_CUSTOM_INVALID", "Items[0].Price.Amount"),
    (asked(dynamic("-1")), "ORDER_PRODUCT_PRICE_AMOUNT_INVALID", "Items[0].Price.Amount"),
    (
        asked(dynamic("-1", purchase_type=PurchaseType.COUPON)),
        "ORDER_PRODUCT_PRICE_AMOUNT_INVALID",
        "Items[0].Price.Amount",
    ),
    (asked(dynamic("1", options=(option("-2"),))), "ORDER_PRODUCT_PRICE_OPTIONS_INVALID", "Items[0].PriceOptions"),
    (asked(dynamic("1", options=(option("1e12"),))), "ORDER_PRODUCT_PRICE_OPTIONS_INVALID", "Items[0].PriceOptions"),
    (asked(dynamic("1", tax_category="uuid")), "ORDER_PRODUCT_TAX_CATEGORY_INVALID", "Items[0].ProductTaxCategoryUUID"),
    (
        asked(dynamic("1", purchase_type=PurchaseType.SHIPPING, recurrence=MONTHLY)),
        "ORDER_PRODUCT_RECURRING_OPTIONS_INVALID",
        "Items[0].RecurringOptions",
    ),
    (
        asked(dynamic("1", recurrence=Recurrence(0, "MONTH", Decimal(5)))),
        "ORDER_PRODUCT_RECURRING_OPTIONS_INVALID",
        "Items[0].RecurringOptions.CycleLength",
    ),
    (
        asked(dynamic("1", recurrence=Recurrence(1, "WEEK", Decimal(5)))),
        "ORDER_PRODUCT_RECURRING_OPTIONS_INVALID",
        "Items[0].RecurringOptions.CycleLength",
    ),
    (
        asked(dynamic("1", recurrence=Recurrence(1, "YEAR", Decimal(-5)))),
        "ORDER_PRODUCT_RECURRING_OPTIONS_INVALID",
        "Items[0].RecurringOptions.CycleAmount",
    ),
    (asked(currency="XYZ"), "ORDER_CURRENCY_INVALID", "Currency"),
    (asked(currency=None, payment=payment(currency="XYZ")), "ORDER_CURRENCY_INVALID", "PaymentDetails.Currency"),
    (asked(payment=payment(currency="EUR")), "ORDER_CURRENCY_MISMATCH", "PaymentDetails.Currency"),
    (asked(country="ZZ"), "ORDER_COUNTRY_INVALID", "Country"),
    (asked(language="klingon"), "ORDER_LANGUAGE_INVALID", "Language"),
    (asked(billing=buyer(country="ZZ")), "ORDER_BILLING_COUNTRY_INVALID", "BillingDetails.CountryCode"),
    (asked(delivery=buyer(country="ZZ")), "ORDER_DELIVERY_COUNTRY_INVALID", "DeliveryDetails.CountryCode"),
    (asked(billing=buyer(first_name=None)), "ORDER_BILLING_FIRST_NAME_EMPTY", "BillingDetails.FirstName"),
    (asked(billing=buyer(last_name=" ")), "ORDER_BILLING_LAST_NAME_EMPTY", "BillingDetails.LastName"),
    (asked(billing=buyer(email=None)), "ORDER_BILLING_EMAIL_EMPTY", "BillingDetails.Email"),
    (asked(billing=buyer(email="grace")), "ORDER_BILLING_EMAIL_INVALID", "BillingDetails.Email"),
    (asked(billing=buyer(country=None)), "ORDER_BILLING_COUNTRY_EMPTY", "BillingDetails.CountryCode"),
]


@pytest.mark.parametrize(("new", "code", "field"), REFUSED, ids=[f"{code} {field}" for _, code, field in REFUSED])
def test_what_is_wrong_is_refused_with_its_code_and_place(new: NewOrder, code: str, field: str) -> None:
    assert refusal(new) == (code, field)


@pytest.mark.parametrize("purchase_type", [PurchaseType.TAX, PurchaseType.SHIPPING])
def test_where_the_platform_sells_taxes_and_shipping_are_no_items(purchase_type: PurchaseType) -> None:
    new = asked(dynamic("1", purchase_type=purchase_type, tax_category="uuid"))

    assert refusal(new, AccountModel.MOR) == ("ORDER_PRODUCT_PURCHASE_TYPE_INVALID", "Items[0].PurchaseType")


def test_where_the_platform_sells_a_tax_category_is_required() -> None:
    assert refusal(asked(dynamic("1")), AccountModel.MOR) == (
        "ORDER_PRODUCT_TAX_CATEGORY_INVALID",
        "Items[0].ProductTaxCategoryUUID",
    )


@pytest.mark.parametrize(
    "new",
    [
        asked(),
        asked(item("BOOK", 99_999)),
        asked(billing=Address(first_name="A", last_name="B", email="a@b", country="RO")),
        asked(dynamic("1", recurrence=MONTHLY), dynamic("0", at=1, purchase_type=PurchaseType.COUPON)),
        asked(dynamic("3", options=(option("-2"),))),
    ],
)
def test_what_the_documents_allow_passes(new: NewOrder) -> None:
    check(new, account(), NOW)


def test_a_quote_asks_for_no_buyer() -> None:
    check_quoted(asked(billing=Address()), account(), NOW)


@pytest.mark.parametrize("country", ["US", "BR", "RO"])
def test_2x_orders_name_the_state_where_it_is_required(country: str) -> None:
    with pytest.raises(ApiError) as refused:
        check_state(buyer(country=country, state=" "), "BillingDetails")

    assert (refused.value.code, refused.value.field) == ("ORDER_BILLING_STATE_EMPTY", "BillingDetails.State")


def test_elsewhere_2x_orders_need_no_state() -> None:
    check_state(buyer(country="FR", state=None), "BillingDetails")
