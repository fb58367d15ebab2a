"""The methods of an endpoint as a Spyne application."""

from typing import Any

from spyne import Application, ServiceBase, rpc
from spyne.protocol.xml import XmlDocument

from rpc_server.api.registry import Method, Registry
from rpc_server.wires.soap.types import Types

_TRANSPORT = "http://schemas.xmlsoap.org/soap/http"


def spyne_application(registry: Registry, types: Types) -> Any:
    """A Spyne application with one operation per method of the endpoint, in the order of their declaration.

    Each descriptor has its ``Method`` as ``udd.method``.
    """
    title = types.endpoint.family.title
    name = f"{''.join(word.capitalize() for word in title.split('-'))}API"
    operations = {method.name: _descriptor(method, types) for method in registry.table(types.endpoint).values()}
    service = type(ServiceBase)(name, (ServiceBase,), operations)
    application = Application(
        [service], types.namespace, name=name, in_protocol=XmlDocument(), out_protocol=XmlDocument()
    )
    application.transport = _TRANSPORT
    return application


def _descriptor(method: Method, types: Types) -> Any:
    """One typed part per parameter that the documents list, in documented order, and the part ``<method>Return``."""
    listed = [parameter for parameter in method.parameters if parameter.is_listed]

    def operation(*_: object) -> None:
        """Stands for the method in Spyne's tables; calls go to the method itself."""

    operation.__name__ = method.name
    operation.__doc__ = method.summary
    return rpc(
        *(types.of(parameter.shape) for parameter in listed),
        _args=[parameter.wire_name for parameter in listed],
        _returns=types.of(method.returns),
        _out_variable_name=f"{method.name}Return",
        _udd={"method": method},
    )(operation)
