"""Links to the document of a proforma, good for an hour by the merchant's clock."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from rpc_server.commerce.context import Context
from rpc_server.commerce.partners import tokens
from rpc_server.commerce.partners.proformas.errors import DocumentOver
from rpc_server.commerce.payments.vault import Vault
from rpc_server.commerce.sign_on.errors import LinkOver

LIFETIME = timedelta(hours=1)
PATH = "/partners/proforma.pdf"
PARAMETER = "document"

_PURPOSE = "proforma"


@dataclass(frozen=True, slots=True)
class Link:
    """Which document a link is for, and until when."""

    merchant_id: int
    number: str
    expires_at: datetime

    def check(self, now: datetime) -> None:
        """Raise ``DocumentOver`` where its hour is over."""
        if now > self.expires_at:
            raise DocumentOver


def address(context: Context, base_url: str, number: str) -> str:
    """Where the document can be fetched for an hour from now; ``base_url`` is the server's as the client knows it."""
    expires = int((context.clock.now() + LIFETIME).timestamp())
    token = tokens.mint(context.services.vault, _PURPOSE, str(context.merchant_id), number, str(expires))
    return f"{base_url}{PATH}?{PARAMETER}={token}"


def read(vault: Vault, token: str) -> Link:
    """What a link is for, whether its hour is over or not; raises ``DocumentOver`` for one this server never gave."""
    try:
        merchant_id, number, expires = tokens.read(vault, _PURPOSE, token)
    except LinkOver:
        raise DocumentOver from None
    return Link(int(merchant_id), number, datetime.fromtimestamp(int(expires), UTC))
