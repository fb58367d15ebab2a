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
