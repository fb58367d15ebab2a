"""What an item may say beside its product: custom terms, a promotion of its own, additional fields; and shipping."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from rpc_server.commerce.catalog import service as catalog
from rpc_server.commerce.catalog import store as catalog_store
from rpc_server.commerce.catalog.additional_fields import service as fields
from rpc_server.commerce.catalog.additional_fields.model import AdditionalField, FieldScope, FieldType
from rpc_server.commerce.catalog.model import FieldAssignment
from rpc_server.commerce.context import Context
from rpc_server.commerce.orders import service
from rpc_server.commerce.orders.model import CustomTerms, ExtraField, NewItem, NewOrder, PurchaseType
from rpc_server.commerce.pricing.model import PriceType
from rpc_server.commerce.shipping import service as shipping
from rpc_server.commerce.shipping.model import ShippingMethod
from rpc_server.commerce.subscriptions import service as subscriptions
from rpc_server.errors import ApiError
from tests.order_world import GRACE, asked, item

COLOUR = AdditionalField("COLOUR", "Colour", FieldType.LISTBOX, FieldScope.PRODUCT, ("red", "blue"))
GERMAN = msgspec.structs.replace(GRACE, country="DE", state=None)
NOTE = AdditionalField("NOTE", "Note", FieldType.TEXT, FieldScope.ORDER)


def refused(context: Context, new: NewOrder) -> tuple[str, str | None]:
    with pytest.raises(ApiError) as refusal:
        service.place(context, new)
    return refusal.value.code, refusal.value.field


def plan(**changes: Any) -> NewItem:
    return item("PLAN", **changes)


def red(code: str = "COLOUR", value: str | None = "red") -> tuple[ExtraField, ...]:
    return (ExtraField(code, None, value),)


def test_a_subscription_renews_as_agreed_for_it_alone(context: Context) -> None:
    terms = CustomTerms(15, "DAY", Decimal("12.50"), PriceType.NET, 2, "YEAR")

    placed = service.place(context, asked(plan(custom_terms=terms)))

    (born,) = subscriptions.of_order(context, placed.reference or "")
    assert (born.cycle_length, born.cycle_unit, born.renewal_unit_price) == (15, "D", Decimal("12.50"))
    assert service.find(context, placed.reference or "").lines[0].custom_terms == terms


def test_an_agreed_cycle_alone_leaves_the_price_of_the_catalogue(context: Context) -> None:
    placed = service.place(context, asked(plan(custom_terms=CustomTerms(1, "YEAR"))))

    (born,) = subscriptions.of_order(context, placed.reference or "")
    assert (born.cycle_length, born.cycle_unit, born.renewal_unit_price) == (12, "M", Decimal(25))


def test_an_agreed_price_with_tax_is_kept_without_it_where_the_product_is_priced_so(context: Context) -> None:
    terms = CustomTerms(amount=Decimal(12), amount_type=PriceType.GROSS)
    order = service.quote(context, asked(plan(custom_terms=terms), billing=GERMAN))

    assert order.lines[0].renewal_unit_price == Decimal(10)


@pytest.mark.parametrize(
    ("new", "code", "member"),
    [
        (item("BOOK", custom_terms=CustomTerms(1, "MONTH")), "CUSTOM_SETTINGS", ""),
        (plan(custom_terms=CustomTerms(1, "WEEK")), "CUSTOM_SETTINGS", ".CycleLength"),
        (plan(custom_terms=CustomTerms(1)), "CUSTOM_SETTINGS", ".CycleLength"),
        (plan(custom_terms=CustomTerms(amount=Decimal(-1))), "CUSTOM_SETTINGS", ".CycleAmount"),
    ],
)
def test_terms_that_cannot_be_are_refused(context: Context, new: NewItem, code: str, member: str) -> None:
    assert refused(context, asked(new)) == (
        f"ORDER_PRODUCT_SUBSCRIPTION_{code}_INVALID",
        f"Items[0].SubscriptionCustomSettings{member}",
    )


def test_a_promotion_named_by_an_item_is_for_that_item_alone(context: Context) -> None:
    own = service.quote(context, asked(item("BOOK", promotion="save30"), item("BOOK", at=1)))
    shared = service.quote(context, asked(item("BOOK"), item("BOOK", at=1), promotions=("SAVE30",)))

    assert [line.price.discount for line in own.lines] == [Decimal("5.99"), Decimal(0)]
    assert [line.price.discount for line in shared.lines] == [Decimal("5.99"), Decimal("5.99")]


def test_a_promotion_no_coupon_opens_is_refused_where_it_was_named(context: Context) -> None:
    assert refused(context, asked(item("BOOK", promotion="GONE"))) == ("ORDER_PROMOTION_INVALID", "Items[0].Promotion")


def ask_for(context: Context, field: AdditionalField, *, is_required: bool = True) -> None:
    fields.add(context, field)
    fields.assign(context, "BOOK", FieldAssignment(field.code, is_required))


def test_a_required_field_of_a_product_must_be_filled_in_for_its_item(context: Context) -> None:
    ask_for(context, COLOUR)

    assert refused(context, asked(extra_fields=red())) == (
        "ORDER_ADDITIONAL_FIELD_EMPTY",
        "Items[0].AdditionalFields",
    )
    assert service.place(context, asked(item("BOOK", extra_fields=red()))).lines[0].extra_fields == red()


def test_a_required_field_of_the_order_is_filled_in_once_for_all_items(context: Context) -> None:
    ask_for(context, NOTE)

    assert refused(context, asked(item("BOOK", extra_fields=red("NOTE", "hello")))) == (
        "ORDER_ADDITIONAL_FIELD_EMPTY",
        "AdditionalFields",
    )
    assert service.place(context, asked(extra_fields=red("NOTE", "hello"))).reference


def test_a_list_takes_only_what_it_offers(context: Context) -> None:
    ask_for(context, COLOUR, is_required=False)

    assert refused(context, asked(item("BOOK", extra_fields=red(value="green")))) == (
        "ORDER_ADDITIONAL_FIELD_INVALID",
        "Items[0].AdditionalFields[0].Value",
    )
    assert service.place(context, asked()).reference


def test_a_quote_needs_no_fields(context: Context) -> None:
    ask_for(context, COLOUR)

    assert service.quote(context, asked()).totals.net == Decimal("19.95")


@pytest.fixture
def parcels(context: Context) -> Context:
    """BOOK is tangible; POST costs 10 and COURIER 25."""
    product = catalog.product_to_change(context, "BOOK")
    catalog_store.update_product(context, replace(product, is_tangible=True))
    shipping.add_method(context, ShippingMethod("POST", "Post", (("USD", Decimal(10)),)))
    shipping.add_method(context, ShippingMethod("COURIER", "Courier", (("USD", Decimal(25)),)))
    context.session.flush()
    return context


@pytest.mark.parametrize(("wanted", "net"), [(None, 10), ("POST", 10), ("COURIER", 25)])
def test_goods_bring_a_line_for_their_shipping(parcels: Context, wanted: str | None, net: int) -> None:
    order = service.quote(parcels, asked(shipping_method=wanted))

    line = order.lines[1]
    assert (line.code, line.name) == ("SHIPPING_GENERIC_PRODUCT", "NG_SHIPPING_GENERIC_PRODUCT")
    assert (line.purchase_type, line.price.net, order.shipping_method) == (
        PurchaseType.SHIPPING,
        Decimal(net),
        wanted or "POST",
    )
    assert order.totals.net == Decimal("19.95") + net


def test_an_order_with_shipping_is_kept_whole(parcels: Context) -> None:
    placed = service.place(parcels, asked())

    assert service.find(parcels, placed.reference or "").shipping_method == "POST"


def test_a_shipping_method_that_is_not_there_is_refused(parcels: Context) -> None:
    assert refused(parcels, asked(shipping_method="PIGEON")) == (
        "ORDER_SHIPPING_METHOD_INVALID",
        "DeliveryInformation.ShippingMethod.Code",
    )


def test_what_is_not_sent_costs_no_shipping(parcels: Context) -> None:
    assert len(service.quote(parcels, asked(item("GUARD"), shipping_method="PIGEON")).lines) == 1
