"""Paying proformas: by card or wallet once, by wire or check when the money is there."""

from dataclasses import replace

from rpc_server.commerce.accounts.errors import NotAllowed
from rpc_server.commerce.context import Context
from rpc_server.commerce.partners import releasing, service
from rpc_server.commerce.partners.errors import NoPartnerSet
from rpc_server.commerce.partners.model import BusinessModel, Partner
from rpc_server.commerce.partners.proformas import attempts, errors, store
from rpc_server.commerce.partners.proformas.attempts import ProformaAttempt
from rpc_server.commerce.partners.proformas.model import PaidBy, PaymentDetails, Proforma
from rpc_server.commerce.partners.proformas.service import payable
from rpc_server.commerce.payments import attempts as order_attempts
from rpc_server.commerce.payments import service as payments
from rpc_server.commerce.payments.model import Attempt, AttemptStatus
from rpc_server.gateways import CardNotTaken, Charge, Outcome, Result
from rpc_server.gateways.simulator import WALLET_TOKEN, Simulator

_NEVER_SEEN = Result(Outcome.DECLINED, reason="The processor never received the charge")


def pay(context: Context, partner_code: str | None, number: str | None, details: PaymentDetails | None) -> Proforma:
    """Pay the proforma and answer it as it stands then; what waited for its money is delivered.

    By card or wallet it is charged and Paid; by wire or check it stays unpaid until ``receive`` tells of the money.
    Commits before and after the processor is asked, and charges once, whoever else tries meanwhile. Raises
    ``NoPartnerSet``, ``PaymentDetailsNotSet``, ``ProformaPaid``, ``PaymentUnderWay``, and ``AuthorizationFailed``
    where the processor declines: the proforma can be paid again then.
    """
    partner = service.chosen_partner(context, partner_code, is_locked=True)
    if number is None or details is None:
        raise errors.PaymentDetailsNotSet(hint="Call setProforma and setPaymentDetails first, in this order.")
    proforma = payable(context, partner, number)
    if details.paid_by.is_offline:
        store.change(context, number, awaited_by=details.paid_by)
        return proforma
    _check_processor(context, details)
    attempt = attempts.open_attempt(context, proforma, details.paid_by)
    if attempt is None:
        raise errors.PaymentUnderWay(hint="Read the invoice again in some minutes.")
    charge = _charge(context, attempt, details)
    context.work.commit()
    result = context.services.gateway.charge(charge)
    return _told(_settle(context, partner.code, attempt, result), result)


def receive(context: Context, number: str, paid_by: PaidBy, receipt_number: str | None = None) -> Proforma:
    """Note that money for the proforma arrived; what waited for it is delivered. Once.

    Raises ``UnknownProforma``, ``AlreadyPaid``, and ``PaymentUnderWay`` while a charge has no outcome.
    """
    known = store.find(context, number)
    if known is None:
        raise errors.UnknownProforma(field="proformaNo")
    partner = service.locked(context, known.partner_code)
    proforma = store.find(context, number) or known
    if proforma.paid_at is not None or proforma.canceled_at is not None:
        raise errors.AlreadyPaid(field="proformaNo")
    if attempts.is_under_way(context, proforma):
        raise errors.PaymentUnderWay(field="proformaNo")
    return _paid(context, partner, proforma, paid_by, receipt_number)


def confirm(context: Context, partner_code: str | None, number: str | None, receipt_number: str | None) -> Proforma:
    """Note that a partner of the direct model paid the merchant himself.

    Raises ``NotOfThePartner``, ``UnknownProforma``, ``AlreadyPaid``, ``NotDirect`` and ``PaymentUnderWay``.
    """
    try:
        partner = service.chosen_partner(context, partner_code)
    except NoPartnerSet as refusal:
        raise errors.NotOfThePartner(hint=refusal.hint) from refusal
    proforma = store.find(context, number) if number else None
    if proforma is None:
        raise errors.UnknownProforma(field="proformaNo")
    if proforma.partner_code != partner.code:
        raise errors.NotOfThePartner(field="proformaNo")
    if proforma.paid_at is not None:
        raise errors.AlreadyPaid(field="proformaNo")
    if partner.business_model is not BusinessModel.SERVICE_PROVIDER:
        raise errors.NotDirect
    return receive(context, proforma.number, PaidBy.WIRE, receipt_number)


