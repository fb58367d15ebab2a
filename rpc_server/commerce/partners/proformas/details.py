"""How a session pays its proforma: what ``setPaymentDetails`` tells, checked and kept until ``payProforma``."""

from typing import Any

from rpc_server.commerce.accounts.model import SessionState
from rpc_server.commerce.carts.buyer import TypedPayment
from rpc_server.commerce.context import Context
from rpc_server.commerce.partners.model import Partner
from rpc_server.commerce.partners.proformas.errors import CurrencyDiffers, PaidByInvalid, ProformaNotSet
from rpc_server.commerce.partners.proformas.model import PaidBy, PaymentDetails
from rpc_server.commerce.partners.proformas.service import payable
from rpc_server.commerce.payments import service as payments
from rpc_server.commerce.payments.errors import CardMissing

Told = dict[str, Any]
"""A value as the session keeps it: plain texts."""


def told(context: Context, partner: Partner, number: str | None, typed: TypedPayment) -> tuple[Told, str | None]:
    """The details without the card (no currency stands for the invoice's), and the id of the card: it is in the vault from here on.

    The security code is checked and forgotten. Raises ``ProformaNotSet``, ``ProformaPaid``, ``PaidByInvalid``,
    ``CurrencyDiffers``, and ``PaymentRefused`` for no card or one that cannot be charged.
    """
    if number is None:
        raise ProformaNotSet(hint="Call setProforma first.")
    proforma = payable(context, partner, number)
    paid_by = _paid_by(typed.type)
    currency = (typed.currency or "").strip().upper() or None
    if currency not in (None, proforma.currency):
        raise CurrencyDiffers(field="PaymentDetails.Currency", hint=f"The partner invoice is in {proforma.currency}.")
    kept = {"type": paid_by.value, "currency": currency, "customer_ip": typed.customer_ip}
    return kept, _stored_card(context, typed) if paid_by is PaidBy.CC else None


def forget(context: Context, state: SessionState) -> None:
    """Take the card the session was told out of the vault: a proforma is paid once, and no card is charged again."""
    if state.card_id is not None:
        payments.forget_card(context, state.card_id)


def of_session(state: SessionState) -> PaymentDetails | None:
    """How the session pays, if it was told."""
    if state.payment is None:
        return None
    kept: Told = dict(state.payment)
    return PaymentDetails(PaidBy(kept["type"]), kept.get("currency"), kept.get("customer_ip"), state.card_id)


def _paid_by(type_: str) -> PaidBy:
    try:
        return PaidBy(type_.strip().upper())
    except ValueError:
        taken = ", ".join(way.value for way in PaidBy)
        raise PaidByInvalid(field="PaymentDetails.Type", hint=f"Payment types are {taken}.") from None


def _stored_card(context: Context, typed: TypedPayment) -> str:
    if typed.card is None:
        raise CardMissing(field="PaymentDetails.PaymentMethod.CardNumber")
    return payments.store_card(context, typed.card, typed.card_type)
