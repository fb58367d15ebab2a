"""What a subscription is charged to, and the address where it is renewed by hand."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from rpc_server.commerce.context import Context
from rpc_server.commerce.payments import tokens
from rpc_server.commerce.payments.errors import InvalidEesToken
from rpc_server.commerce.payments.model import CardSummary
from rpc_server.commerce.payments.vault import Vault
from rpc_server.commerce.subscriptions import payment_information as payment
from rpc_server.commerce.subscriptions import service
from rpc_server.commerce.subscriptions.errors import NoPaymentMethod, SubscriptionDisabled, SubscriptionNotFound
from rpc_server.commerce.subscriptions.payment_information import PaymentInformation
from rpc_server.commerce.subscriptions.renewal_link import is_sealed, renewal_link
from rpc_server.gateways import CardDetails
from tests.subscription_world import NOW, REFERENCE, card_of, starter, subscribed

NEW_CARD = CardDetails("5555555555554444", 1, 2031, "Ada Lovelace")


def test_a_stored_card_is_shown_by_its_digits_and_expiry(context: Context) -> None:
    subscribed(context, card_id=card_of(context))

    assert payment.find(context, REFERENCE) == PaymentInformation("USD", CardSummary("4111", "1111", "visa", 12, 2030))


def test_of_a_card_the_processor_keeps_nothing_is_known(context: Context) -> None:
    subscribed(context, payment_token="pm_1")

    assert payment.find(context, REFERENCE) == PaymentInformation("USD", None)


def test_without_a_payment_method_there_is_nothing_to_show(context: Context) -> None:
    subscribed(context)

    with pytest.raises(NoPaymentMethod):
        payment.find(context, REFERENCE)


def test_a_token_replaces_the_card_and_is_spent(context: Context) -> None:
    held = subscribed(context, card_id=card_of(context))
    token = tokens.mint(context, NEW_CARD)

    changed = payment.replace_by_token(context, REFERENCE, token)

    assert service.find(context, REFERENCE) == changed
    assert changed == replace(held, card_id=changed.card_id, modified_at=NOW)
    assert payment.find(context, REFERENCE).card == CardSummary("5555", "4444", "mastercard", 1, 2031)
    with pytest.raises(InvalidEesToken):
        payment.replace_by_token(context, REFERENCE, token)


def test_a_disabled_subscription_takes_no_card(context: Context) -> None:
    subscribed(context, is_enabled=False)

    with pytest.raises(SubscriptionDisabled):
        payment.replace_by_token(context, REFERENCE, tokens.mint(context, NEW_CARD))


def test_another_merchant_neither_sees_nor_replaces_it(context: Context, stranger: Context) -> None:
    subscribed(context, card_id=card_of(context))

    with pytest.raises(SubscriptionNotFound):
        payment.find(stranger, REFERENCE)
    with pytest.raises(SubscriptionNotFound):
        payment.replace_by_token(stranger, REFERENCE, tokens.mint(stranger, NEW_CARD))


def test_the_renewal_address_names_the_subscription_and_carries_its_seal(context: Context) -> None:
    link = urlsplit(renewal_link(context, starter(), "https://shop.example"))
    query = {name: value for name, (value,) in parse_qs(link.query).items()}

    assert (link.scheme, link.netloc, link.path) == ("https", "shop.example", "/renewal/")
    assert (query["MERCHANT"], query["LICENSE"], len(query["HASH"])) == ("APITEST", REFERENCE, 32)
    assert is_sealed(context, REFERENCE, query["HASH"])


def test_the_seal_is_of_one_subscription_of_one_merchant(context: Context, stranger: Context) -> None:
    (seal,) = parse_qs(urlsplit(renewal_link(context, starter(), "")).query)["HASH"]

    assert not is_sealed(context, "OTHER", seal)
    assert not is_sealed(stranger, REFERENCE, seal)
    assert not is_sealed(context, REFERENCE, "é")


def test_the_seal_outlives_a_change_of_the_vaults_keys(context: Context) -> None:
    (seal,) = parse_qs(urlsplit(renewal_link(context, starter(), "")).query)["HASH"]
    rotated = replace(context, services=replace(context.services, vault=Vault([b"\1" * 32, bytes(range(32))])))

    assert is_sealed(rotated, REFERENCE, seal)


@pytest.mark.parametrize(
    "changes",
    [{"expires_at": None}, {"is_enabled": False}, {"expires_at": NOW - timedelta(days=1), "is_recurring": False}],
)
def test_what_cannot_be_renewed_has_no_such_address(context: Context, changes: dict[str, object]) -> None:
    assert renewal_link(context, starter(**changes), "https://shop.example") == ""
