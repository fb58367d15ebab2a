"""The namespaces of SOAP 1.1 messages, and the endpoint's own."""

from enum import Enum

from rpc_server.api.families import Endpoint

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
ENVELOPE_12 = "http://www.w3.org/2003/05/soap-envelope"
ENCODING = "http://schemas.xmlsoap.org/soap/encoding/"
SCHEMA = "http://www.w3.org/2001/XMLSchema"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
APACHE = "http://xml.apache.org/xml-soap"


class Use(Enum):
    """The two ways an rpc message is written: with types in it, or plain as the schema says."""

    ENCODED = "encoded"
    LITERAL = "literal"


def namespace(endpoint: Endpoint, use: Use) -> str:
    """The namespace of the endpoint's types and messages; each use has its own, so that a message tells its use.

    No client of the hosted service hard-codes a namespace: all read it from the WSDL.
    """
    own = f"urn:rpc:{endpoint.family.title}:{endpoint.version}"
    return own if use is Use.ENCODED else f"{own}:{use.value}"


def local(tag: str) -> str:
    """The local part of a name as the parser gives it: ``namespace}local``, or ``local`` alone."""
    return tag.rpartition("}")[2]
