"""What clients send where a value may be left out, empty, or one of a few words."""

from enum import Enum
from typing import TypeVar

from msgspec import UNSET, UnsetType

from rpc_server.errors import ApiError

T = TypeVar("T")
Choice = TypeVar("Choice", bound=Enum)


def given(value: T | UnsetType, otherwise: T) -> T:
    """The value, or ``otherwise`` where the member was left out."""
    return otherwise if value is UNSET else value


def text(value: str | None) -> str | None:
    """The text without blanks around it; None for nothing."""
    return (value or "").strip() or None


def upper(value: str | None) -> str:
    """The text in upper case, without blanks around it; empty for nothing."""
    return (value or "").strip().upper()


def chosen(type_: type[Choice], stated: str | None, refusal: type[ApiError], field: str) -> Choice:
    """The member of an enumeration whose value was sent, in any case; raises ``refusal`` on ``field``."""
    wanted = upper(stated)
    for member in type_:
        if str(member.value).upper() == wanted:
            return member
    raise refusal(field=field)
