"""Tables of fields: what each field of a message tells of its subject, in the order they are posted."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias, TypeVar

from rpc_server.commerce.notifications.model import Field
from rpc_server.commerce.notifications.signature import plain

T = TypeVar("T")

Fields: TypeAlias = Mapping[str, str | Callable[[T], object]]
"""By name: a text that is always the same, or what to ask of the subject. None is told as an empty text."""


def told(fields: Fields[T], subject: T) -> Iterator[Field]:
    """Every field once."""
    return told_of_each(fields, (subject,))


def told_of_each(fields: Fields[T], subjects: Iterable[T]) -> Iterator[Field]:
    """Field by field, each of all subjects: the elements of an array stand together."""
    several = tuple(subjects)
    return ((name, _told(value, subject)) for name, value in fields.items() for subject in several)


def _told(value: str | Callable[[T], object], subject: T) -> str:
    if isinstance(value, str):
        return value
    answer = value(subject)
    return "" if answer is None else plain(str(answer))
