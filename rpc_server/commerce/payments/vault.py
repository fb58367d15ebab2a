"""The only place a card number may rest, and only as ciphertext."""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_KEY_BYTES = 32
_KEY_ID_BYTES = 4
_NONCE_BYTES = 12


class UnreadableSecret(Exception):
    """Sealed with a key this vault does not have, for another owner, or changed since."""


class Vault:
    """Seals texts with AES-256-GCM under rotatable keys.

    ``keys`` are 32 bytes each: the first seals, all of them open what they once sealed. To rotate, put the
    new key first and drop the old one when nothing sealed with it is left. A sealed text names its key, so
    opening never guesses, and is bound to its owner: moved to another row it does not open.
    """

    def __init__(self, keys: list[bytes]) -> None:
        if not keys or any(len(key) != _KEY_BYTES for key in keys):
            raise ValueError(f"a vault needs keys of {_KEY_BYTES} bytes")
        self._ciphers = {_derived(key, b"key id")[:_KEY_ID_BYTES]: AESGCM(_derived(key, b"seal")) for key in keys}
        self._fingerprint_keys = [_derived(key, b"fingerprint") for key in keys]
        self._sealing_id = next(iter(self._ciphers))

    def __repr__(self) -> str:
        return f"<Vault of {len(self._ciphers)} keys>"

    def seal(self, text: str, owner: str) -> bytes:
        """Key id, nonce and ciphertext of ``text``.

        The nonce comes from the operating system and from no injected source: a repeated one under the same
        key would give the texts away.
        """
        nonce = os.urandom(_NONCE_BYTES)
        ciphertext = self._ciphers[self._sealing_id].encrypt(nonce, text.encode(), owner.encode())
        return self._sealing_id + nonce + ciphertext

    def open(self, sealed: bytes, owner: str) -> str:
        """What was sealed for ``owner``; raises ``UnreadableSecret``."""
        key_id, rest = sealed[:_KEY_ID_BYTES], sealed[_KEY_ID_BYTES:]
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise UnreadableSecret("sealed with a key that is not in this vault")
        try:
            return cipher.decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], owner.encode()).decode()
        except (InvalidTag, ValueError):
            raise UnreadableSecret("sealed for another owner, or changed since") from None

    def is_current(self, sealed: bytes) -> bool:
        """Whether it was sealed with the key that seals now; others are to be sealed anew in a rotation."""
        return sealed[:_KEY_ID_BYTES] == self._sealing_id

    def fingerprints(self, text: str) -> tuple[str, ...]:
        """What equal texts share, 64 hexadecimals, one for each key; the first is the one to store."""
        return tuple(hmac.new(key, text.encode(), hashlib.sha256).hexdigest() for key in self._fingerprint_keys)


def _derived(key: bytes, purpose: bytes) -> bytes:
    return hmac.new(key, b"rpc_server vault: " + purpose, hashlib.sha256).digest()
