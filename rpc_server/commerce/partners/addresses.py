"""What an e-mail address that partners tell must look like."""

import re

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def is_deliverable(text: str | None) -> bool:
    """Whether it has the form of an e-mail address whose host stands in some domain."""
    return bool(_ADDRESS.fullmatch(text or ""))
