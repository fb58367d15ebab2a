"""Licence keys: a few facts and an Ed25519 signature over them, which a program can check without a network. Pure.

A key is ``FACTS.SIGNATURE``, both base64url without padding. The facts are a JSON list: format version, account
code, RefNo, line number, product code, units, subscription reference or null.
"""

import base64
import binascii

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_FORMAT = 1
_SEPARATOR = "."


class Licence(msgspec.Struct, frozen=True, array_like=True):
    """What a licence key says."""

    format: int
    merchant_code: str
    order_reference: str
    line_number: int
    product_code: str | None
    quantity: int
    subscription_reference: str | None


class ForgedKey(ValueError):
    """No licence key, or one that another key signed."""


def licence(
    merchant_code: str,
    order_reference: str,
    line_number: int,
    *,
    product_code: str | None,
    quantity: int,
    subscription_reference: str | None,
) -> Licence:
    """The facts, in the format of today."""
    return Licence(_FORMAT, merchant_code, order_reference, line_number, product_code, quantity, subscription_reference)


def sign(facts: Licence, private_key: bytes) -> str:
    """The licence key of these facts; the same facts and key make the same one. ``private_key``: 32 bytes."""
    stated = msgspec.json.encode(facts)
    signature = Ed25519PrivateKey.from_private_bytes(private_key).sign(stated)
    return _SEPARATOR.join((_text(stated), _text(signature)))


def read(key: str, public_key: str) -> Licence:
    """The facts of a key signed with the other half of ``public_key`` (as ``public_half`` tells it).

    Raises ``ForgedKey``.
    """
    stated, _, signature = key.strip().partition(_SEPARATOR)
    try:
        Ed25519PublicKey.from_public_bytes(_bytes(public_key)).verify(_bytes(signature), _bytes(stated))
        return msgspec.json.decode(_bytes(stated), type=Licence)
    except (InvalidSignature, binascii.Error, ValueError, msgspec.MsgspecError) as mistake:
        raise ForgedKey("the key is not signed by this account") from mistake


def public_half(private_key: bytes) -> str:
    """The public key, 32 bytes as base64url without padding."""
    return _text(Ed25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw())


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
