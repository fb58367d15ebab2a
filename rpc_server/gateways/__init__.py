"""Where money moves: what the engine asks of a payment processor, and the processors there are."""

from rpc_server.gateways.errors import CardNotTaken
from rpc_server.gateways.interface import (
    Bank,
    CardDetails,
    Charge,
    ChargedCard,
    Gateway,
    Outcome,
    Result,
)

__all__ = ["Bank", "CardDetails", "CardNotTaken", "Charge", "ChargedCard", "Gateway", "Outcome", "Result"]
