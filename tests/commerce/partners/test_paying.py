"""Proformas are paid once, whatever dies in between and whoever else tries."""

import threading
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.errors import NotAllowed
from rpc_server.commerce.accounts.model import BasketLine, Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.orders.duties import SURPLUS
from rpc_server.commerce.partners import credit
from rpc_server.commerce.partners.duties import PROFORMA_PAYMENTS
from rpc_server.commerce.partners.model import BusinessModel
from rpc_server.commerce.partners.placing import place
from rpc_server.commerce.partners.proformas import paying, store
from rpc_server.commerce.partners.proformas import service as proformas
from rpc_server.commerce.partners.proformas.attempts import IN_FLIGHT
from rpc_server.commerce.partners.proformas.errors import (
    AlreadyPaid,
    AuthorizationFailed,
    NotDirect,
    PaymentDetailsNotSet,
    PaymentUnderWay,
    ProformaPaid,
    UnknownProforma,
)
from rpc_server.commerce.partners.proformas.model import PaidBy, PaymentDetails, Proforma
from rpc_server.commerce.partners.proformas.tables import ProformaPaymentRow
from rpc_server.commerce.payments import service as payments
from rpc_server.commerce.payments.model import AttemptStatus
from rpc_server.commerce.payments.tables import AttemptRow
from rpc_server.errors import ApiError
from rpc_server.gateways import CardDetails, Charge, Gateway, Outcome, Result
from rpc_server.gateways.simulator import Simulator
from tests.order_world import Crash, CrashingAfter, CrashingBefore, Recorder, Silent, engine
from tests.partner_world import PARTNER, PRICE_LIST, partners_of

OFFLINE = {way: PaymentDetails(way, None, None, None) for way in (PaidBy.WIRE, PaidBy.CHECK)}
PAYPAL = PaymentDetails(PaidBy.PAYPAL, None, None, None)
LATER = IN_FLIGHT + timedelta(seconds=1)


@pytest.fixture
def number(services: Services, merchant: Merchant) -> str:
    """A proforma of PARTNER1 over 190.40 EUR."""
    with engine(services, merchant) as context:
        partners_of(context, PARTNER)
        line = BasketLine(1001, 2, (), PRICE_LIST)
        reference = place(context, PARTNER.code, (line,), external_reference=None).order.reference or ""
        return proformas.create(context, PARTNER.code, [reference]).number


def by_card(context: Context, holder: str = "John Doe") -> PaymentDetails:
    card = CardDetails("4111111111111111", 6, 2030, holder, "123")
    return PaymentDetails(PaidBy.CC, None, "10.0.0.1", payments.store_card(context, card))


def pay(context: Context, number: str, holder: str = "John Doe") -> Proforma:
    return paying.pay(context, PARTNER.code, number, by_card(context, holder))


def stored(context: Context, number: str) -> tuple[str | None, bool]:
    """How the proforma is paid, and whether it is."""
    found = store.find(context, number)
    assert found is not None
    return found.payment_method, found.paid_at is not None


def authorised(context: Context) -> int:
    return context.session.scalar(
        select(func.count()).where(ProformaPaymentRow.status == AttemptStatus.AUTHORISED)
    ) or 0  # fmt: skip


def look_after(services: Services, merchant: Merchant, **parts: object) -> str | None:
    with engine(services, merchant, **parts) as context:
        return PROFORMA_PAYMENTS.carry_out(context)


def test_a_card_pays_it(services: Services, merchant: Merchant, number: str) -> None:
    gateway = Recorder()
    with engine(services, merchant, gateway=gateway) as context:
        paid = pay(context, number)

        assert (paid.payment_method, paid.paid_at) == ("CC", context.clock.now())
        assert stored(context, number) == ("CC", True)
        assert credit.available(context, PARTNER) == PARTNER.credit_limit
    (charge,) = gateway.charges
    assert (charge.amount, charge.currency, charge.is_recurring) == (Decimal("190.40"), "EUR", False)


def test_a_wallet_pays_it_without_a_page(services: Services, merchant: Merchant, number: str) -> None:
    with engine(services, merchant) as context:
        assert paying.pay(context, PARTNER.code, number, PAYPAL).payment_method == "PAYPAL"


@pytest.mark.parametrize("way", OFFLINE)
def test_what_is_paid_offline_stays_unpaid_until_the_money_is_there(
    services: Services, merchant: Merchant, number: str, way: PaidBy
) -> None:
    with engine(services, merchant) as context:
        assert paying.pay(context, PARTNER.code, number, OFFLINE[way]).paid_at is None
        assert stored(context, number) == (None, False)

        assert paying.receive(context, number, way).payment_method == way.value
        assert stored(context, number) == (way.value, True)


