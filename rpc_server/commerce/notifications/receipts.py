"""Read receipts: how a listener says that it took a message, and whether it did.

A receipt may stand anywhere in the answer, in the older form ``<EPAYMENT>DATE|HASH</EPAYMENT>`` (MD5) or the newer
``<sig algo="sha256" date="DATE">HASH</sig>``, whatever signatures the message had. ``DATE`` is the listener's own
clock, taken as it stands: old listeners write ``YmdGis``. Some sign ``IPN_DATE`` in its place. Algorithms are
spelled ``sha256``, ``sha2-256``, ``sha3-256`` and, by the official Python SDK, ``sha3_256``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rpc_server.commerce.accounts.signature import Algorithm, base_string, matches
from rpc_server.commerce.notifications.model import Message, NotificationKind

_EPAYMENT = re.compile(r"<EPAYMENT>\s*([^|<>]{0,40})\|\s*([0-9a-fA-F]{0,128})\s*</EPAYMENT>", re.IGNORECASE)
_SIG = re.compile(r"<sig\b([^<>]{0,200})>\s*([0-9a-fA-F]{0,128})\s*</sig>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"(\w+)\s*=\s*([\"'])(.*?)\2")
_ALGORITHMS = {
    "md5": Algorithm.MD5,
    "sha256": Algorithm.SHA256,
    "sha2-256": Algorithm.SHA256,
    "sha2_256": Algorithm.SHA256,
    "sha3-256": Algorithm.SHA3_256,
    "sha3_256": Algorithm.SHA3_256,
}
SIGNED = {
    NotificationKind.IPN: ("IPN_PID[]", "IPN_PNAME[]", "IPN_DATE"),
    NotificationKind.LCN: ("LICENSE_CODE", "EXPIRATION_DATE"),
}
"""The fields of a message whose (first) values a receipt repeats, before its own date."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt as found: ``algorithm`` None where its name is not known."""

    date: str
    hash: str
    algorithm: Algorithm | None


def refusal(kind: NotificationKind, message: Message, body: str, key: str) -> str | None:
    """Why the answer ``body`` is no receipt for the message; None where it is one."""
    values = receipted_values(kind, message)
    found = list(receipts_in(body))
    if any(_is_valid(receipt, values, key) for receipt in found):
        return None
    if not found:
        return "The answer has no read receipt: neither <EPAYMENT>DATE|HASH</EPAYMENT> nor <sig algo date>HASH</sig>."
    if all(receipt.algorithm is None for receipt in found):
        return "The read receipt names no known algorithm: sha256 or sha3-256."
    expected = base_string(*values, found[-1].date).decode()
    return f"The hash of the read receipt differs: it is to be the HMAC of {expected!r} with the secret key."


def receipted_values(kind: NotificationKind, message: Message) -> tuple[str, ...]:
    """The values of the message a receipt signs, before its own date."""
    return tuple(next((value for name, value in message if name == wanted), "") for wanted in SIGNED[kind])


def receipts_in(body: str) -> Iterator[Receipt]:
    """Everything in an answer that has the form of a receipt."""
    for date, digest in _EPAYMENT.findall(body):
        yield Receipt(date, digest, Algorithm.MD5)
    for attributes, digest in _SIG.findall(body):
        said = {name.lower(): value for name, _, value in _ATTRIBUTE.findall(attributes)}
        yield Receipt(said.get("date", ""), digest, _ALGORITHMS.get(said.get("algo", "").strip().lower()))


def _is_valid(receipt: Receipt, values: tuple[str, ...], key: str) -> bool:
    if receipt.algorithm is None:
        return False
    dates = {receipt.date, values[-1]}
    return any(matches((receipt.algorithm,), receipt.hash, key, *values, date) for date in dates)