def resolve(context: Context, attempt: ProformaAttempt) -> Proforma | None:
    """Ask the processor what became of an attempt left open; None while it cannot tell. Commits."""
    context.work.commit()
    result = context.services.gateway.find(attempt.idempotency_key) or _NEVER_SEEN
    proforma = store.find(context, attempt.number)
    if proforma is None or result.outcome not in (Outcome.AUTHORISED, Outcome.DECLINED):
        return None
    return _settle(context, proforma.partner_code, attempt, result)


def _settle(context: Context, partner_code: str, attempt: ProformaAttempt, result: Result) -> Proforma:
    """Write what became of the attempt and of its proforma, unless someone else did meanwhile; commits.

    The partner is held first, as everywhere. Money that came for a proforma paid otherwise by now is surplus.
    """
    partner = service.locked(context, partner_code)
    proforma = store.find(context, attempt.number)
    if proforma is None:
        raise LookupError(f"there is no proforma {attempt.number}")
    is_authorised = result.outcome is Outcome.AUTHORISED
    is_surplus = is_authorised and (proforma.paid_at is not None or attempts.is_superseded(context, attempt))
    is_settled = attempts.settle(context, attempt, result, is_surplus=is_surplus)
    if is_settled and is_surplus:
        order_attempts.note_surplus(context, _surplus(context, proforma, attempt, result))
    elif is_settled and is_authorised:
        proforma = _paid(context, partner, proforma, attempt.paid_by, None)
    context.work.commit()
    return proforma


def _surplus(context: Context, proforma: Proforma, attempt: ProformaAttempt, result: Result) -> Attempt:
    """The money of an attempt that pays for nothing, at the first order of its proforma, to be given back there."""
    now = context.clock.now()
    return Attempt(
        attempt_id=attempt.attempt_id,
        order_reference=proforma.orders[0],
        amount=attempt.amount,
        currency=attempt.currency,
        idempotency_key=attempt.idempotency_key,
        status=AttemptStatus.SURPLUS,
        started_at=now,
        settled_at=now,
        transaction=result.transaction,
        reason=f"charged for proforma {proforma.number}, which was paid otherwise",
    )


def _told(proforma: Proforma, result: Result) -> Proforma:
    match result.outcome:
        case Outcome.AUTHORISED if proforma.paid_at is not None:
            return proforma
        case Outcome.DECLINED:
            raise errors.AuthorizationFailed(hint=result.reason)
        case _:
            raise errors.PaymentUnderWay(hint="The processor has not answered; read the invoice again in some minutes.")


def _paid(
    context: Context, partner: Partner, proforma: Proforma, paid_by: PaidBy, receipt_number: str | None
) -> Proforma:
    paid = replace(proforma, payment_method=paid_by.value, paid_at=context.clock.now(), receipt_number=receipt_number)
    store.change(
        context,
        paid.number,
        payment_method=paid.payment_method,
        paid_at=paid.paid_at,
        receipt_number=receipt_number,
    )
    releasing.release(context, partner)
    return paid


def _charge(context: Context, attempt: ProformaAttempt, details: PaymentDetails) -> Charge:
    """What the processor is asked. A wallet is played, and agreed to before: no call has a page to send anybody to."""
    is_wallet = details.paid_by is PaidBy.PAYPAL
    return Charge(
        idempotency_key=attempt.idempotency_key,
        amount=attempt.amount,
        currency=attempt.currency,
        card=payments.open_card(context, details.card_id) if details.card_id else None,
        is_recurring=is_wallet,
        is_test=is_wallet or not context.merchant.is_live,
        token=WALLET_TOKEN if is_wallet else None,
        faults=context.merchant.faults,
    )


def _check_processor(context: Context, details: PaymentDetails) -> None:
    """Raise where real money moves and the processor cannot move it so."""
    processor = context.services.gateway
    if not context.merchant.is_live:
        return
    if details.paid_by is PaidBy.PAYPAL and processor.name != Simulator.name:
        raise NotAllowed("PAYPAL is simulated, and this account is live.", field="PaymentDetails.Type")
    if details.paid_by is PaidBy.CC and not processor.takes_cards:
        raise CardNotTaken(field="PaymentDetails.PaymentMethod")
