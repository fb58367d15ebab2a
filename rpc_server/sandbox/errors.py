"""What the sandbox refuses. Codes and texts are ours: the hosted service had no such thing."""

from rpc_server.errors import ApiError


class SandboxRefusal(ApiError):
    """The sandbox cannot do what it was asked."""

    code = "SANDBOX_REFUSED"
    text = "The sandbox cannot do this."


class NotThere(SandboxRefusal):
    """What was named does not exist."""

    code = "NOT_THERE"
    text = "There is nothing of this name."


class NoSuchMerchant(NotThere):
    code = "NO_SUCH_MERCHANT"
    text = "There is no merchant with this code."


class AccountIsLive(SandboxRefusal):
    """The account is a real one: its clock and its data are not for play."""

    code = "ACCOUNT_IS_LIVE"
    text = "The account is live; the sandbox does not touch it."


class Busy(SandboxRefusal):
    """Somebody else is doing what only one may do at a time."""

    code = "SANDBOX_BUSY"
    text = "This is being done already."
