"""What the journal is told of calls, made into entries: masked, cut to size, and as plain as clients see it."""

import re
from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec

from rpc_server.api.exchange import Exchange, Request, Unread
from rpc_server.api.rendering import renderer
from rpc_server.sandbox.journal.masking import MASK, masked, masked_text, masked_words
from rpc_server.sandbox.journal.model import MOST_TEXT, Entry

_MORE = "…"
_LAST_WORDS = re.compile(r"[\w.\- ]{1,100}\Z")
_LAST_NUMBER = re.compile(r"\d(?:[\s.\-]{0,3}\d){4,}[\s.\-]{0,3}\Z")
_LONGEST_METHOD = 100
_LONGEST_PLACE = 200
_LEAST_SECRET = 4
_encode = msgspec.json.Encoder(decimal_format="number", enc_hook=str).encode


def entry_of(exchange: Exchange, merchant_id: int | None, secret_key: str | None, at: datetime) -> Entry:
    """The entry of a finished call."""
    request, error = exchange.request, exchange.error
    secrets = {secret_key} if secret_key and len(secret_key) >= _LEAST_SECRET else set()
    arguments = masked(_named(request), secrets)
    answer = None if error else masked(renderer(request.method.returns, request.endpoint)(exchange.answer), secrets)
    return Entry(
        merchant_id=merchant_id,
        at=at,
        wire=request.wire,
        endpoint=request.endpoint.name,
        method=request.method.name,
        request_id=request.request_id,
        client_address=request.client_address,
        idempotency_key=_key(request.headers.get("HTTP_IDEMPOTENCY_KEY"), secrets),
        microseconds=round(exchange.seconds * 1_000_000),
        code=error.code[:_LONGEST_PLACE] if error else None,
        message=_text(error.message, secrets) if error else None,
        arguments=_json(arguments, secrets),
        answer=None if error else _json(answer, secrets),
        body=_body(request.body, secrets),
        fault=exchange.fault.name if exchange.fault else None,
    )


def unread_entry_of(unread: Unread, merchant_id: int | None, secret_key: str | None, at: datetime) -> Entry:
    """The entry of a request that reached no method."""
    secrets = {secret_key} if secret_key and len(secret_key) >= _LEAST_SECRET else set()
    return Entry(
        merchant_id=merchant_id,
        at=at,
        wire=unread.wire,
        endpoint=_text(unread.path, secrets)[:_LONGEST_PLACE],
        method=None,
        request_id=unread.request_id,
        client_address=unread.client_address,
        idempotency_key=None,
        microseconds=0,
        code=unread.error.code[:_LONGEST_PLACE],
        message=_text(unread.error.message, secrets),
        arguments=None,
        answer=None,
        body=_body(unread.body, secrets),
        fault=None,
    )


def _named(request: Request) -> dict[str, Any]:
    """The arguments by the names of their parameters; one too many goes by its position."""
    names = [parameter.wire_name for parameter in request.method.parameters]
    return {names[n] if n < len(names) else str(n + 1): value for n, value in enumerate(request.arguments)}


def _json(value: Any, secrets: Collection[str]) -> str:
    """The value as JSON; what is too long is cut, and then no JSON any more."""
    text = _encode(value).decode()
    if len(text) > MOST_TEXT:
        return _text(text, secrets)
    return text if masked_text(text, secrets) == text else _encode(masked_words(value, secrets)).decode()


def _body(posted: bytes, secrets: Collection[str]) -> str:
    """The body as text; what no text can hold is shown as a question mark, and a number it ends in not at all.

    No whole message ends in a number: it is one that was cut, and may have been a card's.
    """
    text = posted[: 4 * MOST_TEXT + 4].decode("utf-8", "replace").replace("\0", "\ufffd")
    return _text(_LAST_NUMBER.sub(MASK, text), secrets)


def _text(text: str, secrets: Collection[str]) -> str:
    """The text, masked and cut: nothing of a word the cut went through is left, for what it was cannot be told."""
    if len(text) > MOST_TEXT:
        text = _LAST_WORDS.sub("", text[:MOST_TEXT]) + _MORE
    return masked_text(text, secrets)


def _key(idempotency_key: str | None, secrets: Collection[str]) -> str | None:
    return None if idempotency_key is None else _text(idempotency_key, secrets)[:255]
