"""Endpoints and listeners, as the notification tests know them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.signature import Algorithm, sign
from rpc_server.commerce.context import Context
from rpc_server.commerce.notifications import service, store
from rpc_server.commerce.notifications.delivering import deliver_next
from rpc_server.commerce.notifications.model import Delivery, Endpoint, Message, NotificationKind, Topic
from rpc_server.commerce.notifications.signature import SIGNATURES
from rpc_server.gateways.courier import Answer

ANOTHER = "100000001"
"""An order nothing was told of yet."""

URL = "http://listener.example/ipn.php"


def endpoint(name: str = "shop", kind: NotificationKind = NotificationKind.IPN, **changes: Any) -> Endpoint:
    """A listener of the merchant's; of INS with the secret word tango."""
    word = "tango" if kind is NotificationKind.INS else None
    return Endpoint(**{"name": name, "kind": kind, "url": URL, "secret_word": word, **changes})


def add(context: Context, *endpoints: Endpoint) -> None:
    """Give the merchant these endpoints; the shop's of IPN without any named. Commits."""
    for new in endpoints or (endpoint(),):
        service.add_endpoint(context, new)
    context.work.commit()


def receipt(posted: Message, key: str = "SECRET_KEY", date: str = "20260310140001") -> str:
    """The read receipt a published PHP listener answers an IPN or an LCN with."""
    first = dict(reversed(posted))
    names = ("LICENSE_CODE", "EXPIRATION_DATE") if "LICENSE_CODE" in first else ("IPN_PID[]", "IPN_PNAME[]", "IPN_DATE")
    digest = sign(Algorithm.SHA256, key, *(first.get(name, "") for name in names), date)
    return f'<sig algo="sha256" date="{date}">{digest}</sig>'


def receive(posted: Message) -> Answer:
    """A listener that takes everything."""
    return Answer(3, 200, receipt(posted).encode())


def fail(_posted: Message) -> Answer:
    """A listener that is broken."""
    return Answer(3, 500, b"Fatal error")


@dataclass
class Listener:
    """A courier that asks ``answers`` one after the other what came back, then ``receive``; keeps what it took.

    Asked for a URL it keeps that, and is as well as can be.
    """

    answers: list[Callable[[Message], Answer]] = field(default_factory=list)
    posted: list[Message] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)

    def post(self, url: str, form: bytes, *, reaches_private: bool) -> Answer:
        message = tuple(parse_qsl(form.decode(), keep_blank_values=True))
        self.posted.append(message)
        self.urls.append(url)
        return (self.answers.pop(0) if self.answers else receive)(message)

    def get(self, url: str, *, reaches_private: bool) -> Answer:
        self.urls.append(url)
        return Answer(3, 200)

    def told(self, name: str) -> list[str]:
        """The value of this field in each message, in the order they came."""
        return [dict(reversed(message)).get(name, "") for message in self.posted]


def deliver_all(context: Context) -> list[Delivery]:
    """Send everything that is due."""
    return list(iter(lambda: deliver_next(context), None))


def unsigned(message: Message) -> Message:
    """The message without its signatures."""
    return tuple(pair for pair in message if pair[0] not in SIGNATURES.values())


def reasons(context: Context, reference: str, topic: Topic = Topic.ORDER) -> list[str]:
    """Why each event of an order or subscription was written down, the first first."""
    return [event.reason for event in store.events(context, topic, reference)]


def signed_by(merchant: Merchant, algorithm: Algorithm, values: list[str]) -> str:
    """The merchant's signature over these values."""
    return sign(algorithm, merchant.secret_key, *values)
