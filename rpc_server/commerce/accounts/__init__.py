"""Merchants, their secret keys, and the sessions their clients open."""
