"""Test data: who pays, who is refused and who is challenged.

Names and outcomes are the documented test data of the hosted service; those that are challenged are ours. The
words for a refusal are ours, but for ``No such card``, which was recorded.
"""

from dataclasses import dataclass
from typing import Protocol

from rpc_server.gateways.interface import Charge

TEST_CARDS = {
    "4111111111111111": "visa",
    "5555555555554444": "mastercard",
    "378282246310005": "amex",
    "6011111111111117": "discover",
    "3566111111111113": "jcb",
}
"""Numbers the documentation tells clients to test with. Any other number is treated alike."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Why charges are refused: the first, which the shopper makes, and later ones without him. None: they succeed.

    ``is_challenged``: the shopper must pass a challenge first; only then is his charge refused or not. ``is_silent``: the
    charge is carried out and its answer lost.
    """

    first: str | None = None
    recurring: str | None = None
    is_challenged: bool = False
    is_silent: bool = False


class Judge(Protocol):
    """Who decides what becomes of charges, whoever holds the card: the fault rules of the sandbox."""

    def judge(self, rules: str) -> Behaviour | None:
        """How the next charge of the account with these rules behaves; None leaves it to its holder. Counts it."""
        ...


HOLDERS = {
    "john doe": Behaviour(),
    "mike doe": Behaviour(recurring="Insufficient funds"),
    "jenny doe": Behaviour(recurring="Stolen card"),
    "mona doe": Behaviour("Insufficient funds", "Insufficient funds"),
    "mark doe": Behaviour("Try again later", "Try again later"),
    "red doe": Behaviour("Stolen card", "Stolen card"),
    "joy doe": Behaviour("Authentication failed", "Authentication failed"),
    "angela doe": Behaviour("Expired card", "Expired card"),
    "adrian doe": Behaviour("No such card", "No such card"),
    "jack doe": Behaviour("Invalid security code", "Invalid security code"),
    "vera doe": Behaviour(is_challenged=True),
    "wallet": Behaviour(is_challenged=True),
    "viola doe": Behaviour("Insufficient funds", "Insufficient funds", is_challenged=True),
}
"""Behaviour by the first two words of the holder's name, in lower case; every other name pays."""

TOKEN_PREFIX = "tok_"  # noqa: S105 - what test tokens begin with
"""A token of this beginning stands for a card of the holder it names: ``tok_mona_doe``."""

WALLET_TOKEN = TOKEN_PREFIX + "wallet"
"""What pays where no card does: a bank or wallet that asks its owner every time."""


def behaviour_of(charge: Charge) -> Behaviour:
    """How the charge's card, or the one its token stands for, behaves."""
    if charge.card is not None:
        holder = charge.card.holder_name
    else:
        holder = (charge.token or "").removeprefix(TOKEN_PREFIX).replace("_", " ")
    return HOLDERS.get(" ".join(holder.lower().split()[:2]), Behaviour())
