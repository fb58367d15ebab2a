"""The reference page: every declared method with its parameters, answer, versions and errors."""

import inspect
from itertools import groupby

from rpc_server.api.errors import rpc_code
from rpc_server.api.families import ENDPOINTS, Family
from rpc_server.api.registry import Method, Parameter, Registry
from rpc_server.api.shapes import Anything, Array, Kind, Mapping, Scalar, Shape, Structure

_KINDS = {Kind.TEXT: "text", Kind.INTEGER: "whole number", Kind.AMOUNT: "amount", Kind.BOOLEAN: "true or false"}
_HEAD = """# Methods

Written by `make contract` from the declarations in `rpc_server/api/methods`. Every method here works over SOAP and over
JSON-RPC, in the versions named. Arguments are positional, in this order; an argument in brackets may be left out. The members of
the objects are in `wsdl/` and `schemas/`.
"""


def page(registry: Registry) -> str:
    """The page as Markdown: families, their groups, their methods in the order of declaration."""
    return _HEAD + "".join(_family(registry, family) for family in Family)


def _family(registry: Registry, family: Family) -> str:
    endpoints = [endpoint for endpoint in ENDPOINTS if endpoint.family is family]
    declared = [method for method in registry.methods if any(method.exists_at(endpoint) for endpoint in endpoints)]
    paths = f"`{endpoints[-1].soap_path}` and `{endpoints[-1].rpc_path}`"
    groups = "".join(
        f"\n### {group.replace('_', ' ')}\n{''.join(_method(method, family) for method in methods)}"
        for group, methods in groupby(declared, lambda method: method.group)
    )
    return f"\n## {family.title} API\n\nThe newest version is at {paths}.\n{groups}"


def _method(method: Method, family: Family) -> str:
    parameters = ", ".join(_parameter(parameter) for parameter in method.parameters if parameter.is_listed)
    told = inspect.getdoc(method.handler) or ""
    errors = "".join(f"- `{error.code}` ({rpc_code(error())}) {error.text}\n" for error in dict.fromkeys(method.errors))
    return (
        f"\n#### {method.name}\n\n`{method.name}({parameters})` answers {_named(method.returns)}; "
        f"{_versions(method, family)}.\n\n{told}\n" + (f"\n{errors}" if errors else "")
    )


def _parameter(parameter: Parameter) -> str:
    told = f"{parameter.wire_name}: {_named(parameter.shape)}"
    return told if parameter.is_required else f"[{told}]"


def _versions(method: Method, family: Family) -> str:
    versions = [str(e.version) for e in ENDPOINTS if e.family is family and method.exists_at(e)]
    return f"version {versions[0]}" if len(versions) == 1 else f"versions {versions[0]} to {versions[-1]}"


def _named(shape: Shape) -> str:
    match shape:
        case Scalar(kind):
            return _KINDS[kind]
        case Array(item):
            return f"list of {_named(item)}"
        case Structure():
            return shape.name
        case Mapping():
            return "map of texts"
        case Anything():
            return "any value"
