"""The Channel Manager's calls at the merchant API 6.0, whose address its 6.0 workflow page gives.

Names the merchant API has not are the Channel Manager's. Names both have are told apart by what is sent with them,
and are the Channel Manager's only in a session that called ``setPartner``: one published plug-in adds an argument to
every call. That the two share an address at all is inferred, so no contract of the merchant API shows it.
"""

from collections.abc import Callable, Sequence
from typing import Any

from rpc_server.api.families import CHANNEL_MANAGER, MERCHANT_6, Endpoint
from rpc_server.api.registry import Registry

_HOST = Endpoint(MERCHANT_6[0].family, MERCHANT_6[0].since)
_GUEST = Endpoint(CHANNEL_MANAGER[0].family, CHANNEL_MANAGER[0].since)

Arguments = Sequence[Any]


def _has_no_object(arguments: Arguments) -> bool:
    """``addProduct(sid, 4700001, ...)`` fills a cart; with an object it makes a product."""
    return len(arguments) > 1 and not isinstance(arguments[1], dict)


def _names_a_price_list(arguments: Arguments) -> bool:
    """``getProductById(sid, 4700001, "EFBECC428A")``, where the merchant's has two arguments."""
    return len(arguments) > 2 and bool(arguments[2])


def _has_no_order(arguments: Arguments) -> bool:
    """``placeOrder(sid)`` orders the cart, ``placeOrder(sid, order)`` the order."""
    return len(arguments) < 2 or not arguments[1]


def _names_no_partner(arguments: Arguments) -> bool:
    """``updateReseller`` of 6.0 says whose reseller it is; that of 2.1 means the session's partner."""
    return len(arguments) > 1 and isinstance(arguments[1], dict) and "PartnerCode" not in arguments[1]


_TOLD_APART: dict[str, Callable[[Arguments], bool]] = {
    "addproduct": _has_no_object,
    "getproductbyid": _names_a_price_list,
    "getproductbycode": _names_a_price_list,
    "placeorder": _has_no_order,
    "getcontents": _has_no_order,
    "updatereseller": _names_no_partner,
}


def meant(
    registry: Registry, endpoint: Endpoint, name: str, arguments: Arguments, has_partner: Callable[[], bool]
) -> Endpoint:
    """The endpoint whose method a call of ``endpoint`` means; ``has_partner`` is asked where that tells."""
    if endpoint != _HOST or name.lower() not in registry.table(_GUEST):
        return endpoint
    if name.lower() not in registry.table(_HOST):
        return _GUEST
    is_told_apart = _TOLD_APART.get(name.lower())
    return _GUEST if is_told_apart is not None and is_told_apart(arguments) and has_partner() else endpoint
