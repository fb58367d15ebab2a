"""Why a message is not carried out."""

from rpc_server.commerce.messages.model import Reply
from rpc_server.errors import ApiError


class MessageRefused(ApiError):
    """A message that is answered with another code than 1. The numbers are documented for a sister service."""

    code = "MESSAGE_REFUSED"

    def __init__(self, number: int, text: str) -> None:
        super().__init__(text)
        self.reply = Reply(number, text)


class SignatureInvalid(ApiError):
    """No account of this code, or its key did not sign the message; which of the two is not told."""

    code = "SIGNATURE_INVALID"
    text = "Invalid signature"
