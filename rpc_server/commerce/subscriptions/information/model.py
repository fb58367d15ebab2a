"""A field a merchant keeps with a subscription."""

from dataclasses import dataclass

MOST_FIELDS = 5
LONGEST = 100


@dataclass(frozen=True, slots=True)
class InformationField:
    """A name and what is noted under it, each of 100 characters at most."""

    name: str
    value: str
