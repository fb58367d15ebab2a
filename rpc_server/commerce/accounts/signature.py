"""The login signature: an HMAC over the byte-length-prefixed merchant code and date.

Source: the published authentication pages of API 2.x to 6.0 and Channel Manager 2.1. The value those pages
print for AVANGATE / SECRET_KEY is the MD5 one, also where they speak of SHA-256.
"""

import hashlib
import hmac
from enum import Enum


class Algorithm(Enum):
    """Digest algorithms by the name clients pass as the fourth login argument."""

    MD5 = "md5"
    SHA256 = "sha256"
    SHA3_256 = "sha3-256"


_DIGESTS = {Algorithm.MD5: hashlib.md5, Algorithm.SHA256: hashlib.sha256, Algorithm.SHA3_256: hashlib.sha3_256}


def base_string(*values: str) -> bytes:
    """Each value in UTF-8, preceded by its length in bytes as a decimal number; no separators."""
    encoded = (value.encode() for value in values)
    return b"".join(str(len(value)).encode() + value for value in encoded)


def sign(algorithm: Algorithm, key: str, *values: str) -> str:
    """The lower-case hexadecimal HMAC of ``base_string(*values)`` under ``key``."""
    return hmac.new(key.encode(), base_string(*values), _DIGESTS[algorithm]).hexdigest()


def candidates(named: str | None, hash_length: int) -> tuple[Algorithm, ...]:
    """The algorithms a hash may have been made with; empty when there is none.

    A named algorithm stands alone. Without a name (three-argument clients) the length decides: 32
    hexadecimals are MD5, 64 are SHA-256 or SHA3-256. ``md5`` with 64 hexadecimals is read by length too.
    """
    by_length = {32: (Algorithm.MD5,), 64: (Algorithm.SHA256, Algorithm.SHA3_256)}.get(hash_length, ())
    if not named:
        return by_length
    try:
        algorithm = Algorithm(named.strip().lower())
    except ValueError:
        return ()
    return by_length if algorithm is Algorithm.MD5 else (algorithm,)


def matches(algorithms: tuple[Algorithm, ...], given: str, key: str, *values: str) -> bool:
    """Whether ``given`` is the signature under any of ``algorithms``; takes the same time either way."""
    offered = given.strip().lower().encode()
    results = [hmac.compare_digest(offered, sign(algorithm, key, *values).encode()) for algorithm in algorithms]
    return any(results)
