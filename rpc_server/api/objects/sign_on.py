"""What clients send to have a customer signed in."""

import re
from enum import Enum

from rpc_server.api.objects.customers import read_external, read_number
from rpc_server.api.objects.sent_values import text
from rpc_server.commerce.sign_on.errors import AccessPageInvalid
from rpc_server.commerce.sign_on.model import AccessPage

ACCOUNT_PATH = "/myaccount/"
TOKEN_PARAMETER = "logintoken"  # noqa: S105 - the documented name of the query's parameter

_CODE = re.compile(r"(?:^|[=&\s])code=([0-9A-Za-z]{1,20})(?:$|[&\s])")


class CustomerType(Enum):
    """By whose number a customer is named: ours or the merchant's (spelling inferred)."""

    OURS = "AVANGATECUSTOMERREFERENCE"
    THEIRS = "EXTERNALCUSTOMERREFERENCE"


def read_page(stated: str | None, path: str) -> AccessPage:
    """The page called so, in any case, ``index`` for none; raises ``AccessPageInvalid``."""
    try:
        return AccessPage((text(stated) or AccessPage.INDEX.value).lower())
    except ValueError:
        pages = ", ".join(page.value for page in AccessPage)
        raise AccessPageInvalid(f"{path} must be one of {pages}.", field=path) from None


def read_subscription(request: str | None) -> str | None:
    """The subscription that ``Request[]=code=123D40F123`` names, None where it names none."""
    found = _CODE.search(request or "")
    return found[1] if found else None


def read_customer(stated: str, type_: CustomerType) -> tuple[int | None, str | None]:
    """The number or name of a customer, as ``find`` takes them; raises ``InvalidArgument``."""
    return (read_number(stated), None) if type_ is CustomerType.OURS else (None, read_external(stated))


def show_link(base_url: str, page: AccessPage, token: str) -> str:
    """Where the customer is to be sent."""
    return f"{base_url}{ACCOUNT_PATH}?page={page.value}&{TOKEN_PARAMETER}={token}"
