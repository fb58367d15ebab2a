"""The documented methods, one module per group; ``GROUPS`` names them in the order of the reference pages."""

from rpc_server.api.methods import cart, channel_manager, orders, products, session, subscriptions

GROUPS = (session, products, orders, subscriptions, cart, channel_manager)
