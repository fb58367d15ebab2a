"""Proposals: offers a merchant makes to one buyer, sent to him to be accepted."""
