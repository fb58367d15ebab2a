"""Channel Manager API 2.1: which partner a session works for, and what is told of partners.

Partners fill carts from their price lists and order on credit; orders are collected on proformas. Currency,
billing and margin are those of the partner record: no call sets them.
"""

from typing import Annotated

from rpc_server.api.dispatch import Call
from rpc_server.api.families import CHANNEL_MANAGER
from rpc_server.api.objects.order_views import view_of
from rpc_server.api.objects.partners import Partner, show_partner
from rpc_server.api.registry import method
from rpc_server.api.shapes import Code, MaxLength, Wire
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.partners import credit, model, service
from rpc_server.commerce.partners.errors import (
    InvalidSearch,
    NoPartnerSet,
    PartnerCodeMissing,
    PartnerNotActive,
    PartnerNotFound,
)
from rpc_server.commerce.partners.panel import service as panel
from rpc_server.commerce.partners.panel.errors import PanelEmailInvalid
from rpc_server.commerce.partners.proformas import details
from rpc_server.commerce.sign_on.errors import ValidationIpInvalid, ValidityTimeInvalid
from rpc_server.errors import ApiError

Line = Annotated[str | None, MaxLength(255)]


@method("setPartner", CHANNEL_MANAGER, errors=[Forbidden, PartnerCodeMissing, PartnerNotActive])
def set_partner(call: Call, partner_code: str | None = None) -> bool:
    """Choose the partner the calls that follow are for; nearly every other method needs it.

    Choosing another partner than before empties the cart and forgets external reference, comment and proforma
    (inferred: price lists belong to a partner).
    """
    partner = service.set_partner(call.context, partner_code)
    if partner.code != call.open_session.state.partner_code:
        details.forget(call.context, call.open_session.state)
        call.remember(partner_code=partner.code, **NOTHING_TOLD)
    return True


@method("getPartnerByCode", CHANNEL_MANAGER, errors=[Forbidden, PartnerCodeMissing, PartnerNotFound], writes=False)
def get_partner_by_code(call: Call, partner_code: str | None = None) -> Partner:
    """An active partner and what is left of its credit; needs no ``setPartner``."""
    partner = service.partner_by_code(call.context, partner_code)
    return show_partner(partner, credit.available(call.context, partner))


@method("searchPartners", CHANNEL_MANAGER, errors=[Forbidden, InvalidSearch], writes=False)
def search_partners(call: Call, search_string: Annotated[str | None, Code(InvalidSearch.code)] = None) -> list[Partner]:
    """The active partners whose company or e-mail address has this text in it, in any case; needs no ``setPartner``."""
    found = service.search(call.context, search_string)
    left = credit.left(call.context, found)
    return [show_partner(partner, left[partner.code]) for partner in found]


@method(
    "getPartnerSingleSignOn",
    CHANNEL_MANAGER,
    errors=[
        Forbidden,
        PartnerCodeMissing,
        PartnerNotFound,
        PanelEmailInvalid,
        ValidityTimeInvalid,
        ValidationIpInvalid,
    ],
    writes=False,
)
def get_partner_single_sign_on(
    call: Call,
    email: Line = None,
    partner_code: str | None = None,
    access_page: Line = None,
    validity_time: int | None = None,
    validation_ip: Annotated[str | None, MaxLength(45), Wire("validationIP")] = None,
) -> str:
    """A link that signs the partner in to its panel for ``validityTime`` seconds (10); needs no ``setPartner``.

    ``email`` must be the partner's. ``accessPage`` is an address of the panel as the hosted service has it.
    ``validationIP`` is the address the link may be followed from; empty for any.
    """
    return panel.link(
        call.context,
        view_of(call).base_url,
        code=partner_code,
        email=email or "",
        page=access_page or "",
        seconds=validity_time,
        ip=validation_ip or "",
    )


NOTHING_TOLD: dict[str, object] = {
    "basket": (),
    "external_reference": None,
    "comment": None,
    "proforma_number": None,
    "payment": None,
    "card_id": None,
}
"""What a session that was told nothing of an order or a payment keeps of them."""


def partner_of(call: Call, refusal: type[ApiError] = NoPartnerSet) -> model.Partner:
    """The partner the session works for; where it has none it is told in the method's own words."""
    try:
        return service.chosen_partner(call.context, call.open_session.state.partner_code)
    except NoPartnerSet as unset:
        raise refusal(hint=unset.hint) from unset
