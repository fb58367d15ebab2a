"""Multi-reference values: ``<Order href="#id1"/>`` stands for the element of that id.

.NET and Axis write every object so, PHP an object used twice. Elements are shared, not copied or moved, so each
use sees the value whole; what the message would be when written out is counted against the limits.
"""

from xml.etree.ElementTree import Element

from rpc_server.api.errors import MalformedRequest, RequestTooLarge
from rpc_server.wires.http import Limits


def resolve(operation: Element, body: Element, limits: Limits) -> None:
    """Put the named element's content and type in place of every ``href`` below ``operation``.

    Raises ``MalformedRequest`` for an ``href`` that names nothing in the body or contains itself, and
    ``RequestTooLarge`` when the message, written out, passes the limits.
    """
    named = {name: element for element in body.iter() if (name := element.get("id")) is not None}
    _Resolver(named, limits).resolve(operation, 0)


class _Resolver:
    def __init__(self, named: dict[str, Element], limits: Limits) -> None:
        self._named = named
        self._limits = limits
        self._measures: dict[Element, tuple[int, int]] = {}
        self._shared = 0

    def resolve(self, element: Element, depth: int) -> tuple[int, int]:
        """The element's size and height, written out; ``depth`` is how deep it stands, a reference being a level."""
        size, height = self._measures.get(element) or (0, 0)
        if depth + height > self._limits.depth:
            raise MalformedRequest(
                f"The multi-reference values are nested deeper than {self._limits.depth} or contain themselves."
            )
        if not size:
            self._link(element, depth)
            measures = [self.resolve(child, depth + 1) for child in element]
            size = 1 + sum(child_size for child_size, _ in measures)
            height = 1 + max((child_height for _, child_height in measures), default=0)
            self._measures[element] = size, height
        self._refuse_more_than_allowed(size)
        return size, height

    def _link(self, element: Element, depth: int) -> None:
        reference = element.get("href")
        if reference is None:
            return
        target = self._named.get(reference[1:]) if reference.startswith("#") else None
        if target is None:
            raise MalformedRequest(f"{reference[:80]} names no value of this message.", field="href")
        self.resolve(target, depth + 1)
        self._shared += len(target)
        self._refuse_more_than_allowed(self._shared)
        element.text = target.text
        element[:] = list(target)
        element.attrib.update(target.attrib)
        del element.attrib["href"]

    def _refuse_more_than_allowed(self, elements: int) -> None:
        if elements > self._limits.nodes:
            raise RequestTooLarge(f"The message, written out, has more than {self._limits.nodes} elements.")
