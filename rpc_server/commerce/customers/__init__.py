"""Customers of a merchant, known by a number of ours and perhaps one of theirs."""
