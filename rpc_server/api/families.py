"""The endpoints there are: families of one method table each, in several versions.

Paths as in the published samples and in clients that ran against the hosted service.
"""

from dataclasses import dataclass
from enum import Enum


class Family(Enum):
    """A set of endpoints with one method table; the value is the path before the version, if any."""

    MERCHANT = ""
    ORDER = "order"
    PRODUCT = "product"
    SUBSCRIPTION = "subscription"
    CHANNEL_MANAGER = "channel-manager"

    @property
    def title(self) -> str:
        return self.value or "merchant"


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """An API version, compared as numbers."""

    major: int
    minor: int

    @classmethod
    def parse(cls, text: str) -> "Version":
        major, minor = text.split(".")
        return cls(int(major), int(minor))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One family at one version, reachable over SOAP and JSON-RPC."""

    family: Family
    version: Version

    @property
    def soap_path(self) -> str:
        return self._path("soap")

    @property
    def rpc_path(self) -> str:
        return self._path("rpc")

    @property
    def name(self) -> str:
        """A file-name friendly name, like ``merchant-6.0``."""
        return f"{self.family.title}-{self.version}"

    def _path(self, wire: str) -> str:
        if self.family is Family.MERCHANT:
            return f"/{wire}/{self.version}/"
        return f"/{self.family.value}/{self.version}/{wire}/"


@dataclass(frozen=True, slots=True)
class Span:
    """The versions of one family, first to last, that have a method."""

    family: Family
    since: Version
    until: Version

    def covers(self, endpoint: Endpoint) -> bool:
        return endpoint.family is self.family and self.since <= endpoint.version <= self.until


def span(family: Family, since: str, until: str) -> tuple[Span, ...]:
    """Spans add up with ``+``: ``span(MERCHANT, "3.0", "6.0") + span(SUBSCRIPTION, "2.0", "2.0")``."""
    return (Span(family, Version.parse(since), Version.parse(until)),)


_VERSIONS = {
    Family.MERCHANT: ("3.0", "3.1", "4.0", "5.0", "6.0"),
    Family.ORDER: ("2.0", "2.1", "2.2", "2.3", "2.4", "2.5"),
    Family.PRODUCT: ("2.0", "2.1", "2.2", "2.3", "2.4", "2.5"),
    Family.SUBSCRIPTION: ("2.0",),
    Family.CHANNEL_MANAGER: ("2.1",),
}

ENDPOINTS = tuple(
    Endpoint(family, Version.parse(version)) for family, versions in _VERSIONS.items() for version in versions
)

MERCHANT = span(Family.MERCHANT, "3.0", "6.0")
MERCHANT_3_TO_4 = span(Family.MERCHANT, "3.0", "4.0")
MERCHANT_5_TO_6 = span(Family.MERCHANT, "5.0", "6.0")
MERCHANT_6 = span(Family.MERCHANT, "6.0", "6.0")
ORDER = span(Family.ORDER, "2.0", "2.5")
PRODUCT = span(Family.PRODUCT, "2.0", "2.5")
SUBSCRIPTION = span(Family.SUBSCRIPTION, "2.0", "2.0")
CHANNEL_MANAGER = span(Family.CHANNEL_MANAGER, "2.1", "2.1")
EVERYWHERE = MERCHANT + ORDER + PRODUCT + SUBSCRIPTION + CHANNEL_MANAGER
