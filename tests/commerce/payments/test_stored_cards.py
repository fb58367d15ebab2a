"""Cards on file: what is kept, what is never kept."""

from dataclasses import replace

import pytest
from sqlalchemy import select, text

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.payments import service
from rpc_server.commerce.payments.model import CardSummary, NewPayment, PaymentType
from rpc_server.commerce.payments.tables import CardRow
from rpc_server.commerce.payments.vault import Vault
from rpc_server.gateways import Charge
from tests.order_world import card, engine

OLD, NEW = bytes(range(32)), bytes(range(32, 64))


def test_a_stored_card_comes_back_without_its_security_code(context: Context) -> None:
    card_id = service.store_card(context, card())

    assert service.open_card(context, card_id) == replace(card(), security_code=None)
    assert service.card_summary(context, card_id) == CardSummary("4111", "1111", "visa", 12, 2020)


def test_no_column_holds_the_number_or_the_security_code(context: Context) -> None:
    unusual = replace(card(), security_code="9876")
    service.store_card(context, unusual)

    row = context.session.execute(text("select * from cards")).one()

    shown = " ".join(str(bytes(value) if isinstance(value, memoryview) else value) for value in row)
    assert unusual.number not in shown
    assert "9876" not in shown


def test_the_same_number_has_the_same_fingerprint(context: Context) -> None:
    for holder in ("John Doe", "Mike Doe"):
        service.store_card(context, card(holder))

    assert len(set(context.session.scalars(select(CardRow.fingerprint)))) == 1


def test_no_merchant_opens_the_card_of_another(
    services: Services, merchant: Merchant, other_merchant: Merchant
) -> None:
    with engine(services, merchant) as context:
        card_id = service.store_card(context, card())

    with engine(services, other_merchant) as stranger, pytest.raises(service.UnknownCard):
        service.open_card(stranger, card_id)


def test_cards_are_sealed_anew_in_a_rotation(services: Services, merchant: Merchant) -> None:
    with engine(services, merchant, vault=Vault([OLD])) as context:
        card_id = service.store_card(context, card())
    with engine(services, merchant, vault=Vault([NEW, OLD])) as context:
        assert service.reseal_cards(context) == 1
        assert service.reseal_cards(context) == 0

    with engine(services, merchant, vault=Vault([NEW])) as context:
        assert service.open_card(context, card_id).number == card().number


def test_no_repr_shows_a_card_number() -> None:
    unusual = replace(card(), security_code="9876")
    charge = Charge("key", amount=1, currency="USD", card=unusual, is_recurring=False, is_test=True)  # type: ignore[arg-type]

    shown = repr((unusual, charge, NewPayment(PaymentType.CC, "USD", unusual)))

    assert unusual.number not in shown
    assert "9876" not in shown
