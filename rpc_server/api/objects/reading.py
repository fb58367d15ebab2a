"""What reading any object of a client comes to: lists with holes, words, whole numbers, what was stated."""

from collections.abc import Iterable
from dataclasses import asdict
from enum import Enum
from typing import TypeVar

import msgspec

from rpc_server.api.errors import InvalidArgument, MissingArgument
from rpc_server.api.objects.sent_values import text, upper
from rpc_server.api.shapes import ApiObject

T = TypeVar("T")
Word = TypeVar("Word", bound=Enum)


def present(values: Iterable[T | None] | None) -> list[T]:
    """A list without the nulls clients leave in it; empty for none."""
    return [value for value in values or () if value is not None]


def word(words: type[Word], stated: str | None, path: str) -> Word | None:
    """The member of an enumeration of words, in any case; None for a blank one. Raises ``InvalidArgument``."""
    named = upper(stated)
    if not named:
        return None
    try:
        return words(named)
    except ValueError:
        known = ", ".join(str(member.value) for member in words)
        raise InvalidArgument(f"{path} must be one of {known}.", field=path) from None


def required_word(words: type[Word], stated: str | None, path: str) -> Word:
    """The same; raises ``MissingArgument`` for a blank one."""
    named = word(words, stated, path)
    if named is None:
        raise MissingArgument(f"{path} is required.", field=path)
    return named


def whole_number(stated: str | None, path: str) -> int | None:
    """A whole number sent as a text, as it is answered; None for a blank one. Raises ``InvalidArgument``."""
    digits = text(stated)
    if digits is None:
        return None
    if not (digits.isascii() and digits.removeprefix("-").isdigit() and len(digits) <= 9):
        raise InvalidArgument(f"{path} must be a whole number.", field=path)
    return int(digits)


def merged(onto: T, sent: ApiObject, *, nullable: tuple[str, ...] = ()) -> T:
    """``onto``, a dataclass, with what the object states of its members; null only counts for ``nullable`` ones."""
    stated = {
        name: present(value) if isinstance(value, list) else value
        for name, value in msgspec.to_builtins(sent).items()
        if value is not None or name in nullable
    }
    return msgspec.convert({**asdict(onto), **stated}, type(onto))  # type: ignore[call-overload]


def stated_or(stated: T | None, otherwise: T) -> T:
    """What was stated, or ``otherwise`` where null says nothing."""
    return otherwise if stated is None else stated


def stated_flag(stated: int | None, otherwise: bool, path: str) -> bool:  # noqa: FBT001 - a value, not a switch
    """A flag sent as 0 or 1, or ``otherwise`` where null says nothing; raises ``InvalidArgument``."""
    if stated not in (None, 0, 1):
        raise InvalidArgument(f"{path} must be 0 or 1.", field=path)
    return otherwise if stated is None else bool(stated)
