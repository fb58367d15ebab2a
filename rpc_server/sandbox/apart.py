"""Tables that are about the sandbox itself."""

APART = {"is_apart": True}
"""The ``info`` of a table whose rows neither belong to a snapshot nor go with a reset."""
