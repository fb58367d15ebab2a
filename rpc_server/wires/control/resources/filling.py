"""Filling accounts, and bringing them back to how they were, over the control API."""

from datetime import datetime
from typing import Annotated

import msgspec

from rpc_server.api.errors import InvalidArgument
from rpc_server.sandbox import reset, seed, snapshots
from rpc_server.sandbox.seed import SeedError
from rpc_server.sandbox.snapshots import Snapshot
from rpc_server.wires.control.resource import Asked, Resource

_SNAPSHOTS = "/merchants/{merchant}/snapshots"
_SNAPSHOT = f"{_SNAPSHOTS}/{{name}}"


class Seeded(msgspec.Struct):
    """The codes of the accounts that were filled."""

    merchants: list[str]


class ResetWish(msgspec.Struct, forbid_unknown_fields=True):
    """With a ``seed`` the same calls draw the same numbers (RefNo and the like) after each such reset."""

    seed: Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | int | None = None


class Reset(msgspec.Struct):
    """Who has what his file says again."""

    merchant: str


class SnapshotShown(msgspec.Struct):
    """A snapshot, taken at a moment by the machine's clock."""

    name: str
    taken_at: datetime


class SnapshotsShown(msgspec.Struct):
    """The snapshots of a merchant, by name."""

    snapshots: list[SnapshotShown]


class Forgotten(msgspec.Struct):
    """The name of the snapshot there was."""

    name: str


def seed_accounts(asked: Asked, text: str) -> Seeded:
    """Store the accounts of a document of known data, in YAML or JSON.

    An account that exists already is filled if it has no products. None may be live.
    """
    try:
        stored = seed.seed_text(asked.services, text, "body", takes_live=False)
    except SeedError as mistake:
        raise InvalidArgument(str(mistake)) from None
    return Seeded([merchant.code for merchant in stored])


def reset_merchant(asked: Asked, wish: ResetWish) -> Reset:
    """Let the merchant have what the file says he was filled from, and nothing else; his sessions end."""
    reset.reset(asked.services, asked.merchant, ids_seed=None if wish.seed is None else str(wish.seed))
    return Reset(asked.merchant)


def list_snapshots(asked: Asked, _: None) -> SnapshotsShown:
    """The snapshots of the merchant."""
    return SnapshotsShown([_shown(each) for each in snapshots.names(asked.services, asked.merchant)])


def save_snapshot(asked: Asked, _: None) -> SnapshotShown:
    """Keep everything the merchant has, his clock and open sessions too, in place of an earlier one of this name."""
    return _shown(snapshots.save(asked.services, asked.merchant, asked.places["name"]))


def load_snapshot(asked: Asked, _: None) -> SnapshotShown:
    """Let the merchant have exactly what he had when the snapshot was taken."""
    return _shown(snapshots.load(asked.services, asked.merchant, asked.places["name"]))


def delete_snapshot(asked: Asked, _: None) -> Forgotten:
    """Forget a snapshot."""
    snapshots.forget(asked.services, asked.merchant, asked.places["name"])
    return Forgotten(asked.places["name"])


def _shown(snapshot: Snapshot) -> SnapshotShown:
    return SnapshotShown(snapshot.name, snapshot.taken_at)


RESOURCES = (
    Resource("POST", "/seed", seed_accounts, Seeded, takes=str),
    Resource("POST", "/merchants/{merchant}/reset", reset_merchant, Reset, takes=ResetWish),
    Resource("GET", _SNAPSHOTS, list_snapshots, SnapshotsShown),
    Resource("PUT", _SNAPSHOT, save_snapshot, SnapshotShown),
    Resource("POST", f"{_SNAPSHOT}/load", load_snapshot, SnapshotShown),
    Resource("DELETE", _SNAPSHOT, delete_snapshot, Forgotten),
)
