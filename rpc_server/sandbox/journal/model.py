"""What the journal keeps of a call."""

from datetime import datetime
from typing import Annotated, Any

import msgspec

MOST_TEXT = 16_384
"""Characters kept of a body, of arguments and of an answer."""

MOST_LISTED = 200

Word = Annotated[str, msgspec.Meta(max_length=200)]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One call, or one request that reached no method (``method`` is None); every secret in it is masked.

    ``number`` grows with time. ``merchant_id`` is None where nobody can tell whose it was. ``endpoint`` is its name,
    of an unread request the path; ``code`` and ``message`` are those of a refusal. ``arguments`` and ``answer`` are
    JSON, unless their end was cut off; ``body`` is what was posted. ``fault`` is the rule that struck it.
    """

    number: int = 0
    merchant_id: int | None
    at: datetime
    wire: str
    endpoint: str
    method: str | None
    request_id: str
    client_address: str | None
    idempotency_key: str | None
    microseconds: int
    code: str | None
    message: str | None
    arguments: str | None
    answer: str | None
    body: str
    fault: str | None

    @property
    def arguments_read(self) -> Any:
        """The arguments by the names of their parameters; the text where it was cut."""
        return _read(self.arguments)

    @property
    def answer_read(self) -> Any:
        """What was answered; the text where it was cut."""
        return _read(self.answer)


class Wanted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which entries are asked for, newest first: of this ``method`` (in any case; ``-`` for those that reached none), refused with
    this ``code`` (``-`` for none), at ``since`` or later, before ``until``, with this ``text`` in what was sent or
    answered; with a number below ``before`` (the next page) or above ``after`` (what is new).
    """

    method: Word | None = None
    code: Word | None = None
    text: Word | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None
    after: int | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST_LISTED)] = 50


def _read(text: str | None) -> Any:
    try:
        return None if text is None else msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text
