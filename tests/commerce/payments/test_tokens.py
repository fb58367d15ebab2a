"""Tokens for cards: ten minutes, one order, one merchant."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.payments import tokens
from rpc_server.commerce.payments.errors import InvalidEesToken, TransientTokenInvalid
from rpc_server.commerce.payments.model import TokenKind
from rpc_server.commerce.payments.service import open_card
from tests.order_world import card, engine


def test_a_token_stands_for_its_card_without_the_security_code(context: Context) -> None:
    token = tokens.mint(context, card("John Doe"))

    spent = tokens.spend(context, TokenKind.EES, token)

    assert spent.card_id is not None
    stored = open_card(context, spent.card_id)
    assert (stored.number, stored.holder_name, stored.security_code) == ("4111111111111111", "John Doe", None)


def test_a_token_is_taken_in_any_case_and_with_blanks_around(context: Context) -> None:
    token = tokens.mint(context, card())

    assert tokens.spend(context, TokenKind.EES, f" {token.upper()} ").is_test is False


def test_a_token_lives_ten_minutes(context: Context, clock: SetClock) -> None:
    early, late = tokens.mint(context, card()), tokens.mint(context, card())
    clock.advance(timedelta(minutes=10, seconds=-1))
    tokens.spend(context, TokenKind.EES, early)
    clock.advance(timedelta(seconds=1))

    with pytest.raises(InvalidEesToken):
        tokens.spend(context, TokenKind.EES, late)


def test_a_spent_token_is_refused(context: Context) -> None:
    token = tokens.mint(context, card())
    tokens.spend(context, TokenKind.EES, token)

    with pytest.raises(InvalidEesToken) as refusal:
        tokens.spend(context, TokenKind.EES, token)

    assert refusal.value.field == "PaymentDetails.PaymentMethod.EesToken"


def test_a_token_for_a_stored_card_remembers_whether_that_paid_a_test_order(context: Context) -> None:
    stored = tokens.spend(context, TokenKind.EES, tokens.mint(context, card()))
    token = tokens.mint_for_stored(context, stored.card_id, is_test=True)

    assert tokens.spend(context, TokenKind.TRANSIENT, token) == tokens.TokenCard(stored.card_id, is_test=True)


def test_a_token_of_one_kind_is_none_of_the_other(context: Context) -> None:
    stored = tokens.spend(context, TokenKind.EES, tokens.mint(context, card()))
    token = tokens.mint_for_stored(context, stored.card_id, is_test=False)

    with pytest.raises(InvalidEesToken):
        tokens.spend(context, TokenKind.EES, token)


def test_an_unknown_transient_token_is_refused(context: Context) -> None:
    with pytest.raises(TransientTokenInvalid):
        tokens.spend(context, TokenKind.TRANSIENT, "never minted")


def test_a_token_is_good_at_its_own_merchant_alone(
    services: Services, merchant: Merchant, other_merchant: Merchant
) -> None:
    with engine(services, merchant) as context:
        token = tokens.mint(context, card())

    with engine(services, other_merchant) as context, pytest.raises(InvalidEesToken):
        tokens.spend(context, TokenKind.EES, token)


def test_of_those_who_spend_a_token_at_once_one_does(services: Services, merchant: Merchant) -> None:
    with engine(services, merchant) as context:
        token = tokens.mint(context, card())

    def spend(_: int) -> bool:
        with engine(services, merchant) as context:
            try:
                tokens.spend(context, TokenKind.EES, token)
            except InvalidEesToken:
                return False
            return True

    with ThreadPoolExecutor(5) as pool:
        assert sorted(pool.map(spend, range(5))) == [False, False, False, False, True]
