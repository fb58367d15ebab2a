"""What is told to whom, and how its delivery stands."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum

import msgspec

from rpc_server.commerce.accounts.signature import Algorithm

ALL_ALGORITHMS = (Algorithm.MD5, Algorithm.SHA256, Algorithm.SHA3_256)
Field = tuple[str, str]
"""One field of a message as posted; an element of an array has the array's name with ``[]``."""

Message = tuple[Field, ...]
"""A message without its signatures, in the order it is posted."""


class Topic(Enum):
    """What an event is about."""

    ORDER = "ORDER"
    SUBSCRIPTION = "SUBSCRIPTION"


class NotificationKind(Enum):
    """The documented messages: of orders IPN and, of the older platform, INS; of subscriptions LCN."""

    IPN = "IPN"
    INS = "INS"
    LCN = "LCN"

    @property
    def topic(self) -> Topic:
        """What the messages of this kind are about."""
        return Topic.SUBSCRIPTION if self is NotificationKind.LCN else Topic.ORDER


class LicenceChange(StrEnum):
    """Why an LCN is sent: ``DISPATCH_REASON``, spelled as documented."""

    LICENCE_CHANGE = "LICENCE_CHANGE"
    LICENCE_GP_CHANGE = "LICENCE_GP_CHANGE"
    LICENCE_PENDING_ACTIVATION = "LICENCE_PENDING_ACTIVATION"
    LICENCE_EXPIRATION = "LICENCE_EXPIRATION"
    LICENCE_PASTDUE = "LICENCE_PASTDUE"
    LICENCE_CPC_ACCEPTED = "LICENCE_CPC_ACCEPTED"
    SCHEDULED_FOR_CANCELATION_ON_DEMAND = "SCHEDULED_FOR_CANCELATION_ON_DEMAND"
    REVERT_CANCELATION_ON_DEMAND = "REVERT_CANCELATION_ON_DEMAND"


class Trial(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """How an endpoint is to be tried: what a client has to cope with, done to it on purpose.

    ``copies``: how often each message is sent, receipts or not. ``delay_seconds``: how late. ``out_of_order``:
    the second message of an order comes before its first, the fourth before the third. ``wrong_signature``:
    signed with another key. ``status`` is told in place of the true one.
    """

    copies: int = 1
    delay_seconds: int = 0
    out_of_order: bool = False
    wrong_signature: bool = False
    status: str | None = None


NO_TRIAL = Trial()


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A URL of the merchant that is sent messages of one kind, signed with the ``algorithms``.

    ``secret_word`` signs INS messages, which have no other signature. Unless ``reaches_private`` is set, only
    addresses of the public network are connected to.
    """

    name: str
    kind: NotificationKind
    url: str
    algorithms: tuple[Algorithm, ...] = ALL_ALGORITHMS
    secret_word: str | None = field(default=None, repr=False)
    reaches_private: bool = False
    is_enabled: bool = True
    trial: Trial = NO_TRIAL


class DeliveryStatus(Enum):
    """WAITING for its moment; DELIVERED: a valid receipt came; DEAD: every documented try failed."""

    WAITING = "WAITING"
    DELIVERED = "DELIVERED"
    DEAD = "DEAD"


@dataclass(frozen=True, slots=True)
class Event:
    """One change of an order or subscription; ``sequence`` counts those of each from 1."""

    topic: Topic
    reference: str
    sequence: int
    reason: str
    occurred_at: datetime
    messages: dict[str, Message] | None

    def message(self, kind: NotificationKind) -> Message:
        """The message of that kind; empty where nobody was to be told so when it happened."""
        return (self.messages or {}).get(kind.value, ())


@dataclass(frozen=True, slots=True)
class Delivery:
    """An event on its way to an endpoint.

    ``due_at`` is when it is tried next, or was last. ``stage`` counts the tries since ``first_tried_at``, after
    which the documented schedule runs; ``tries`` all there ever were. ``copies`` is how many receipts are still
    wanted.
    """

    endpoint: str
    topic: Topic
    reference: str
    sequence: int
    status: DeliveryStatus
    due_at: datetime
    keeps_order: bool
    copies: int
    tries: int
    stage: int
    first_tried_at: datetime | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery, as it stood, that one worker may send ``until`` then; ``mark`` is the worker's own."""

    delivery: Delivery
    mark: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to deliver: what came back, and why it was not taken for a receipt (None: it was)."""

    number: int
    tried_at: datetime
    duration_ms: int
    status: int | None
    excerpt: str
    refusal: str | None
