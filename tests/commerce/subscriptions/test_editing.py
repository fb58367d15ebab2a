"""Subscriptions corrected as a whole: what may change does, everything else is passed over."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest
from sqlalchemy import select

from rpc_server.commerce.context import Context
from rpc_server.commerce.customers import service as customers
from rpc_server.commerce.customers.errors import CustomersDiffer
from rpc_server.commerce.customers.model import Address, NewCustomer
from rpc_server.commerce.notifications.tables import EventRow
from rpc_server.commerce.pricing.errors import CurrencyNotPriced
from rpc_server.commerce.subscriptions import service, store
from rpc_server.commerce.subscriptions.codes import service as codes
from rpc_server.commerce.subscriptions.codes.errors import CodeInvalid
from rpc_server.commerce.subscriptions.codes.model import Code, CodeFile, Delivery, ExtraInfo
from rpc_server.commerce.subscriptions.errors import NeverExpires, NoPaymentMethod
from rpc_server.commerce.subscriptions.managing.editing import NEVER, Corrections, update
from rpc_server.commerce.subscriptions.managing.errors import (
    ActivationDateInvalid,
    EndUserInvalid,
    ExpirationDateInvalid,
    OptionsInvalid,
    ProductInvalid,
    QuantityInvalid,
)
from rpc_server.commerce.subscriptions.model import Subscription
from rpc_server.errors import ApiError
from tests.subscription_world import ADA, NOW, REFERENCE, subscribed

AS_READ = Corrections(
    end_user=ADA,
    language="en",
    starts_on=date(2026, 2, 18),
    expires_on=date(2026, 3, 20),
    is_enabled=True,
    is_recurring=True,
    customer_reference=555000111,
    external_customer_reference="ada",
    product_id=101,
    product_name="Starter",
    product_version="1.2",
    quantity=1,
    options=(),
    receives_notifications=True,
    delivery=Delivery(),
)
KEYS = Delivery(
    description="Keys",
    codes=(
        Code(
            code="KEY-1",
            description="The first",
            extra_info=ExtraInfo(type="text", label="Seat", value="4"),
            files=(CodeFile(content="aGk=", length=2, name="hi.txt", type="text/plain"),),
        ),
    ),
)


def _waiting(context: Context) -> Subscription:
    """One that begins in ten days, for 30 days."""
    starts_at = NOW + timedelta(days=10)
    return subscribed(
        context,
        purchased_at=NOW,
        starts_at=starts_at,
        period_starts_at=starts_at,
        expires_at=starts_at + timedelta(days=30),
    )


def test_what_was_read_told_back_changes_and_tells_nothing(context: Context) -> None:
    held = subscribed(context)

    assert update(context, REFERENCE, AS_READ) == held
    assert update(context, REFERENCE, Corrections()) == held
    assert context.session.scalar(select(EventRow.reason)) is None


def test_a_lifetime_told_back_stays_one(context: Context) -> None:
    held = subscribed(context, expires_at=None)

    assert update(context, REFERENCE, Corrections(expires_on=NEVER)) == held


def test_the_end_user_changes_where_something_is_told_of_him(context: Context) -> None:
    held = subscribed(context)
    told = Corrections(end_user=Address(city="Paris", zip="", email="Ada@Example.org", country="FR"), language="fr")

    changed = update(context, REFERENCE, told)

    moved = msgspec.structs.replace(ADA, city="Paris", zip=None, email="Ada@Example.org", country="FR")
    assert changed == replace(held, end_user=moved, language="fr", modified_at=NOW)
    assert list(context.session.scalars(select(EventRow.reason))) == ["LICENCE_CHANGE"]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (Corrections(end_user=Address(email="nowhere")), "EndUser.Email"),
        (Corrections(end_user=Address(country="XX")), "EndUser.CountryCode"),
        (Corrections(language="xx"), "EndUser.Language"),
    ],
)
def test_an_end_user_who_cannot_be_is_refused(context: Context, told: Corrections, field: str) -> None:
    subscribed(context)

    with pytest.raises(EndUserInvalid) as refused:
        update(context, REFERENCE, told)

    assert refused.value.field == field


def test_another_expiration_date_keeps_the_hour_and_moves_the_anchor(context: Context) -> None:
    held = subscribed(context, expires_at=datetime(2026, 3, 20, 22, 30, tzinfo=UTC))

    changed = update(context, REFERENCE, Corrections(expires_on=date(2026, 5, 31)))

    expires_at = datetime(2026, 5, 30, 22, 30, tzinfo=UTC)
    assert changed == replace(held, expires_at=expires_at, anchor_day=31, modified_at=NOW)
    assert [entry.expires_at for entry in store.history(context, REFERENCE)] == [expires_at]


@pytest.mark.parametrize("day", [date(2026, 3, 9), date(2126, 3, 12)])
def test_an_expiration_date_in_the_past_or_far_ahead_is_refused(context: Context, day: date) -> None:
    subscribed(context)

    with pytest.raises(ExpirationDateInvalid):
        update(context, REFERENCE, Corrections(expires_on=day))


def test_an_expiration_date_before_the_start_is_refused(context: Context) -> None:
    _waiting(context)

    with pytest.raises(ExpirationDateInvalid):
        update(context, REFERENCE, Corrections(expires_on=date(2026, 3, 19)))


def test_a_lifetime_has_no_end_to_move(context: Context) -> None:
    subscribed(context, expires_at=None)

    with pytest.raises(NeverExpires):
        update(context, REFERENCE, Corrections(expires_on=date(2026, 5, 1)))


def test_what_waits_for_its_activation_begins_on_another_day_and_keeps_its_length(context: Context) -> None:
    held = _waiting(context)

    changed = update(context, REFERENCE, Corrections(starts_on=date(2026, 3, 15)))

    starts_at = NOW + timedelta(days=5)
    assert changed == replace(
        held,
        starts_at=starts_at,
        period_starts_at=starts_at,
        expires_at=starts_at + timedelta(days=30),
        anchor_day=14,
        modified_at=NOW,
    )


def test_the_activation_date_is_not_before_the_purchase(context: Context) -> None:
    _waiting(context)

    with pytest.raises(ActivationDateInvalid):
        update(context, REFERENCE, Corrections(starts_on=date(2026, 3, 9)))


def test_the_activation_date_of_an_active_subscription_stays(context: Context) -> None:
    subscribed(context)

    with pytest.raises(ActivationDateInvalid):
        update(context, REFERENCE, Corrections(starts_on=date(2026, 3, 12)))


def test_another_product_renews_it_from_its_next_renewal_on(context: Context) -> None:
    held = subscribed(context)

    changed = update(context, REFERENCE, Corrections(product_id=102, options=("phone", "Users=2")))

    assert (changed.product_code, changed.product_name, changed.product_id) == ("PRO", "Pro", 102)
    assert [option.value for option in changed.options] == ["phone", "Users=2"]
    assert changed.renewal_unit_price == Decimal(80 + 10 + 2 * 3)
    assert (changed.cycle_length, changed.cycle_unit) == (1, "M")
    assert (changed.expires_at, changed.paid_net) == (held.expires_at, held.paid_net)


def test_the_name_read_does_not_stick_to_another_product(context: Context) -> None:
    subscribed(context)

    assert update(context, REFERENCE, replace(AS_READ, product_id=102)).product_name == "Pro"


@pytest.mark.parametrize("product_id", [104, 105, 108, 999])
def test_a_product_it_cannot_be_one_of_is_refused(context: Context, product_id: int) -> None:
    held = subscribed(context)

    with pytest.raises(ProductInvalid) as refused:
        update(context, REFERENCE, Corrections(product_id=product_id))

    assert refused.value.field == "Product.ProductId"
    assert service.find(context, REFERENCE) == held


def test_another_quantity_and_options_renew_at_their_price(context: Context) -> None:
    held = subscribed(context, product_id=102, product_code="PRO")

    changed = update(context, REFERENCE, Corrections(quantity=3, options=("phone",), product_version="2"))

    assert (changed.quantity, changed.renewal_unit_price, changed.product_version) == (3, Decimal(90), "2")
    assert [option.value for option in changed.options] == ["phone"]
    assert changed.paid_net == held.paid_net


@pytest.mark.parametrize(
    ("told", "error", "field"),
    [
        (Corrections(quantity=0), QuantityInvalid, "Product.ProductQuantity"),
        (Corrections(quantity=100_000), QuantityInvalid, "Product.ProductQuantity"),
        (Corrections(options=("gold",)), OptionsInvalid, "Product.PriceOptionCodes"),
    ],
)
def test_a_quantity_or_options_that_are_not_sold_are_refused(
    context: Context, told: Corrections, error: type[ApiError], field: str
) -> None:
    subscribed(context)

    with pytest.raises(error) as refused:
        update(context, REFERENCE, told)

    assert refused.value.field == field


def test_a_product_without_a_price_in_the_currency_is_refused(context: Context) -> None:
    subscribed(context, currency="CHF")

    with pytest.raises(CurrencyNotPriced):
        update(context, REFERENCE, Corrections(quantity=2))


def test_a_dynamic_product_keeps_its_price_for_any_quantity(context: Context) -> None:
    held = subscribed(context, product_id=None, product_code=None)

    changed = update(context, REFERENCE, Corrections(quantity=4, product_name="Renamed"))

    assert changed == replace(held, quantity=4, product_name="Renamed", modified_at=NOW)


def test_disabled_and_enabled_again_it_renews_as_it_is_told(context: Context) -> None:
    held = subscribed(context, card_id="card")

    off = update(context, REFERENCE, replace(AS_READ, is_enabled=False))
    on = update(context, REFERENCE, replace(AS_READ, is_recurring=True))

    assert (off.is_enabled, off.is_recurring, off.disabled_at) == (False, False, NOW)
    assert on == replace(held, modified_at=NOW)


def test_automatic_renewal_switched_with_the_rest_is_told_as_what_it_is(context: Context) -> None:
    subscribed(context, card_id="card")

    update(context, REFERENCE, Corrections(is_recurring=False, language="fr"))
    update(context, REFERENCE, Corrections(is_recurring=True))

    told = select(EventRow.reason).order_by(EventRow.sequence)
    assert list(context.session.scalars(told)) == [
        "SCHEDULED_FOR_CANCELATION_ON_DEMAND",
        "REVERT_CANCELATION_ON_DEMAND",
    ]


def test_renewal_without_a_payment_method_is_refused(context: Context) -> None:
    subscribed(context, is_recurring=False)

    with pytest.raises(NoPaymentMethod):
        update(context, REFERENCE, Corrections(is_recurring=True))


def test_another_customer_is_named_by_what_changed(context: Context) -> None:
    subscribed(context)
    bob = customers.create(context, NewCustomer(address=ADA, external_reference="bob"))

    by_name = update(context, REFERENCE, replace(AS_READ, external_customer_reference="bob"))

    assert by_name.customer_reference == bob.reference
    eve = customers.create(context, NewCustomer(address=ADA, external_reference="eve"))
    with pytest.raises(CustomersDiffer):
        update(context, REFERENCE, replace(AS_READ, customer_reference=eve.reference))


def test_notifications_are_switched_off_by_the_flag(context: Context) -> None:
    held = subscribed(context)

    changed = update(context, REFERENCE, replace(AS_READ, receives_notifications=False))

    assert changed == replace(held, receives_notifications=False, modified_at=NOW)


def test_codes_told_take_the_place_of_those_it_had(context: Context) -> None:
    held = subscribed(context)

    update(context, REFERENCE, Corrections(delivery=KEYS))
    update(context, REFERENCE, Corrections(delivery=KEYS))

    assert codes.of_subscription(context, held) == KEYS


def test_a_code_without_characters_is_refused(context: Context) -> None:
    subscribed(context)

    with pytest.raises(CodeInvalid):
        update(context, REFERENCE, Corrections(delivery=Delivery(codes=(Code(code=""),))))
