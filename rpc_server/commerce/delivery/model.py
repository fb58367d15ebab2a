"""Lists of codes, and codes as they were delivered."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class CodeListType(Enum):
    """LIST: codes the merchant loads, each given away once. GENERATOR: keys this server makes and signs."""

    LIST = "LIST"
    GENERATOR = "GENERATOR"


@dataclass(frozen=True, slots=True)
class CodeList:
    """Where the codes of products come from that name it by ``code``; ``description`` goes out with each."""

    code: str
    name: str
    type: CodeListType
    description: str = ""


@dataclass(frozen=True, slots=True)
class DeliveredCode:
    """A code that belongs to a line of an order, and to the subscription the line paid for."""

    order_reference: str
    line_number: int
    position: int
    code: str
    description: str
    list_code: str
    subscription_reference: str | None
    delivered_at: datetime


@dataclass(frozen=True, slots=True)
class Shortage:
    """A line that waits for its codes: the list had fewer than the ``needed`` ones when it was to be delivered."""

    order_reference: str
    line_number: int
    list_code: str
    needed: int
    noticed_at: datetime
    settled_at: datetime | None
