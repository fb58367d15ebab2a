"""Subscriptions that began elsewhere, taken over with what their merchant knows of them."""
