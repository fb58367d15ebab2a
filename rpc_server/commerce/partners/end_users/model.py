"""Subscriptions of partner orders as the partner sees them, and what it tells of their end users."""

from dataclasses import dataclass
from enum import Enum

import msgspec


class Fulfilment(Enum):
    """What became of a subscription's delivery, in the documented words."""

    DELIVERED = "DELIVERED"
    NOT_DELIVERED = "NOT_DELIVERED"
    NO_DELIVERY_REQUIRED = "NO_DELIVERY_REQUIRED"
    VENDOR_CONFIRMED_DELIVERY = "VENDOR_CONFIRMED_DELIVERY"
    VENDOR_DELIVERY_CONFIRMATION_REQUIRED = "VENDOR_DELIVERY_CONFIRMATION_REQUIRED"


@dataclass(frozen=True, slots=True)
class PartnerSubscription:
    """A subscription of a partner order; ``has_end_user``: the partner told who uses it."""

    reference: str
    has_end_user: bool
    fulfilment: Fulfilment


class EndUserDetails(msgspec.Struct, frozen=True, kw_only=True):
    """An end user as a client tells of him, not yet checked."""

    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    email: str | None = None
    phone: str | None = None
    fax: str | None = None
    address1: str | None = None
    address2: str | None = None
    city: str | None = None
    zip: str | None = None
    country: str | None = None
    state: str | None = None
    language: str | None = None
