"""The signatures over a notification, as the published IPN pages define them.

Walk the fields as posted, arrays element by element where they first stand, the signatures left out; each value
in UTF-8 after its length in bytes, an empty one as ``0``; HMAC with the account's secret key, hexadecimal.
"""

import hashlib
import html
from collections.abc import Iterable, Sequence

from rpc_server.commerce.accounts.signature import Algorithm, sign
from rpc_server.commerce.notifications.model import Field, Message

SIGNATURES = {
    Algorithm.MD5: "HASH",
    Algorithm.SHA256: "SIGNATURE_SHA2_256",
    Algorithm.SHA3_256: "SIGNATURE_SHA3_256",
}
"""The field each signature is sent in, in the order they stand at the end of a message."""


def signed(message: Message, algorithms: Sequence[Algorithm], key: str) -> Message:
    """The message with its signatures behind it."""
    values = signed_values(message)
    wanted = [(field, algorithm) for algorithm, field in SIGNATURES.items() if algorithm in algorithms]
    return (*message, *((field, sign(algorithm, key, *values)) for field, algorithm in wanted))


def signed_values(fields: Iterable[Field]) -> list[str]:
    """The values that are signed, in the order a PHP listener walks what it was posted."""
    return [value for _, value in walked(fields)]


def walked(fields: Iterable[Field]) -> list[Field]:
    """The fields that are signed, in the order a PHP listener walks what it was posted."""
    arrays: dict[str, list[Field]] = {}
    for name, value in fields:
        if name not in SIGNATURES.values():
            arrays.setdefault(name.partition("[")[0], []).append((name, value))
    return [field for array in arrays.values() for field in array]


def plain(value: str) -> str:
    """``value`` as every published listener measures it.

    Some strip backslashes and decode HTML entities before they sign (the 2Checkout plug-in for WHMCS does), so a
    message has neither; what is no valid Unicode becomes a question mark.
    """
    plain_value = value.encode(errors="replace").decode().replace("\\", "")
    while (decoded := html.unescape(plain_value)) != plain_value:
        plain_value = decoded.replace("\\", "")
    return plain_value


def ins_hash(sale_id: str, vendor_id: str, invoice_id: str, secret_word: str) -> str:
    """``md5_hash`` of an INS message: upper-case MD5 of the values one behind the other, without lengths."""
    values = f"{sale_id}{vendor_id}{invoice_id}{secret_word}"
    return hashlib.md5(values.encode(), usedforsecurity=False).hexdigest().upper()
