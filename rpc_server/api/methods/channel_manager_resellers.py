"""Channel Manager API 2.1: the companies a partner sells to, and which of them an order is for."""

from typing import Annotated

from rpc_server.api.dispatch import Call
from rpc_server.api.families import CHANNEL_MANAGER
from rpc_server.api.methods.channel_manager import partner_of
from rpc_server.api.objects.resellers import Reseller, show_reseller
from rpc_server.api.registry import method
from rpc_server.api.shapes import Wire
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.partners.errors import OrderReferenceInvalid, OrderReferenceMissing, PartnerNotSet
from rpc_server.commerce.partners.resellers import errors, service

_DETAILS = (
    errors.FirstNameMissing,
    errors.LastNameMissing,
    errors.CompanyMissing,
    errors.EmailMissing,
    errors.EmailInvalid,
    errors.CountryInvalid,
)
_CODE = (errors.ResellerCodeInvalid, errors.ResellerNotFound)
_ORDER = (OrderReferenceMissing, OrderReferenceInvalid)

Details = Annotated[Reseller | None, Wire("Reseller")]


@method("createReseller", CHANNEL_MANAGER, errors=[Forbidden, PartnerNotSet, *_DETAILS])
def create_reseller(call: Call, reseller: Details = None) -> str:
    """Keep a company the partner sells to and answer the code drawn for it; a code that is sent is passed over."""
    partner = partner_of(call, PartnerNotSet)
    return service.create(call.context, partner, (reseller or Reseller()).value()).code


@method("updateReseller", CHANNEL_MANAGER, errors=[Forbidden, PartnerNotSet, *_CODE, *_DETAILS])
def update_reseller(call: Call, reseller: Details = None) -> bool:
    """Keep the reseller of the code that is sent as he is described now, in whole.

    Orders stay as they are: name him on them again with ``setOrderReseller``.
    """
    partner = partner_of(call, PartnerNotSet)
    service.change(call.context, partner, (reseller or Reseller()).value())
    return True


@method("setOrderReseller", CHANNEL_MANAGER, errors=[Forbidden, errors.NoPartnerForSetting, *_ORDER, *_CODE])
def set_order_reseller(call: Call, ref_no: str | None = None, reseller_code: str | None = None) -> bool:
    """Let an order be for this reseller, as he is now; an order that waited for that is delivered."""
    partner = partner_of(call, errors.NoPartnerForSetting)
    service.name_on_order(call.context, partner.code, ref_no, reseller_code)
    return True


@method(
    "getOrderReseller",
    CHANNEL_MANAGER,
    errors=[Forbidden, errors.NoPartnerForReading, *_ORDER, errors.OrderHasNoReseller],
    writes=False,
)
def get_order_reseller(call: Call, ref_no: str | None = None) -> Reseller:
    """The reseller an order is for, as he was when he was named on it."""
    partner = partner_of(call, errors.NoPartnerForReading)
    return show_reseller(service.of_order(call.context, partner, ref_no))
