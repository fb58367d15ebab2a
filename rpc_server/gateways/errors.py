"""What a payment processor refuses before anything is sent to it."""

from rpc_server.errors import ApiError


class CardNotTaken(ApiError):
    """A card itself where the processor takes only tokens, so that card numbers stay away from this server.

    The code is ours, spelled like its documented neighbour ``ORDER_PAYMENT_METHOD_CARD_PROCESS_ERROR``.
    """

    code = "ORDER_PAYMENT_METHOD_CARD_NOT_TAKEN"
    text = "Cards are taken here as tokens of the payment processor only."
