"""A payment processor without money: the card holder's name decides what becomes of a charge."""

import hashlib
from decimal import Decimal

from rpc_server.gateways.interface import Charge, Outcome, Result
from rpc_server.gateways.simulator.behaviour import Behaviour, Judge, behaviour_of
from rpc_server.gateways.simulator.ledger import Ledger, ProcessLedger, Step, StoredLedger
from rpc_server.gateways.simulator.payment import SimulatedPayment, State
from rpc_server.storage import Database

TRANSACTION_PREFIX = "sim_"
"""What every transaction of the simulator begins with, and none of another processor."""

CHALLENGE_PATH = "/simulator/challenge/"
"""Where on this server the buyer is asked, with the transaction behind it."""

_NO_SUCH_TRANSACTION = Result(Outcome.DECLINED, reason="No such transaction")


class Simulator:
    """Answers charges by the holder's name or the token, unless ``judge`` decides, and the same one the same way for ever.

    With a ``database`` it remembers across processes and restarts; without one, in this process alone. A page
    of this server plays the bank: it shows what ``challenge`` tells and calls ``answer_challenge``.
    """

    name = "simulator"
    takes_cards = True

    def __init__(self, database: Database | None = None, judge: Judge | None = None) -> None:
        self._ledger: Ledger = ProcessLedger() if database is None else StoredLedger(database)
        self._judge = judge

    def charge(self, charge: Charge) -> Result:
        return self._pay(charge, State.CAPTURED)

    def authorise(self, charge: Charge) -> Result:
        return self._pay(charge, State.HELD)

    def capture(self, transaction: str) -> Result:
        return self._move(transaction, SimulatedPayment.captured, to=State.CAPTURED)

    def void(self, transaction: str) -> Result:
        return self._move(transaction, SimulatedPayment.voided, to=State.VOIDED)

    def refund(self, idempotency_key: str, transaction: str, amount: Decimal, currency: str) -> Result:
        payment = self._ledger.change(transaction, lambda paid: paid.with_refund(idempotency_key, amount, currency))
        if payment is None:
            return _NO_SUCH_TRANSACTION
        if payment.has_refund(idempotency_key):
            return Result(Outcome.AUTHORISED, transaction=_transaction("refund " + idempotency_key))
        return Result(Outcome.DECLINED, reason=payment.refund_refusal(amount, currency))

    def resume(self, transaction: str) -> Result:
        payment = self._ledger.holding(transaction)
        return _NO_SUCH_TRANSACTION if payment is None else _result(payment)

    def find(self, idempotency_key: str) -> Result | None:
        payment = self._ledger.find(idempotency_key)
        return None if payment is None else _result(payment)

    def challenge(self, transaction: str) -> SimulatedPayment | None:
        """The payment its buyer is asked about; None where nobody is (any more)."""
        payment = self._ledger.holding(transaction)
        return payment if payment is not None and payment.state is State.CHALLENGED else None

    def answer_challenge(self, transaction: str, *, is_passed: bool) -> Result:
        """What the buyer did at his bank; the first answer stands. ``void`` stands for one who gave up."""
        payment = self._ledger.change(
            transaction, SimulatedPayment.challenge_passed if is_passed else SimulatedPayment.challenge_failed
        )
        return _NO_SUCH_TRANSACTION if payment is None else _result(payment)

    def _pay(self, charge: Charge, agreed: State) -> Result:
        if charge.card is None and charge.token is None:
            return Result(Outcome.DECLINED, reason="No card")
        behaviour = self._judged(charge) or behaviour_of(charge)
        payment = self._ledger.write(_payment(charge, agreed, behaviour))
        return Result(Outcome.UNKNOWN) if behaviour.is_silent else _result(payment)

    def _judged(self, charge: Charge) -> Behaviour | None:
        """What the judge decides of a charge that was not answered before."""
        if self._judge is None or charge.faults is None or self._ledger.find(charge.idempotency_key) is not None:
            return None
        return self._judge.judge(charge.faults)

    def _move(self, transaction: str, step: Step, *, to: State) -> Result:
        payment = self._ledger.change(transaction, step)
        if payment is None:
            return _NO_SUCH_TRANSACTION
        if payment.state is to:
            return Result(Outcome.AUTHORISED, transaction)
        return Result(Outcome.DECLINED, reason=f"The payment is {payment.state.value}")


def _payment(charge: Charge, agreed: State, behaviour: Behaviour) -> SimulatedPayment:
    """The charge as it stands at first: challenged, or beyond that."""
    asked = SimulatedPayment(
        idempotency_key=charge.idempotency_key,
        transaction=_transaction(charge.idempotency_key),
        amount=charge.amount,
        currency=charge.currency,
        state=State.CHALLENGED,
        agreed=agreed,
        refusal=behaviour.recurring if charge.is_recurring else behaviour.first,
        return_url=charge.return_url,
    )
    if charge.is_recurring or not behaviour.is_challenged:
        return asked.challenge_passed()
    return asked if charge.return_url is not None else asked.challenge_failed("Authentication required")


def _result(payment: SimulatedPayment) -> Result:
    match payment.state:
        case State.DECLINED:
            return Result(Outcome.DECLINED, reason=payment.refusal)
        case State.VOIDED:
            return Result(Outcome.DECLINED, reason="Cancelled")
        case State.CHALLENGED:
            url = CHALLENGE_PATH + payment.transaction
            return Result(Outcome.CHALLENGE, payment.transaction, redirect_url=url)
        case State.HELD | State.CAPTURED:
            return Result(Outcome.AUTHORISED, payment.transaction)


def _transaction(key: str) -> str:
    return TRANSACTION_PREFIX + hashlib.sha256(key.encode()).hexdigest()[:24]
