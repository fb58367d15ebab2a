"""A signature taken apart, for people whose own one differs: every length, every byte, and the usual mistakes."""

import hmac
import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote_plus

from rpc_server.commerce.accounts.signature import Algorithm, base_string, sign

_PER_LINE = 16
_DIGESTS = ("md5", "sha256", "sha3_256")

Fields = Sequence[tuple[str, str]]


def report(fields: Fields, key: str, algorithms: Sequence[Algorithm], theirs: Sequence[str] = ()) -> str:
    """Every value with its length, the base string byte by byte, the digests, and what ``theirs`` are."""
    base = base_string(*(value for _, value in fields))
    digests = {algorithm: sign(algorithm, key, *(value for _, value in fields)) for algorithm in algorithms}
    return "\n".join(
        [
            *_values(fields),
            "",
            f"base string, {len(base)} bytes:",
            f"  {_visible(base.decode())}",
            "",
            *_dump(base),
            "",
            *(f"{algorithm.value:10}{digest}" for algorithm, digest in digests.items()),
            *(f"\n{_judged(hash_.strip(), fields, key, digests)}" for hash_ in theirs),
        ]
    )


def _values(fields: Fields) -> Iterator[str]:
    width = max((len(name) for name, _ in fields), default=0)
    yield f"{'':{width}}  bytes  value"
    for name, value in fields:
        yield f"{name:{width}}  {len(value.encode()):5}  {_visible(value) or '(empty: its 0 stands alone)'}{_remark(value)}"


def _remark(value: str) -> str:
    """What is often got wrong with this value."""
    if len(value) == len(value.encode()):
        return ""
    return f"   ({len(value)} characters: count bytes, as PHP's strlen does)"


def _dump(base: bytes) -> Iterator[str]:
    for start in range(0, len(base), _PER_LINE):
        part = base[start : start + _PER_LINE]
        letters = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in part)
        yield f"  {start:5}  {part.hex(' '):{3 * _PER_LINE - 1}}  {letters}"


def _judged(theirs: str, fields: Fields, key: str, digests: Mapping[Algorithm, str]) -> str:
    """Whose signature a given hash is: the right one, or that of a usual mistake."""
    given = theirs.lower()
    for algorithm, digest in digests.items():
        if given == digest:
            return f"{theirs} is right: {algorithm.value}."
    for mistake, base, secret in _mistakes([value for _, value in fields], key):
        if given in (hmac.new(secret, base, name).hexdigest() for name in _DIGESTS):
            return f"{theirs} is wrong: {mistake}."
    return f"{theirs} is wrong, by none of the usual mistakes: compare each value with yours, and the key."


def _mistakes(values: Sequence[str], key: str) -> Iterator[tuple[str, bytes, bytes]]:
    """What people get wrong: in words, with the base string and the key it comes to."""
    secret, right = key.encode(), base_string(*values)
    narrow = [value.encode("latin-1", "replace") for value in values]
    yield "its lengths count characters, not bytes", _joined(f"{len(value)}{value}" for value in values), secret
    yield "it has no lengths", _joined(values), secret
    yield "empty values are left out, where each is a 0", base_string(*filter(None, values)), secret
    yield "its values are not in UTF-8", b"".join(str(len(value)).encode() + value for value in narrow), secret
    yield "its values are still URL-encoded", base_string(*(quote_plus(value) for value in values)), secret
    yield "its values have HTML entities", base_string(*(html.escape(value) for value in values)), secret
    yield "its values are stripped of spaces at their ends", base_string(*(value.strip() for value in values)), secret
    yield "the key has a line break at its end", right, secret + b"\n"
    yield "the key has spaces at its ends", right, key.strip().encode()
    yield "the key is decoded from hexadecimal", right, _from_hexadecimal(key)


def _joined(parts: Iterable[str]) -> bytes:
    return "".join(parts).encode()


def _from_hexadecimal(key: str) -> bytes:
    try:
        return bytes.fromhex(key)
    except ValueError:
        return b""


def _visible(text: str) -> str:
    """The text with what cannot be seen as escapes."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)
