"""A message about one order, and what it is answered."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OrderMessage:
    """What an IRN or IDN says, as texts: the order with its whole amount and currency, and when it was sent.

    ``part`` is the amount to give back where that is not all; ``products`` are codes and units it is for.
    """

    order_ref: str
    amount: str
    currency: str
    date: str
    part: str | None = None
    products: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """RESPONSE_CODE and RESPONSE_MSG, as the engine behind several of these services numbers them; 1 is success."""

    code: int
    text: str
