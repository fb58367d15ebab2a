"""The published WSDL of an endpoint, in rpc style.

Spyne writes document/literal, under which PHP's ``$client->login($code, $date, $hash)`` loses every argument
without a word; the subclass here writes rpc/encoded, or rpc/literal for stacks that refuse encoded.
"""

from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree
from spyne.const.xml import WSDL11, WSDL11_SOAP, XSD
from spyne.interface.wsdl import Wsdl11
from spyne.model import Array

from rpc_server.api.families import Endpoint
from rpc_server.api.registry import Registry
from rpc_server.wires.soap.application import spyne_application
from rpc_server.wires.soap.names import ENCODING, Use
from rpc_server.wires.soap.types import Types

_ADDRESS = "urn:address"


def wsdl_document(registry: Registry, endpoint: Endpoint, use: Use, address: str) -> bytes:
    """The endpoint's WSDL 1.1 served at ``address``: the same bytes on every machine and Python."""
    return build_wsdl(spyne_application(registry, Types(endpoint, use)).interface, use).at(address)


@dataclass(frozen=True, slots=True)
class Wsdl:
    """A WSDL but for its address, which comes from each request and is never kept."""

    before: bytes
    after: bytes

    def at(self, address: str) -> bytes:
        """The whole document; ``address`` is any text, escaped here."""
        return self.before + quoteattr(address).encode() + self.after


def build_wsdl(interface: Any, use: Use) -> Wsdl:
    """The document of a Spyne interface."""
    document = RpcWsdl(interface, use)
    document.build_interface_document(_ADDRESS)
    before, _, after = document.to_bytes().partition(f'"{_ADDRESS}"'.encode())
    return Wsdl(before, after)


class RpcWsdl(Wsdl11):  # type: ignore[misc]
    """Spyne's WSDL with rpc bindings: a typed part per parameter, lists as ``SOAP-ENC:Array`` where encoded.

    Types stand in the order of their names, so that the document is the same in every process.
    """

    def __init__(self, interface: Any, use: Use) -> None:
        super().__init__(interface, element_form_default="unqualified")
        self._use = use
        self._encoding = interface.get_namespace_prefix(ENCODING)
        self._own = interface.get_namespace_prefix(interface.tns)
        self._methods = [method for service in interface.services for method in service.public_methods.values()]
        self._messages = {message for m in self._methods for message in (m.in_message, m.out_message)}

    def to_bytes(self) -> bytes:
        """The built document, indented, the service last; namespaces that nothing names are left out."""
        self.root_elt.extend(self.root_elt.findall(WSDL11("service")))
        named_in_values = ["xs", self._own, self._encoding] if self._use is Use.ENCODED else ["xs", self._own]
        etree.cleanup_namespaces(self.root_elt, keep_ns_prefixes=named_in_values)
        etree.indent(self.root_elt)
        return etree.tostring(self.root_elt, xml_declaration=True, encoding="UTF-8")

    def build_schema_nodes(self) -> None:
        added: set[Any] = set()
        for cls in self.interface.deps:
            self.add(cls, added)
        schema = self.get_schema_node(self._own)
        if self._use is Use.ENCODED:
            etree.SubElement(schema, XSD("import"), namespace=ENCODING)
        schema.extend(node for _, node in sorted(self.get_schema_info(self._own).types.items()))

    def add(self, cls: Any, tags: set[Any]) -> None:
        """Messages are no types in rpc style; arrays are Spyne's wrappers only where literal."""
        if cls in self._messages or cls in tags:
            return
        if self._use is Use.ENCODED and issubclass(cls, Array):
            tags.add(cls)
            self._add_encoded_array(cls, tags)
        else:
            super().add(cls, tags)

    def _add_encoded_array(self, cls: Any, tags: set[Any]) -> None:
        (item,) = cls.get_flat_type_info(cls).values()
        self.add(item, tags)
        node = etree.Element(XSD("complexType"), name=cls.get_type_name())
        content = etree.SubElement(node, XSD("complexContent"))
        restriction = etree.SubElement(content, XSD("restriction"), base=f"{self._encoding}:Array")
        attribute = etree.SubElement(restriction, XSD("attribute"), ref=f"{self._encoding}:arrayType")
        attribute.set(WSDL11("arrayType"), f"{item.get_type_name_ns(self.interface)}[]")
        self.add_complex_type(cls, node)

    def _add_message_for_object(self, root: Any, messages: set[str], obj: Any, message_name: str) -> None:
        messages.add(message_name)
        node = etree.SubElement(root, WSDL11("message"), name=message_name)
        for name, type_ in obj.get_flat_type_info(obj).items():
            etree.SubElement(node, WSDL11("part"), name=name, type=type_.get_type_name_ns(self.interface))

    def add_port_type(self, service: Any, root: Any, service_name: str, types: Any, url: str) -> None:
        super().add_port_type(service, root, service_name, types, url)
        parts = {
            method.operation_name: " ".join(method.in_message.get_flat_type_info(method.in_message))
            for method in self._methods
        }
        for operation in self.port_type_dict[service_name]:
            del operation.attrib["parameterOrder"]
            if order := parts[operation.get("name")]:
                operation.set("parameterOrder", order)

    def add_bindings_for_methods(self, service: Any, root: Any, service_name: str, cb_binding: Any) -> Any:
        binding = super().add_bindings_for_methods(service, root, service_name, cb_binding)
        for node in root.iter(WSDL11_SOAP("binding"), WSDL11_SOAP("operation")):
            node.set("style", "rpc")
        for node in root.iter(WSDL11_SOAP("operation")):
            node.set("soapAction", f"{self.interface.tns}#{node.getparent().get('name')}")
        for node in root.iter(WSDL11_SOAP("body")):
            node.set("use", self._use.value)
            node.set("namespace", self.interface.tns)
            if self._use is Use.ENCODED:
                node.set("encodingStyle", ENCODING)
        return binding
