"""What can be wrong with a login or a session. Codes and texts: observed in clients of the hosted service."""

from rpc_server.errors import ApiError


class Forbidden(ApiError):
    """Wrong code, date or hash at login, or no living session on any other call: told apart by no one."""

    code = "FORBIDDEN"
    text = "Invalid hash provided or session expired"


class NotAllowed(ApiError):
    """The account may not do this."""

    code = "NOT_ALLOWED"
    text = "The account is not allowed to do this."


class IdempotencyKeyInvalid(ApiError):
    """Code and text are ours: the hosted service has no such keys."""

    code = "IDEMPOTENCY_KEY_INVALID"
    text = "An Idempotency-Key has 1 to 255 characters."


class IdempotencyKeyReused(ApiError):
    """One key, two different requests. Code and text are ours."""

    code = "IDEMPOTENCY_KEY_REUSED"
    text = "This Idempotency-Key was used for a different request."


class RequestInProgress(ApiError):
    """The first request of this key has not been answered. Code and text are ours."""

    code = "REQUEST_IN_PROGRESS"
    text = "A request with this Idempotency-Key is still being worked on."
