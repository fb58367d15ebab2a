"""Fault rules: what goes wrong on purpose with the calls and charges of a sandbox account."""
