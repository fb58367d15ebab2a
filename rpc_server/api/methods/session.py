"""Opening a session: the call every client makes first."""

from typing import Annotated

from rpc_server.api.dispatch import Call
from rpc_server.api.families import EVERYWHERE
from rpc_server.api.registry import method
from rpc_server.api.shapes import Mark, Wire
from rpc_server.commerce.accounts import service as accounts
from rpc_server.commerce.accounts.errors import Forbidden


@method("login", EVERYWHERE, errors=[Forbidden], needs_session=False)
def login(
    call: Call,
    merchant_code: Annotated[str, Wire("MerchantCode")],
    date: Annotated[str, Wire("Date")],
    signature: Annotated[str, Wire("Hash")],
    algo: Annotated[str | None, Mark.UNLISTED] = None,
) -> str:
    """Open a session and answer its id, the first argument of every other method.

    ``Date`` is the UTC time as ``Y-m-d H:i:s``; ``Hash`` the HMAC (MD5, SHA-256 or SHA3-256) under the secret
    key of byte length + merchant code + byte length + date. ``algo`` names the algorithm; without it the length
    of the hash tells. The session ends ten minutes after its last use.
    """
    services = call.services
    return accounts.open_session(
        call.work.connection,
        services.clock,
        services.ids,
        services.sessions,
        merchant_code=merchant_code,
        date=date,
        hash_=signature,
        algorithm=algo,
    )
