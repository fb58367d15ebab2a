"""What of links falls due: those nobody can follow any more are forgotten."""

from rpc_server.commerce.accounts.duties import Forgetting
from rpc_server.commerce.sign_on.tables import SignOnRow

LINK_EXPIRIES = Forgetting(
    "sign-on links to forget",
    SignOnRow.merchant_id,
    SignOnRow.expires_at,
    lambda n: "a sign-on link forgotten" if n == 1 else f"{n} sign-on links forgotten",
)
DUTIES = (LINK_EXPIRIES,)
"""The duties of links."""
