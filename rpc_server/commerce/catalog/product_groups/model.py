"""What a product group is, apart from where it is stored."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProductGroup:
    """A group of products; every product is in one. ``code`` is drawn when the group is made."""

    code: str
    name: str
    template_name: str = ""
    description: str = ""
    is_enabled: bool = True


GENERAL = ProductGroup("General", "General")
"""The group every merchant has, of all products that are in no other."""


@dataclass(frozen=True, slots=True)
class ProductGroupSearch:
    """What to look for; None and empty stand for everything. Both are parts of names; ``page`` counts from 1."""

    name: str | None = None
    template_name: str | None = None
    page: int = 1
    limit: int = 10
