"""From the bytes of a request to the operation it names and its positional arguments."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from rpc_server.api.errors import MalformedRequest
from rpc_server.api.families import Endpoint
from rpc_server.api.registry import Method
from rpc_server.wires.http import Limits
from rpc_server.wires.soap.multiref import resolve
from rpc_server.wires.soap.names import ENVELOPE, ENVELOPE_12, Use, local
from rpc_server.wires.soap.parser import parse
from rpc_server.wires.soap.values import element_reader

_ENVELOPE = f"{ENVELOPE}}}Envelope"
_ENVELOPE_12 = f"{ENVELOPE_12}}}Envelope"
_BODY = f"{ENVELOPE}}}Body"
_LITERAL_SUFFIX = f":{Use.LITERAL.value}"

ArgumentsReader = Callable[[Element], list[Any]]


@dataclass(frozen=True, slots=True)
class Message:
    """An rpc request: the operation's local name, its element, and how the answer is to be written.

    The answer is literal exactly if the operation's element is in the namespace of the literal WSDL
    (``urn:...:literal``), as every client made from that WSDL sends it; whatever else comes is answered encoded.
    So PHP in WSDL mode gets types back also for a call with no argument, and so does Savon, which writes neither
    ``encodingStyle`` nor ``xsi:type`` but reads the default WSDL.
    """

    operation: str
    element: Element
    use: Use


def read_message(body: bytes, limits: Limits) -> Message:
    """Read a SOAP 1.1 envelope; headers are ignored, multi-reference values resolved.

    Raises ``ParseError``, ``MalformedRequest`` or ``RequestTooLarge``; SOAP 1.2 is refused as ``VersionMismatch``.
    """
    root, may_refer = parse(body, limits)
    content = _body_of(root)
    element = _operation_in(content)
    if may_refer:
        resolve(element, content, limits)
    namespace, _, name = element.tag.rpartition("}")
    use = Use.LITERAL if namespace.endswith(_LITERAL_SUFFIX) else Use.ENCODED
    return Message(name, element, use)


def shallow_arguments(element: Element) -> list[Any]:
    """The arguments as far as they tell one method from another of its name: texts, and objects by their members."""
    return [{local(member.tag): member.text for member in part} if len(part) else part.text for part in element]


def _body_of(root: Element) -> Element:
    if root.tag == _ENVELOPE_12:
        raise MalformedRequest(
            "Wrong version: this is a SOAP 1.2 envelope.",
            code="VersionMismatch",
            hint=f"Send SOAP 1.1: an Envelope in {ENVELOPE} with Content-Type text/xml.",
        )
    if root.tag != _ENVELOPE:
        raise MalformedRequest(f"{local(root.tag)[:80]} is not a SOAP 1.1 envelope.", field="Envelope")
    body = next((child for child in root if child.tag == _BODY), None)
    if body is None:
        raise MalformedRequest("The envelope has no Body.", field="Body")
    return body


def _operation_in(body: Element) -> Element:
    """The body's first element; multi-reference values follow it."""
    if not len(body):
        raise MalformedRequest("The Body is empty: it must hold the element of an operation.", field="Body")
    return body[0]


def arguments_reader(method: Method, endpoint: Endpoint) -> ArgumentsReader:
    """A function from the operation's element to plain arguments in documented order.

    A part goes by its exact name, else by its name in any case, else by its position, as PHP's own server matches
    them; so PHP's surplus ``param3`` fills the fourth place. Places no part came for are None, and trailing ones
    are cut off, so that arguments a client dropped from the middle can be found missing. Surplus parts are ignored.
    """
    readers = [element_reader(parameter.shape, endpoint) for parameter in method.parameters]
    places = {parameter.wire_name.lower(): n for n, parameter in enumerate(method.parameters)}
    places.update({parameter.wire_name: n for n, parameter in enumerate(method.parameters)})

    def read(operation: Element) -> list[Any]:
        parts = _placed(operation, places, len(readers))
        arguments = [None if part is None else each(part) for each, part in zip(readers, parts, strict=True)]
        while arguments and arguments[-1] is None:
            arguments.pop()
        return arguments

    return read


def _placed(operation: Element, places: dict[str, int], count: int) -> list[Element | None]:
    """The part for each place; a part that goes by no name, or by one already taken, goes by its position."""
    parts: list[Element | None] = [None] * count
    unnamed: list[tuple[int, Element]] = []
    for position, part in enumerate(operation):
        place = places.get(part.tag)
        if place is None:
            place = places.get(local(part.tag).lower())
        if place is None or parts[place] is not None:
            unnamed.append((position, part))
        else:
            parts[place] = part
    for position, part in unnamed:
        if position < count and parts[position] is None:
            parts[position] = part
    return parts
