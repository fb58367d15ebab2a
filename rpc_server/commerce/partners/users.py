"""Who works for a partner: one user each, known by a UUID that its code makes and by the partner's e-mail address."""

import uuid

from rpc_server.commerce.context import Context
from rpc_server.commerce.partners import service
from rpc_server.commerce.partners.errors import PartnerUserNotFound
from rpc_server.commerce.partners.model import Partner


def uuid_of(context: Context, partner: Partner) -> str:
    """The UUID of the partner's user, the same on every machine."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{context.merchant.code}/partners/{partner.code}"))


def partner_of(context: Context, user_uuid: str | None, email: str | None) -> Partner:
    """The active partner whose user has this UUID and this e-mail address, as far as either is given.

    Raises ``PartnerUserNotFound`` where neither is, or nobody has both.
    """
    wanted_uuid, wanted_email = (user_uuid or "").strip().lower(), (email or "").strip().lower()
    if wanted_uuid or wanted_email:
        for partner in service.active(context):
            has_uuid = not wanted_uuid or uuid_of(context, partner) == wanted_uuid
            if has_uuid and (not wanted_email or partner.email.lower() == wanted_email):
                return partner
    raise PartnerUserNotFound(field="PartnerUserUUID" if wanted_uuid else "Email")
