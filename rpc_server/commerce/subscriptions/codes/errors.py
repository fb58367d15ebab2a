"""What can be wrong with codes a merchant tells; the code of the error is ours."""

from rpc_server.errors import ApiError


class CodeInvalid(ApiError):
    """An empty code, or a long one."""

    code = "SUBSCRIPTION_CODE_INVALID"
    text = "A delivered code is not valid."
