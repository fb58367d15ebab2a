"""The address where a customer renews his subscription by hand, and the seal that makes it the merchant's."""

import hmac
from urllib.parse import urlencode

from rpc_server.commerce.context import Context
from rpc_server.commerce.subscriptions.model import Subscription
from rpc_server.commerce.subscriptions.status import SubscriptionStatus, status

PATH = "/renewal/"
MERCHANT, SUBSCRIPTION, SEAL = "MERCHANT", "LICENSE", "HASH"
"""The parameters of the address."""

_SEAL_LENGTH = 32
_OVER = (SubscriptionStatus.CANCELED, SubscriptionStatus.EXPIRED)


def renewal_link(context: Context, subscription: Subscription, base_url: str) -> str:
    """The address at ``base_url``, this server as the client knows it; empty for what cannot be renewed.

    It names the account and the subscription, as the hosted service's addresses do, and carries their seal.
    """
    is_over = status(subscription, context.clock.now()) in _OVER
    if is_over or subscription.is_lifetime:
        return ""
    reference = subscription.reference
    named = {MERCHANT: context.merchant.code, SUBSCRIPTION: reference, SEAL: seal(context, reference)}
    return f"{base_url}{PATH}?{urlencode(named)}"


def seal(context: Context, reference: str) -> str:
    """What only this server can write for a subscription of this merchant: 32 hexadecimals."""
    return context.services.vault.fingerprints(f"renewal link {context.merchant_id}/{reference}")[0][:_SEAL_LENGTH]


def is_sealed(context: Context, reference: str, given: str) -> bool:
    """Whether ``given`` is the seal, with any key of the vault; in constant time."""
    seals = context.services.vault.fingerprints(f"renewal link {context.merchant_id}/{reference}")
    return any(hmac.compare_digest(known[:_SEAL_LENGTH].encode(), given.encode()) for known in seals)
