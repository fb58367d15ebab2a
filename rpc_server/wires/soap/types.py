"""From shapes to Spyne types, as one endpoint's version has them."""

from typing import Any

from spyne import Array as SpyneArray
from spyne import Boolean, ComplexModel, Double, Int, Unicode
from spyne.model.primitive import AnyXml

from rpc_server.api.families import Endpoint
from rpc_server.api.shapes import Array, Kind, Scalar, Shape, Structure
from rpc_server.wires.soap.names import Use, namespace

_SCALARS = {Kind.TEXT: Unicode, Kind.INTEGER: Int, Kind.AMOUNT: Double, Kind.BOOLEAN: Boolean}


class Types:
    """The Spyne types of one endpoint in one use, one per shape.

    A structure keeps its name, which clients' class maps rely on, and has every member its version has, input-only
    ones too (PHP drops what the type does not name), each optional and nillable (PHP refuses to send an object
    that lacks a required one). Maps and untyped values are ``xsd:anyType``.
    """

    def __init__(self, endpoint: Endpoint, use: Use) -> None:
        self.endpoint = endpoint
        self.use = use
        self._made: dict[Shape, Any] = {}
        self.namespace = namespace(endpoint, use)

    def of(self, shape: Shape) -> Any:
        """The Spyne model class of a shape."""
        match shape:
            case Scalar(kind):
                return _SCALARS[kind]
            case Array(item):
                return self._made.get(shape) or self._array(shape, item)
            case Structure():
                return self._made.get(shape) or self._structure(shape)
            case _:
                return AnyXml

    def name(self, shape: Shape) -> str:
        """The shape's type as messages name it: ``xsd:string``, ``ns1:Order``."""
        type_ = self.of(shape)
        return f"{'ns1' if isinstance(shape, Array | Structure) else 'xsd'}:{type_.get_type_name()}"

    def _array(self, array: Array, item: Shape) -> Any:
        member = self.of(item)
        name = member.get_type_name()
        self._made[array] = model = SpyneArray(member, type_name=f"ArrayOf{name[:1].upper()}{name[1:]}")
        return model

    def _structure(self, structure: Structure) -> Any:
        self._made[structure] = model = ComplexModel.produce(self.namespace, structure.name, [])
        for member in structure.at(self.endpoint):
            model.append_field(member.wire_name, self.of(member.shape))
        return model
