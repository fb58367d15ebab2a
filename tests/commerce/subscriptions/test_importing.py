"""Subscriptions that began elsewhere: taken over once, with their customer, their card and their price."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from rpc_server.commerce.accounts.errors import NotAllowed
from rpc_server.commerce.context import Context
from rpc_server.commerce.customers import service as customers
from rpc_server.commerce.customers.errors import CustomerNotFound
from rpc_server.commerce.customers.model import Address, NewCustomer
from rpc_server.commerce.notifications import service as notifications
from rpc_server.commerce.notifications.model import Endpoint, NotificationKind
from rpc_server.commerce.notifications.tables import EventRow
from rpc_server.commerce.payments import service as payments
from rpc_server.commerce.payments.errors import CardNumberInvalid
from rpc_server.commerce.payments.tables import CardRow
from rpc_server.commerce.subscriptions import service
from rpc_server.commerce.subscriptions.codes import service as codes
from rpc_server.commerce.subscriptions.codes.errors import CodeInvalid
from rpc_server.commerce.subscriptions.codes.model import Code, Delivery
from rpc_server.commerce.subscriptions.importing.errors import (
    ExternalReferenceInvalid,
    ExternalReferenceMissing,
    ExternalReferenceTaken,
    ImportedTestInvalid,
    ImportPriceInvalid,
    PartnerUnknown,
)
from rpc_server.commerce.subscriptions.importing.model import CustomTerms, ImportedSubscription
from rpc_server.commerce.subscriptions.importing.service import add
from rpc_server.commerce.subscriptions.managing.errors import (
    EndUserInvalid,
    ExpirationDateInvalid,
    OptionsInvalid,
    ProductInvalid,
    QuantityInvalid,
)
from rpc_server.commerce.subscriptions.model import CustomPrice
from rpc_server.commerce.subscriptions.renewals.service import next_renewal_price
from rpc_server.commerce.subscriptions.search import SubscriptionSearch
from rpc_server.commerce.subscriptions.tables import SubscriptionRow
from rpc_server.errors import ApiError
from rpc_server.gateways import CardDetails
from tests.subscription_world import ADA, NOW

CARD = CardDetails("4111111111111111", 12, 2030, "", security_code="123")
BEGAN = datetime(2025, 6, 30, 22, 0, 1, tzinfo=UTC)
ENDS = datetime(2026, 6, 30, 22, 0, 1, tzinfo=UTC)


def _told(**changes: object) -> ImportedSubscription:
    """Two units of PRO with telephone support and a user, from July to June, without a card."""
    told = ImportedSubscription(
        external_reference="ELSEWHERE-1",
        starts_at=BEGAN,
        expires_at=ENDS,
        product_code=None,
        product_id=102,
        end_user=ADA,
        quantity=2,
        options=("phone",),
        value=Decimal(150),
    )
    return replace(told, **changes)  # type: ignore[arg-type]


def test_it_is_stored_as_told_and_gets_a_new_customer(context: Context) -> None:
    added = add(context, _told())

    assert service.find(context, added.reference) == added
    customer = customers.customer_by_reference(context, added.customer_reference or 0)
    assert customer is not None
    assert customer.address == ADA
    assert (added.product_code, added.product_name, added.quantity) == ("PRO", "Pro", 2)
    assert [option.value for option in added.options] == ["phone"]
    assert (added.starts_at, added.expires_at, added.anchor_day) == (BEGAN, ENDS, 1)
    assert (added.paid_net, added.renewal_unit_price, added.currency) == (Decimal(150), Decimal(90), "USD")
    assert (added.external_reference, added.is_recurring, added.card_id) == ("ELSEWHERE-1", False, None)
    assert service.history(context, added.reference) == []
    assert list(context.session.scalars(select(EventRow.reason))) == ["LICENCE_CHANGE"]


def test_a_reference_is_imported_once(context: Context) -> None:
    add(context, _told())
    context.work.commit()

    with pytest.raises(ExternalReferenceTaken):
        add(context, _told(product_id=101, options=()))

    context.work.rollback()
    assert context.session.scalar(select(func.count()).select_from(SubscriptionRow)) == 1


def test_another_merchant_may_have_the_same_reference(context: Context, stranger: Context) -> None:
    add(context, _told())

    with pytest.raises(ProductInvalid):
        add(stranger, _told())


@pytest.mark.parametrize("by", ["number", "name", "both"])
def test_it_is_attached_to_the_customer_named(context: Context, by: str) -> None:
    bob = customers.create(context, NewCustomer(address=replace_city(ADA), external_reference="bob"))

    added = add(
        context,
        _told(
            customer_reference=None if by == "name" else bob.reference,
            external_customer_reference=None if by == "number" else "bob",
        ),
    )

    assert (added.customer_reference, added.external_customer_reference) == (bob.reference, "bob")
    assert (added.billing.city, added.end_user.city) == ("Paris", "London")


def replace_city(address: Address) -> Address:
    return Address(first_name=address.first_name, email=address.email, country="FR", city="Paris")


def test_a_customer_without_that_name_yet_is_made_under_it(context: Context) -> None:
    first = add(context, _told(external_customer_reference="new"))
    second = add(context, _told(external_reference="2", external_customer_reference="new"))

    assert first.external_customer_reference == "new"
    assert second.customer_reference == first.customer_reference


def test_an_unknown_customer_number_is_refused(context: Context) -> None:
    with pytest.raises(CustomerNotFound):
        add(context, _told(customer_reference=1))


def test_with_a_card_it_renews_by_itself_and_the_card_is_in_the_vault(context: Context) -> None:
    added = add(context, _told(card=CARD))

    assert (added.is_recurring, added.bills_at) == (True, ENDS)
    assert added.card_id is not None
    stored = payments.open_card(context, added.card_id)
    assert (stored.number, stored.holder_name, stored.security_code) == (CARD.number, "Ada Lovelace", None)
    sealed = context.session.scalar(select(CardRow.sealed))
    assert sealed is not None
    assert CARD.number.encode() not in sealed


def test_a_custom_price_holds_for_its_cycles(context: Context) -> None:
    added = add(context, _told(custom=CustomTerms(Decimal("49.99"), 2), currency="EUR"))

    assert added.custom_price == CustomPrice(amount=Decimal("49.99"), currency="EUR", cycles_left=2)
    assert next_renewal_price(context, added.reference).net == Decimal("49.99")
    assert added.renewal_unit_price == Decimal(49)


def test_what_was_delivered_elsewhere_is_kept_and_found(context: Context) -> None:
    delivery = Delivery(description="Keys", codes=(Code(code="KEY-1"), Code(code="KEY-2", description="Second")))

    added = add(context, _told(delivery=delivery))

    assert codes.of_subscription(context, added) == delivery
    assert service.search(context, SubscriptionSearch(delivered_code="KEY-2")) == ([added], 1)
    assert service.search(context, SubscriptionSearch(delivered_code="KEY-3")) == ([], 0)


def test_a_lifetime_never_ends(context: Context) -> None:
    added = add(context, _told(product_id=104, options=(), expires_at=None))

    assert (added.is_lifetime, added.cycle.is_lifetime) == (True, True)


def test_one_that_begins_later_waits_for_its_activation(context: Context) -> None:
    added = add(context, _told(starts_at=NOW + timedelta(days=2)))

    assert added.purchased_at == NOW
    assert list(context.session.scalars(select(EventRow.reason))) == ["LICENCE_PENDING_ACTIVATION"]


def test_a_test_subscription_takes_a_card_of_published_samples(context: Context) -> None:
    assert add(context, _told(is_test=True, card=CARD)).is_test


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"external_reference": ""}, ExternalReferenceMissing, "ExternalSubscriptionReference"),
        ({"external_reference": "x" * 256}, ExternalReferenceInvalid, "ExternalSubscriptionReference"),
        ({"quantity": 0}, QuantityInvalid, "Product.ProductQuantity"),
        ({"end_user": Address(country="GB")}, EndUserInvalid, "EndUser.Email"),
        ({"end_user": Address(email="a@b")}, EndUserInvalid, "EndUser.CountryCode"),
        ({"end_user": Address(email="a@b", country="XX")}, EndUserInvalid, "EndUser.CountryCode"),
        ({"expires_at": BEGAN}, ExpirationDateInvalid, "ExpirationDate"),
        ({"expires_at": NOW - timedelta(days=1), "card": CARD}, ExpirationDateInvalid, "ExpirationDate"),
        ({"currency": "XXX"}, ImportPriceInvalid, "SubscriptionValueCurrency"),
        ({"value": Decimal(-1)}, ImportPriceInvalid, "SubscriptionValue"),
        ({"custom": CustomTerms(Decimal(-1), 1)}, ImportPriceInvalid, "NextRenewalPrice"),
        ({"custom": CustomTerms(Decimal(1), 0)}, ImportPriceInvalid, "CustomPriceBillingCyclesLeft"),
        ({"product_id": 105}, ProductInvalid, "Product.ProductCode"),
        ({"product_id": None}, ProductInvalid, "Product.ProductCode"),
        ({"product_code": "NOTHING"}, ProductInvalid, "Product.ProductCode"),
        ({"options": ("gold",)}, OptionsInvalid, "Product.PriceOptionCodes"),
        ({"partner_code": "NOBODY"}, PartnerUnknown, "PartnerCode"),
        ({"partner_code": "NOBODY", "is_test": True}, ImportedTestInvalid, "Test"),
        ({"card": replace(CARD, number="4012888888881881"), "is_test": True}, ImportedTestInvalid, "CardPayment"),
        ({"card": replace(CARD, number="4111111111111112")}, CardNumberInvalid, "CardPayment.CardNumber"),
        ({"delivery": Delivery(codes=(Code(code=""),))}, CodeInvalid, "DeliveryInfo.Codes[0].Code"),
    ],
)
def test_what_cannot_be_taken_over_is_refused(
    context: Context, changes: dict[str, object], error: type[ApiError], field: str
) -> None:
    with pytest.raises(error) as refused:
        add(context, _told(**changes))

    assert refused.value.field == field


def test_an_account_without_test_orders_takes_no_test_subscriptions(context: Context) -> None:
    strict = replace(context, merchant=replace(context.merchant, accepts_test_orders=False))

    with pytest.raises(NotAllowed):
        add(strict, _told(is_test=True))


def test_the_merchants_endpoint_gets_a_message_of_it(context: Context) -> None:
    notifications.add_endpoint(context, Endpoint("shop", NotificationKind.LCN, "https://shop.example/lcn"))

    added = add(context, _told())

    (messages,) = context.session.scalars(select(EventRow.messages).where(EventRow.reference == added.reference))
    assert messages is not None
    fields = dict(messages["LCN"])
    assert (fields["LICENSE_CODE"], fields["LICENSE_PRODUCT_CODE"]) == (added.reference, "PRO")
    assert (fields["DISPATCH_REASON"], fields["ORIGINAL_ORDER_REFERENCE"]) == ("LICENCE_CHANGE", "")
