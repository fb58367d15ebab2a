"""Signing a partner in to its pages, and what these show."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import Enum
from ipaddress import ip_address
from urllib.parse import urlsplit

from rpc_server.commerce.context import Context
from rpc_server.commerce.orders.model import Order
from rpc_server.commerce.partners import credit, orders, service, tokens
from rpc_server.commerce.partners.model import Partner
from rpc_server.commerce.partners.panel.errors import PanelEmailInvalid
from rpc_server.commerce.partners.proformas import store as proformas
from rpc_server.commerce.partners.proformas.model import Proforma
from rpc_server.commerce.payments.vault import Vault
from rpc_server.commerce.sign_on.errors import LinkOver, ValidationIpInvalid, ValidityTimeInvalid

DEFAULT_SECONDS = 10
"""How long a link is good for unless said otherwise (documented)."""

LONGEST_SECONDS = 86_400
PATH = "/partners/"
PARAMETER = "token"
MOST_ROWS = 50

_PURPOSE = "panel"


class PanelPage(Enum):
    """The pages of the panel, by the end of their documented addresses."""

    OVERVIEW = ""
    ADD_ORDER = "partner_add_order.php"
    CUSTOMERS = "reports_customers.php"
    PROFORMAS = "proformas.php"
    ACCOUNT = "account.php"
    PARTNERSHIP = "partnership.php"


@dataclass(frozen=True, slots=True)
class Visit:
    """Whom a link signs in, where, until when, and from which address alone, if any."""

    merchant_id: int
    partner_code: str
    page: PanelPage
    expires_at: datetime
    ip: str | None


@dataclass(frozen=True, slots=True)
class Panel:
    """What the panel shows a partner: its credit, its latest proformas, its orders on none."""

    partner: Partner
    page: PanelPage
    credit: Decimal | None
    proformas: tuple[Proforma, ...]
    not_invoiced: tuple[Order, ...]


def link(
    context: Context, base_url: str, *, code: str | None, email: str, page: str, seconds: int | None, ip: str
) -> str:
    """An address that signs the partner in for some seconds; ``page`` is the panel's as documented, any other its first.

    Raises ``PartnerCodeMissing``, ``PartnerNotFound``, ``PanelEmailInvalid``, ``ValidityTimeInvalid`` and
    ``ValidationIpInvalid``.
    """
    partner = service.partner_by_code(context, code)
    if email.strip().lower() != partner.email.lower():
        raise PanelEmailInvalid(field="email")
    lifetime = DEFAULT_SECONDS if seconds is None else seconds
    if not 1 <= lifetime <= LONGEST_SECONDS:
        raise ValidityTimeInvalid(field="validityTime")
    wanted = _page(page)
    expires = int((context.clock.now() + timedelta(seconds=lifetime)).timestamp())
    token = tokens.mint(
        context.services.vault,
        _PURPOSE,
        str(context.merchant_id),
        partner.code.encode().hex(),
        wanted.name,
        str(expires),
        _plain_ip(ip),
    )
    return f"{base_url}{PATH}{wanted.value}?{PARAMETER}={token}"


def read(vault: Vault, token: str) -> Visit:
    """Whom the token signs in; raises ``LinkOver`` for one this server never gave."""
    merchant_id, code, page, expires, ip = tokens.read(vault, _PURPOSE, token)
    return Visit(
        merchant_id=int(merchant_id),
        partner_code=bytes.fromhex(code).decode(),
        page=PanelPage[page],
        expires_at=datetime.fromtimestamp(int(expires), UTC),
        ip=ip or None,
    )


def visit(context: Context, visit: Visit, client_address: str | None) -> Panel:
    """What the page shows; raises ``LinkOver`` after its time, for another address, and for a partner no longer active."""
    partner = service.find_partner(context, visit.partner_code)
    is_elsewhere = visit.ip is not None and visit.ip != _canonical(client_address or "")
    if partner is None or is_elsewhere or context.clock.now() > visit.expires_at:
        raise LinkOver
    return Panel(
        partner=partner,
        page=visit.page,
        credit=credit.available(context, partner),
        proformas=tuple(proformas.latest(context, partner, MOST_ROWS)),
        not_invoiced=tuple(orders.not_invoiced(context, partner)[:MOST_ROWS]),
    )


def _page(address: str) -> PanelPage:
    try:
        return PanelPage(urlsplit(address).path.rpartition("/")[2])
    except ValueError:
        return PanelPage.OVERVIEW


def _plain_ip(stated: str) -> str:
    plain = _canonical(stated) if stated.strip() else ""
    if plain is None:
        raise ValidationIpInvalid(field="validationIP")
    return plain


def _canonical(address: str) -> str | None:
    """An IP address in its one spelling; None for none."""
    try:
        return None if "%" in address else str(ip_address(address.strip()))
    except ValueError:
        return None
