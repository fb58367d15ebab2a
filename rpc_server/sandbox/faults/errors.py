"""What is refused of fault rules. Codes and texts are ours."""

from rpc_server.api.errors import InvalidArgument
from rpc_server.sandbox.errors import NotThere, SandboxRefusal


class NoSuchRule(NotThere):
    code = "NO_SUCH_FAULT_RULE"
    text = "The account has no fault rule of this number."


class TooManyRules(SandboxRefusal):
    code = "TOO_MANY_FAULT_RULES"
    text = "The account has as many fault rules as it may."


class UselessRule(InvalidArgument):
    """A rule that could never strike, or names what there is not."""
