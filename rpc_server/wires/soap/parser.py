"""From bytes to an element tree, within limits.

The parser is expat, not libxml2: libxml2 keeps every element name a thread ever met, so bodies full of made-up
names fill the memory and, after some 400 MB, make that thread refuse every new name for good (measured with
lxml 6.1). Expat forgets all with the parser, and tells of a DOCTYPE before it reads what is in it.
"""

from collections.abc import Callable
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from rpc_server.api.errors import ParseError, RequestTooLarge
from rpc_server.wires.http import Limits

_Start = Callable[[str, dict[str, str]], None]
_End = Callable[[str], None]


def parse(body: bytes, limits: Limits) -> tuple[Element, bool]:
    """The root element, and whether the message may hold an ``href``.

    Names read ``namespace}local``, or ``local`` where there is no namespace; comments and processing
    instructions leave no trace. Raises ``ParseError`` for what is not well-formed XML, for a DOCTYPE (so there
    are no entities of the client's own) and for an unknown or wrong charset; ``RequestTooLarge`` as soon as
    elements and attributes together, or the depth, pass the limits.
    """
    if not body.strip():
        raise ParseError("The body is empty.", hint="Post a SOAP 1.1 envelope.")
    if body[:64].lstrip().startswith((b"{", b"[")):
        raise ParseError("The body is JSON, not XML.", hint="JSON-RPC has its own address beside this one.")
    builder = TreeBuilder()
    reader = expat.ParserCreate(namespace_separator="}")
    reader.buffer_text = True
    reader.StartDoctypeDeclHandler = _refuse_doctype
    reader.StartElementHandler, reader.EndElementHandler = _within(limits, builder)
    reader.CharacterDataHandler = builder.data
    try:
        reader.Parse(body, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise ParseError(f"The body is not well-formed XML: {error}.") from None
    return builder.close(), "href" in reader.intern


def _within(limits: Limits, builder: TreeBuilder) -> tuple[_Start, _End]:
    nodes_left, levels_left = limits.nodes, limits.depth
    start_element, end_element = builder.start, builder.end

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal nodes_left, levels_left
        nodes_left -= 1 + len(attributes)
        levels_left -= 1
        if nodes_left < 0:
            raise RequestTooLarge(f"The message has more than {limits.nodes} elements and attributes.")
        if levels_left < 0:
            raise RequestTooLarge(f"The message is nested deeper than {limits.depth} elements.")
        start_element(name, attributes)

    def end(name: str) -> None:
        nonlocal levels_left
        levels_left += 1
        end_element(name)

    return start, end


def _refuse_doctype(*_: object) -> None:
    raise ParseError("A document type declaration is not allowed.")
