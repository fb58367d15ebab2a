"""What one endpoint serves in one use: its operations with their codecs, and its WSDL."""

from dataclasses import dataclass
from functools import cached_property

from rpc_server.api.families import Endpoint
from rpc_server.api.registry import Method, Registry
from rpc_server.wires.soap.application import spyne_application
from rpc_server.wires.soap.names import Use
from rpc_server.wires.soap.reader import ArgumentsReader, arguments_reader
from rpc_server.wires.soap.types import Types
from rpc_server.wires.soap.writer import AnswerWriter, Writer
from rpc_server.wires.soap.wsdl import Wsdl, build_wsdl


@dataclass(frozen=True, slots=True)
class Operation:
    """A method as SOAP calls it: how its arguments are read and its answer is written."""

    method: Method
    read: ArgumentsReader
    write: AnswerWriter


class SoapService:
    """The operations and the WSDL of an endpoint; each is compiled when it is first asked for, and kept.

    Spyne's descriptors say which operations there are; its message pipeline is not used.
    """

    def __init__(self, registry: Registry, endpoint: Endpoint, use: Use) -> None:
        self._registry = registry
        self._types = Types(endpoint, use)
        self._writer = Writer(self._types)
        self._interface = spyne_application(registry, self._types).interface
        self._operations: dict[str, Operation] = {}

    def operation(self, name: str) -> Operation:
        """The operation of this name, in any case; raises ``UnknownMethod``."""
        found = self._operations.get(name.lower())
        return found if found is not None else self._compile(self._registry.find(self._types.endpoint, name).name)

    @cached_property
    def wsdl(self) -> Wsdl:
        """The published document."""
        return build_wsdl(self._interface, self._types.use)

    def _compile(self, name: str) -> Operation:
        (descriptor,) = self._interface.service_method_map[f"{{{self._types.namespace}}}{name}"]
        method: Method = descriptor.udd.method
        operation = Operation(method, arguments_reader(method, self._types.endpoint), self._writer.answer(method))
        self._operations[name.lower()] = operation
        return operation
