"""Stripe as the payment processor; needs the extra ``stripe``, which is loaded with this package."""

from rpc_server.gateways.stripe.gateway import Stripe

__all__ = ["Stripe"]
