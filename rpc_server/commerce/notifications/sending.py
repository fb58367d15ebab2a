"""From a message as it was written down to the form that is posted, and from what came back to what it means."""

from datetime import datetime
from urllib.parse import urlencode

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.notifications import ins, ipn_fields, lcn, receipts
from rpc_server.commerce.notifications.model import Endpoint, Message, NotificationKind
from rpc_server.commerce.notifications.showing import compact
from rpc_server.commerce.notifications.signature import signed
from rpc_server.gateways.courier import Answer

_STATUS = {
    NotificationKind.IPN: ipn_fields.STATUS,
    NotificationKind.INS: ins.STATUS,
    NotificationKind.LCN: lcn.STATUS,
}
_OK = range(200, 300)
_REDIRECTS = range(300, 400)


def prepared(message: Message, endpoint: Endpoint, merchant: Merchant, at: datetime) -> Message:
    """The message as this endpoint is sent it at this moment, with signatures: by its trial, where it has one."""
    filled = {ipn_fields.SENT_AT: compact(at, merchant.zone)}
    if endpoint.trial.status is not None:
        filled[_STATUS[endpoint.kind]] = endpoint.trial.status
    complete = tuple((name, filled.get(name, value)) for name, value in message)
    spoilt = "?" if endpoint.trial.wrong_signature else ""
    if endpoint.kind is NotificationKind.INS:
        return ins.signed(complete, f"{endpoint.secret_word or ''}{spoilt}")
    return signed(complete, endpoint.algorithms, f"{merchant.secret_key}{spoilt}")


def form(message: Message) -> bytes:
    """The message as a form, in its order, in UTF-8."""
    return urlencode(message).encode()


def refusal(message: Message, endpoint: Endpoint, merchant: Merchant, answer: Answer) -> str | None:
    """Why an answer does not count as taken; None where it does.

    IPN and LCN want a read receipt in the body, whatever the status; INS a status of success (inferred).
    """
    if answer.failure is not None:
        return answer.failure
    if answer.status in _REDIRECTS:
        return f"It answered with status {answer.status}: redirects are not followed."
    if endpoint.kind is NotificationKind.INS:
        return None if answer.status in _OK else f"It answered with status {answer.status}."
    body = answer.body.decode(errors="replace")
    return receipts.refusal(endpoint.kind, message, body, merchant.secret_key)
