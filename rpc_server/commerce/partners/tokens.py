"""Tokens that say what they are for, signed by this server: nothing is stored of them."""

import hmac
import re

from rpc_server.commerce.payments.vault import Vault
from rpc_server.commerce.sign_on.errors import LinkOver

_KEY_LENGTH = 40
_LONGEST = 400
_PART = re.compile(r"[0-9A-Za-z_.:]*", re.ASCII)


def mint(vault: Vault, purpose: str, *parts: str) -> str:
    """A token that carries these parts; each is of letters, digits and ``_.:``. One purpose's are no other's."""
    if not all(_PART.fullmatch(part) for part in parts):
        raise ValueError("a part of a token has a character no token carries")
    carried = "-".join(parts)
    return f"{carried}-{_keys(vault, purpose, carried)[0]}"


def read(vault: Vault, purpose: str, token: str) -> list[str]:
    """What the token carries; raises ``LinkOver`` for one this server did not mint for this purpose."""
    carried, _, key = token[:_LONGEST].rpartition("-")
    if not any(
        hmac.compare_digest(known, key.encode("ascii", "replace").decode()) for known in _keys(vault, purpose, carried)
    ):
        raise LinkOver
    return carried.split("-")


def _keys(vault: Vault, purpose: str, carried: str) -> list[str]:
    return [fingerprint[:_KEY_LENGTH] for fingerprint in vault.fingerprints(f"token {purpose} {carried}")]
