"""The published description of the control API, made from its resources."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

import rpc_server
from rpc_server.wires.control.problems import TYPE, Problem
from rpc_server.wires.control.resource import ROOT, Resource

_REFERENCE = "#/components/schemas/{name}"
_SECURITY = "controlToken"
_TEXT = {"type": "string"}

Json = dict[str, Any]
Schemas = dict[Any, Json]
"""The schema of each type."""


def open_api(resources: Sequence[Resource]) -> Json:
    """The OpenAPI 3.1 document; paths in the order of declaration, schemas in alphabetical order."""
    types = [type_ for resource in resources for type_ in (resource.takes, resource.answers) if _is_described(type_)]
    schemas, components = msgspec.json.schema_components([*types, Problem], ref_template=_REFERENCE)
    schema_of = dict(zip([*types, Problem], schemas, strict=True))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "rpc_server, control API of the sandbox",
            "version": rpc_server.__version__,
            "description": "Moves the clock, fills, resets and looks into accounts that are not live.",
        },
        "security": [{_SECURITY: []}],
        "paths": _paths(resources, schema_of),
        "components": {
            "securitySchemes": {_SECURITY: {"type": "http", "scheme": "bearer"}},
            "schemas": dict(sorted(components.items())),
        },
    }


def _is_described(type_: Any) -> bool:
    return type_ is not None and type_ is not str


def _paths(resources: Iterable[Resource], schema_of: Schemas) -> Json:
    paths: dict[str, Json] = {}
    for resource in resources:
        paths.setdefault(ROOT + resource.path, {})[resource.verb.lower()] = _operation(resource, schema_of)
    return paths


def _operation(resource: Resource, schema_of: Schemas) -> Json:
    summary, _, more = resource.told.partition("\n\n")
    operation: Json = {"operationId": resource.handler.__name__, "summary": summary}
    if more:
        operation["description"] = more
    places = [{"name": name, "in": "path", "required": True, "schema": _TEXT} for name in resource.places]
    if parameters := [*places, *_query(resource)]:
        operation["parameters"] = parameters
    if resource.takes is not None and not resource.takes_query:
        operation["requestBody"] = _body(resource, schema_of)
    answers = schema_of.get(resource.answers, {})
    operation["responses"] = {
        "200": {"description": "Done.", "content": {"application/json": {"schema": answers}}},
        "default": {"description": "Refused.", "content": {TYPE: {"schema": schema_of[Problem]}}},
    }
    return operation


def _query(resource: Resource) -> list[Json]:
    if not resource.takes_query:
        return []
    schema = msgspec.json.schema(resource.takes)
    described = next(iter(schema["$defs"].values()))
    required = described.get("required", ())
    return [
        {"name": name, "in": "query", "required": name in required, "schema": of}
        for name, of in described["properties"].items()
    ]


def _body(resource: Resource, schema_of: Schemas) -> Json:
    if resource.takes is str:
        return {"required": True, "content": {"application/yaml": {"schema": _TEXT}}}
    return {"content": {"application/json": {"schema": schema_of[resource.takes]}}}
