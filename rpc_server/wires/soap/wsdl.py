"""The published WSDL of an endpoint, in rpc style.

Spyne writes document/literal, under which PHP's ``$client->login($code, $date, $hash)`` loses every argument
without a word; the subclass here writes rpc/encoded, or rpc/literal for stacks that refuse encoded.
"""

from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree
from spyne.const.xml import WSDL11, WSDL11_SOAP, XSD
from spyne.interface.wsdl import Wsdl11
from spyne.model import Array

from rpc_server.api.families import Endpoint
from rpc_server.api.registry import Registry
from rpc_server.wires.soap.names import ENCODING, SCHEMA, Use, namespace
from rpc_server.wires.soap.service import spyne_application
from rpc_server.wires.soap.types import Types

_ADDRESS = "urn:address"


def wsdl_document(registry: Registry, endpoint: Endpoint, use: Use, address: str) -> bytes:
    """The endpoint's WSDL 1.1 with ``address`` as its only address: the same bytes whenever nothing changed."""
    before, after = _document(registry, endpoint, use)
    return before + escape(address, {'"': "&quot;"}).encode() + after


@cache
def _document(registry: Registry, endpoint: Endpoint, use: Use) -> tuple[bytes, bytes]:
    """The document before and after the address, which is never kept: it comes from a request."""
    application = spyne_application(registry, endpoint, Types(endpoint))
    wsdl = RpcWsdl(application.interface, endpoint, use)
    wsdl.build_interface_document(_ADDRESS)
    before, _, after = wsdl.to_bytes().partition(_ADDRESS.encode())
    return before, after


class RpcWsdl(Wsdl11):  # type: ignore[misc]
    """Spyne's WSDL with rpc bindings: a typed part per parameter, and lists as ``SOAP-ENC:Array`` where encoded."""

    def __init__(self, interface: Any, endpoint: Endpoint, use: Use) -> None:
        super().__init__(interface, element_form_default="unqualified")
        self._use = use
        self._body_namespace = namespace(endpoint, use)
        self._methods = [method for service in interface.services for method in service.public_methods.values()]
        self._messages = {id(m) for method in self._methods for m in (method.in_message, method.out_message)}

    def to_bytes(self) -> bytes:
        """The built document, indented, without the namespaces it does not use."""
        self._name_prefixes_used()
        return etree.tostring(self.root_elt, xml_declaration=True, encoding="UTF-8", pretty_print=True)
