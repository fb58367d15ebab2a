"""How the control API says no: a problem object (RFC 9457), with the value to blame where there is one."""

import msgspec

from rpc_server.api.errors import InternalError, MalformedRequest, RequestTooLarge
from rpc_server.errors import ApiError
from rpc_server.sandbox.errors import AccountIsLive, Busy, NotThere

TYPE = "application/problem+json"


class Problem(msgspec.Struct, omit_defaults=True):
    """``status`` and ``title`` are those of HTTP; ``code`` tells a program what ``detail`` tells people.

    ``field`` is the place or the member that is to blame, ``hint`` what to do about it.
    """

    status: int
    title: str
    code: str
    detail: str
    field: str | None = None
    hint: str | None = None
    request_id: str | None = None


class Unauthorized(ApiError):
    """There is no control token with the request, or another one. Code and text are ours."""

    code = "UNAUTHORIZED"
    text = "The control token is missing or wrong."


class UnknownPath(NotThere):
    code = "UNKNOWN_PATH"
    text = "There is nothing at this path."


class VerbNotAllowed(ApiError):
    """The path is there, but not for this verb. Code and text are ours."""

    code = "METHOD_NOT_ALLOWED"
    text = "This path does not take this method."

    def __init__(self, allowed: tuple[str, ...]) -> None:
        super().__init__(hint=f"It takes {', '.join(allowed)}.")
        self.allowed = allowed


_STATUS = (
    (Unauthorized, "401 Unauthorized"),
    (AccountIsLive, "403 Forbidden"),
    (NotThere, "404 Not Found"),
    (VerbNotAllowed, "405 Method Not Allowed"),
    (Busy, "409 Conflict"),
    (RequestTooLarge, "413 Content Too Large"),
    (MalformedRequest, "400 Bad Request"),
    (InternalError, "500 Internal Server Error"),
    (ApiError, "422 Unprocessable Content"),
)


def status_of(error: ApiError) -> str:
    """The line of HTTP that fits the refusal."""
    return next(status for kind, status in _STATUS if isinstance(error, kind))


def problem(error: ApiError, request_id: str) -> Problem:
    """The refusal as the control API tells it."""
    number, _, phrase = status_of(error).partition(" ")
    return Problem(
        status=int(number),
        title=phrase,
        code=error.code,
        detail=error.message,
        field=error.field,
        hint=error.hint,
        request_id=request_id,
    )
