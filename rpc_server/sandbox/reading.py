"""Reads YAML so that amounts are exact, ``NO`` is Norway, no key counts twice, and every value has its line."""

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    _Base = yaml.SafeLoader
else:
    _Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_BOOLEAN = "tag:yaml.org,2002:bool"
_FLOAT = "tag:yaml.org,2002:float"


class _Loader(_Base):
    """Makes plain values only."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 - PyYAML's signature
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value!r} stands twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in rules if tag != _BOOLEAN]
    for letter, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOLEAN, re.compile("true|false"), ["t", "f"])


def _decimal(loader: _Loader, node: yaml.ScalarNode) -> Decimal:
    text = str(loader.construct_scalar(node))
    try:
        return Decimal(text)
    except InvalidOperation:
        raise yaml.constructor.ConstructorError(None, None, f"{text!r} is no amount", node.start_mark) from None


_Loader.add_constructor(_FLOAT, _decimal)


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a file: its value, and the tree that knows the lines."""

    value: Any
    node: yaml.Node

    def line(self, at: tuple[str | int, ...]) -> int:
        """The line (from 1) of what the keys and indexes lead to, or of the nearest thing around it."""
        node, line = self.node, self.node.start_mark.line
        for step in at:
            inner = _inner(node, step)
            if inner is None:
                break
            line, node = inner
        return line + 1


def documents(text: str) -> Iterator[Document]:
    """The documents of a YAML text; raises ``yaml.YAMLError``."""
    loader = _Loader(text)
    while loader.check_node():
        node = loader.get_node()
        if node is not None:
            yield Document(loader.construct_document(node), node)


def _inner(node: yaml.Node, step: str | int) -> tuple[int, yaml.Node] | None:
    """Where the step leads, and the line it begins on: that of its key, in a mapping."""
    match node:
        case yaml.MappingNode():
            return next(((key.start_mark.line, value) for key, value in node.value if key.value == step), None)
        case yaml.SequenceNode() if isinstance(step, int) and step < len(node.value):
            return node.value[step].start_mark.line, node.value[step]
        case _:
            return None
