"""What can be wrong with a question about payouts. The code is ours."""

from rpc_server.errors import ApiError


class PayoutPeriodInvalid(ApiError):
    """A period that ends before it starts, or is too long to be counted at once."""

    code = "PAYOUT_PERIOD_INVALID"
    text = "A period of payouts starts before it ends and has at most sixty months."
