"""What can be wrong with lists of codes. No method of the API loads them: the codes are ours."""

from rpc_server.errors import ApiError


class CodeListNotFound(ApiError):
    """The merchant has no list of this code."""

    code = "CODE_LIST_NOT_FOUND"
    text = "There is no such list of codes."


class CodeListInvalid(ApiError):
    """Codes for a generator, a code that stands twice, or an empty or too long one."""

    code = "CODE_LIST_INVALID"
    text = "The list of codes is not valid."