def test_a_declined_card_leaves_it_unpaid_and_payable(services: Services, merchant: Merchant, number: str) -> None:
    with engine(services, merchant) as context:
        with pytest.raises(AuthorizationFailed) as refused:
            pay(context, number, "Mona Doe")

        assert (refused.value.message, refused.value.hint) == ("Authorization error.", "Insufficient funds")
        assert stored(context, number) == (None, False)
        assert pay(context, number).payment_method == "CC"


def test_a_paid_one_is_not_paid_again(services: Services, merchant: Merchant, number: str) -> None:
    gateway = Recorder()
    with engine(services, merchant, gateway=gateway) as context:
        pay(context, number)

        with pytest.raises(ProformaPaid):
            pay(context, number)
        with pytest.raises(AlreadyPaid):
            paying.receive(context, number, PaidBy.WIRE)
    assert len(gateway.charges) == 1


def test_nothing_is_paid_without_details(services: Services, merchant: Merchant, number: str) -> None:
    with engine(services, merchant) as context, pytest.raises(PaymentDetailsNotSet):
        paying.pay(context, PARTNER.code, number, None)


def test_an_unknown_one_is_not_paid_for(context: Context) -> None:
    with pytest.raises(UnknownProforma):
        paying.receive(context, "999999999", PaidBy.WIRE)


def test_only_partners_of_the_direct_model_confirm(services: Services, merchant: Merchant, number: str) -> None:
    with engine(services, merchant) as context, pytest.raises(NotDirect):
        paying.confirm(context, PARTNER.code, number, "R-1")


def test_a_confirmed_payment_keeps_its_receipt(services: Services, merchant: Merchant) -> None:
    with engine(services, merchant) as context:
        partners_of(context, replace(PARTNER, business_model=BusinessModel.SERVICE_PROVIDER))
        line = BasketLine(1001, 1, (), PRICE_LIST)
        reference = place(context, PARTNER.code, (line,), external_reference=None).order.reference or ""
        proforma = proformas.create(context, PARTNER.code, [reference])

        paid = paying.confirm(context, PARTNER.code, proforma.number, "RRN-7")

        assert (paid.payment_method, paid.receipt_number) == ("WIRE", "RRN-7")
        assert store.find(context, proforma.number) == paid


