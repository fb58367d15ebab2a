"""JSON Schema of shapes and OpenRPC of an endpoint, made from the declarations."""

import inspect
from typing import Any

import rpc_server
from rpc_server.api.errors import rpc_code
from rpc_server.api.families import Endpoint
from rpc_server.api.registry import Method, Parameter, Registry
from rpc_server.api.shapes import Anything, Array, Kind, Mapping, Member, Scalar, Shape, Structure

Json = dict[str, Any]

_KINDS = {Kind.TEXT: "string", Kind.INTEGER: "integer", Kind.AMOUNT: "number", Kind.BOOLEAN: "boolean"}


def open_rpc(registry: Registry, endpoint: Endpoint) -> Json:
    """The OpenRPC 1.3 document of one endpoint, methods and schemas in alphabetical order."""
    methods = sorted(registry.table(endpoint).values(), key=lambda declared: declared.name)
    schemas: dict[str, Json] = {}
    described = [_method(declared, endpoint, schemas) for declared in methods]
    return {
        "openrpc": "1.3.2",
        "info": {
            "title": f"rpc_server, {endpoint.family.title} API {endpoint.version}",
            "version": rpc_server.__version__,
        },
        "methods": described,
        "components": {"schemas": dict(sorted(schemas.items()))},
    }


def _method(declared: Method, endpoint: Endpoint, schemas: dict[str, Json]) -> Json:
    return {
        "name": declared.name,
        "tags": [{"name": declared.group}],
        "summary": declared.summary,
        "description": inspect.getdoc(declared.handler),
        "paramStructure": "either",
        "params": [_parameter(parameter, endpoint, schemas) for parameter in declared.parameters],
        "result": {"name": f"{declared.name}Return", "schema": _schema(declared.returns, endpoint, schemas)},
        "errors": [
            {"code": rpc_code(error()), "message": error.text, "data": {"error_code": error.code}}
            for error in declared.errors
        ],
    }


def _parameter(parameter: Parameter, endpoint: Endpoint, schemas: dict[str, Json]) -> Json:
    return {
        "name": parameter.wire_name,
        "required": parameter.is_required,
        "schema": _schema(parameter.shape, endpoint, schemas),
    }


def _schema(shape: Shape, endpoint: Endpoint, schemas: dict[str, Json]) -> Json:
    match shape:
        case Scalar(kind, max_length):
            limit = {} if max_length is None else {"maxLength": max_length}
            return {"type": [_KINDS[kind], "null"], **limit}
        case Array(item):
            return {"type": ["array", "null"], "items": _schema(item, endpoint, schemas)}
        case Mapping():
            return {"type": ["object", "null"], "additionalProperties": {"type": "string"}}
        case Anything():
            return {}
        case Structure():
            return _reference(shape, endpoint, schemas)


def _reference(structure: Structure, endpoint: Endpoint, schemas: dict[str, Json]) -> Json:
    if structure.name not in schemas:
        schemas[structure.name] = {}
        schemas[structure.name] = {
            "type": ["object", "null"],
            "properties": {member.wire_name: _member(member, endpoint, schemas) for member in structure.at(endpoint)},
        }
    return {"$ref": f"#/components/schemas/{structure.name}"}


def _member(member: Member, endpoint: Endpoint, schemas: dict[str, Json]) -> Json:
    schema = _schema(member.shape, endpoint, schemas)
    return {**schema, "writeOnly": True} if member.is_input_only else schema
