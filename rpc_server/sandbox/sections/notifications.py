"""Where an account's messages go, in a file of known data."""

from rpc_server.commerce.accounts.signature import Algorithm
from rpc_server.commerce.context import Context
from rpc_server.commerce.notifications import service
from rpc_server.commerce.notifications.model import ALL_ALGORITHMS, NO_TRIAL, Endpoint, NotificationKind, Trial
from rpc_server.errors import ApiError
from rpc_server.sandbox.section import Entry, Section, SeedMistake

KEY = "notifications"


class EndpointEntry(Entry):
    """A URL that is sent IPN, LCN or INS messages.

    ``algorithms`` are those it is signed with: md5, sha256, sha3-256; INS has its ``secret_word`` in their place.
    ``private``: the URL may lead to an address of a private network, or of this machine. ``trial``: what is done to
    the client behind it on purpose.
    """

    name: str
    url: str
    kind: NotificationKind = NotificationKind.IPN
    algorithms: tuple[Algorithm, ...] = ALL_ALGORITHMS
    secret_word: str | None = None
    private: bool = False
    trial: Trial = NO_TRIAL

    def endpoint(self) -> Endpoint:
        """The endpoint as the engine knows it."""
        return Endpoint(
            name=self.name,
            kind=self.kind,
            url=self.url,
            algorithms=self.algorithms,
            secret_word=self.secret_word,
            reaches_private=self.private,
            trial=self.trial,
        )


def load(context: Context, entries: list[EndpointEntry]) -> None:
    """Store the endpoints; raises ``SeedMistake`` for one nothing can be sent to."""
    for n, entry in enumerate(entries):
        try:
            service.add_endpoint(context, entry.endpoint())
        except ApiError as refusal:
            place = (refusal.field,) if refusal.field in EndpointEntry.__struct_fields__ else ()
            raise SeedMistake(refusal.message, KEY, n, *place) from refusal


SECTIONS = (Section(KEY, list[EndpointEntry], load),)