def test_of_many_who_pay_at_once_one_does(services: Services, merchant: Merchant, number: str) -> None:
    gateway, together, outcomes = Recorder(), threading.Barrier(4), list[str]()

    def attempt() -> None:
        together.wait(timeout=10)
        try:
            with engine(services, merchant, gateway=gateway) as context:
                outcomes.append(str(pay(context, number).payment_method))
        except ApiError as refusal:
            outcomes.append(refusal.code)

    threads = [threading.Thread(target=attempt) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert len(gateway.charges) == 1
    assert sorted(outcomes) == ["CC", *["PAYMENT_PROFORMA"] * 3]


class Gate(Recorder):
    """Keeps every charge waiting until it is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.entered, self.opened = threading.Event(), threading.Event()

    def charge(self, charge: Charge) -> Result:
        self.entered.set()
        assert self.opened.wait(timeout=10)
        return super().charge(charge)


def test_a_payment_beside_a_payment_is_refused(services: Services, merchant: Merchant, number: str) -> None:
    gate = Gate()

    def first() -> None:
        with engine(services, merchant, gateway=gate) as context:
            pay(context, number)

    paying_first = threading.Thread(target=first)
    paying_first.start()
    assert gate.entered.wait(timeout=10)
    with engine(services, merchant, gateway=gate) as context:
        with pytest.raises(PaymentUnderWay):
            pay(context, number)
        with pytest.raises(PaymentUnderWay):
            paying.receive(context, number, PaidBy.WIRE)
    gate.opened.set()
    paying_first.join(timeout=10)

    assert len(gate.charges) == 1


def test_money_taken_before_a_crash_counts_when_it_is_looked_up(
    services: Services, merchant: Merchant, number: str, clock: SetClock
) -> None:
    gateway = CrashingAfter()
    with pytest.raises(Crash), engine(services, merchant, gateway=gateway) as context:
        pay(context, number)
    assert look_after(services, merchant, gateway=gateway) is None
    clock.advance(LATER)

    assert look_after(services, merchant, gateway=gateway) == f"{number} is paid"
    with engine(services, merchant) as context:
        assert stored(context, number) == ("CC", True)
        assert authorised(context) == 1
    assert look_after(services, merchant, gateway=gateway) is None


def test_a_charge_the_processor_never_saw_can_be_made_again(
    services: Services, merchant: Merchant, number: str, clock: SetClock
) -> None:
    with pytest.raises(Crash), engine(services, merchant, gateway=CrashingBefore()) as context:
        pay(context, number)
    clock.advance(LATER)

    assert look_after(services, merchant) == f"{number} is unpaid"
    with engine(services, merchant) as context:
        assert pay(context, number).payment_method == "CC"


def test_a_lost_answer_is_told_and_settled_later(
    services: Services, merchant: Merchant, number: str, clock: SetClock
) -> None:
    gateway = Silent()
    with engine(services, merchant, gateway=gateway) as context, pytest.raises(PaymentUnderWay):
        pay(context, number)
    clock.advance(LATER)

    assert look_after(services, merchant, gateway=gateway) == f"{number} is paid"


class TakenForLost(Recorder):
    """So slow that its first charge is given up, and the proforma paid otherwise, before it reaches the processor.

    ``dies_in_refund``: whoever asks it for the money back the first time dies then, and it gives it back.
    """

    def __init__(
        self, services: Services, merchant: Merchant, clock: SetClock, number: str, *, by_card: bool = False
    ) -> None:
        super().__init__()
        self._services, self._merchant, self._clock, self._number = services, merchant, clock, number
        self._is_paid_by_card = by_card
        self.dies_in_refund = False
        self.given_back: dict[str, Decimal] = {}

    def charge(self, charge: Charge) -> Result:
        if not self.charges:
            self._clock.advance(LATER)
            look_after(self._services, self._merchant)
            self.charges.append(charge)
            with engine(self._services, self._merchant, gateway=self) as context:
                self._pay_otherwise(context)
        return super().charge(charge)

    def refund(self, idempotency_key: str, transaction: str, amount: Decimal, currency: str) -> Result:
        given = super().refund(idempotency_key, transaction, amount, currency)
        if given.outcome is Outcome.AUTHORISED:
            self.given_back[given.transaction or ""] = amount
        if self.dies_in_refund:
            self.dies_in_refund = False
            raise Crash
        return given

    def _pay_otherwise(self, context: Context) -> None:
        if self._is_paid_by_card:
            pay(context, self._number)
        else:
            paying.receive(context, self._number, PaidBy.CHECK)


def statuses(context: Context, row: type[ProformaPaymentRow] | type[AttemptRow]) -> list[AttemptStatus]:
    return sorted(context.session.scalars(select(row.status)), key=lambda status: status.value)


def give_back(services: Services, merchant: Merchant, gateway: Gateway) -> str | None:
    with engine(services, merchant, gateway=gateway) as context:
        return SURPLUS.carry_out(context)


@pytest.mark.parametrize("by_card", [True, False], ids=["by another card", "by check"])
def test_money_that_moved_after_it_was_paid_otherwise_is_given_back_once(
    services: Services, merchant: Merchant, number: str, clock: SetClock, by_card: bool
) -> None:
    gateway = TakenForLost(services, merchant, clock, number, by_card=by_card)
    with engine(services, merchant, gateway=gateway) as context:
        assert pay(context, number).payment_method == ("CC" if by_card else "CHECK")
        assert authorised(context) == by_card
        assert statuses(context, AttemptRow) == [AttemptStatus.SURPLUS]

    assert (give_back(services, merchant, gateway) or "").endswith(": given back")
    assert give_back(services, merchant, gateway) is None

    with engine(services, merchant) as context:
        assert statuses(context, AttemptRow) == [AttemptStatus.RETURNED]
        assert AttemptStatus.SURPLUS in statuses(context, ProformaPaymentRow)
    assert list(gateway.given_back.values()) == [Decimal("190.40")]


def test_money_is_given_back_once_whoever_dies_giving_it(
    services: Services, merchant: Merchant, number: str, clock: SetClock
) -> None:
    gateway = TakenForLost(services, merchant, clock, number)
    with engine(services, merchant, gateway=gateway) as context:
        pay(context, number)
    gateway.dies_in_refund = True
    with pytest.raises(Crash):
        give_back(services, merchant, gateway)
    assert give_back(services, merchant, gateway) is None
    clock.advance(LATER)

    assert (give_back(services, merchant, gateway) or "").endswith(": given back")
    assert list(gateway.given_back.values()) == [Decimal("190.40")]


def test_the_processor_is_asked_while_no_transaction_is_open(
    services: Services, merchant: Merchant, number: str
) -> None:
    with engine(services, merchant, gateway=Simulator(services.database)) as context:
        assert pay(context, number).payment_method == "CC"


def test_a_live_account_pays_with_no_wallet_that_is_played(services: Services, merchant: Merchant, number: str) -> None:
    live = replace(merchant, is_live=True)
    with engine(services, live, gateway=Recorder()) as context, pytest.raises(NotAllowed):
        paying.pay(context, PARTNER.code, number, PAYPAL)
