"""What a subscription may become."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UpgradePath:
    """A subscription of ``source`` may become one of ``target`` (product codes)."""

    source: str
    target: str
    scheme: str
