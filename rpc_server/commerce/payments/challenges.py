"""Buyers who were sent to a page of their bank or wallet."""

import hashlib
from dataclasses import fields
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, insert, select

from rpc_server.commerce.context import Context
from rpc_server.commerce.payments.methods import METHODS
from rpc_server.commerce.payments.model import Attempt, Challenge, Payment
from rpc_server.commerce.payments.tables import ChallengeRow
from rpc_server.gateways import Result

LIFETIME = timedelta(minutes=30)
"""How long a buyer may take to answer."""

TOKEN_LENGTH = 16
TOKEN_PARAMETER = "avng8apitoken"  # noqa: S105 - the documented name of the query's parameter
RETURN_PATH = "/scripts/authorized"
"""Where on this server a real bank sends the buyer back to."""

_MEMBERS = tuple(field.name for field in fields(Challenge))


def new_token(context: Context) -> str:
    """A token of sixteen hexadecimals, as recorded."""
    return context.ids.hexadecimal(TOKEN_LENGTH)


def return_address(pages_at: str, token: str) -> str:
    """Where a real bank sends the buyer with this token back to."""
    return f"{pages_at}{RETURN_PATH}?{TOKEN_PARAMETER}={token}"


def open_challenge(context: Context, attempt: Attempt, payment: Payment, token: str, result: Result) -> Challenge:
    """Write that the processor wants the buyer of the attempt asked."""
    now, url = context.clock.now(), result.redirect_url
    challenge = Challenge(
        order_reference=attempt.order_reference,
        attempt_id=attempt.attempt_id,
        script=METHODS[payment.type].script,
        transaction=result.transaction or "",
        redirect_url=url if url and url.startswith(("https://", "http://")) else None,
        return_url=payment.return_url or "",
        cancel_url=payment.cancel_url or payment.return_url or "",
        opened_at=now,
        expires_at=now + LIFETIME,
    )
    values = {name: getattr(challenge, name) for name in _MEMBERS}
    row = {"merchant_id": context.merchant_id, "token_digest": _digest(token), **values}
    context.connection.execute(insert(ChallengeRow), row)
    return challenge


def owner_of(database: Connection, token: str) -> int | None:
    """The merchant whose buyer has the token; None for an unknown one."""
    return database.scalar(select(ChallengeRow.merchant_id).where(ChallengeRow.token_digest == _digest(token)))


def challenge_with(context: Context, token: str) -> Challenge | None:
    """The challenge of this token, answered or not."""
    return _find(context, ChallengeRow.token_digest == _digest(token))


def challenge_of(context: Context, attempt: Attempt) -> Challenge | None:
    """The challenge of the attempt, if it has one."""
    return _find(context, ChallengeRow.attempt_id == attempt.attempt_id)


def _find(context: Context, condition: ColumnElement[bool]) -> Challenge | None:
    columns = (getattr(ChallengeRow, name) for name in _MEMBERS)
    query = select(*columns).where(ChallengeRow.merchant_id == context.merchant_id, condition)
    row = context.connection.execute(query).one_or_none()
    return None if row is None else Challenge(*row)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
