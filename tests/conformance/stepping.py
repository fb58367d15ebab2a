"""What a script of calls is made of: steps, some of them made from the answers to earlier ones."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Answers = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """A call; its arguments after the session id may be made from the answers so far (the last of each method)."""

    method: str
    arguments: tuple[Any, ...] = ()

    def resolved(self, answers: Answers) -> list[Any]:
        return [_resolved(argument, answers) for argument in self.arguments]


def _resolved(argument: Any, answers: Answers) -> Any:
    match argument:
        case list():
            return [_resolved(entry, answers) for entry in argument]
        case _ if callable(argument):
            return argument(answers)
        case _:
            return argument


def step(method: str, *arguments: Any) -> Step:
    return Step(method, arguments)


def answered(method: str, *path: Any) -> Callable[[Answers], Any]:
    """The value at ``path`` in what the method answered last."""

    def find(answers: Answers) -> Any:
        value = answers[method]
        for key in path:
            value = value[key]
        return value

    return find
