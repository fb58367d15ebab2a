"""What the engine asks of a courier."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the HTTP status, and as much of the body as is read of any.

    ``failure`` says why nothing came back, without more of the URL than its host; there is no status then.
    """

    duration_ms: int
    status: int | None = None
    body: bytes = b""
    failure: str | None = None


class Courier(Protocol):
    """Takes messages to URLs.

    Answers what came back, whatever it is, within a bounded time. Follows no redirect. Connects to addresses of the
    public network alone unless ``reaches_private``. Call it with no transaction of the database open.
    """

    def post(self, url: str, form: bytes, *, reaches_private: bool) -> Answer:
        """Send a form, already encoded."""
        ...

    def get(self, url: str, *, reaches_private: bool) -> Answer:
        """Ask for what is at the URL; what it says is in its query."""
        ...
