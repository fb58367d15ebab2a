"""The published contract as files, made from the declarations.

One WSDL and one OpenRPC document per endpoint, the OpenAPI document of the control API, the reference page, and the
table of methods in the README.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from rpc_server.api.families import ENDPOINTS, Endpoint, Family
from rpc_server.api.methods import groups
from rpc_server.api.registry import Registry
from rpc_server.api.schema import open_rpc
from rpc_server.api.surface import DOCUMENTED
from rpc_server.reference import page
from rpc_server.wires.control import RESOURCES, open_api
from rpc_server.wires.soap.names import Use
from rpc_server.wires.soap.wsdl import wsdl_document

_ADDRESS = "http://localhost:8080"
_BEGIN = "<!-- methods: written by `make contract` -->"
_END = "<!-- end of methods -->"


def documents(root: Path) -> Iterator[tuple[Path, bytes]]:
    """Every contract file: its path, and its whole content. Of the README below ``root`` only the table is new."""
    registry = Registry(groups())
    for endpoint in ENDPOINTS:
        wsdl = wsdl_document(registry, endpoint, Use.ENCODED, _ADDRESS + endpoint.soap_path)
        yield Path("wsdl", f"{endpoint.name}.wsdl"), wsdl
        described = json.dumps(open_rpc(registry, endpoint), indent=1, ensure_ascii=False) + "\n"
        yield Path("schemas", f"{endpoint.name}.openrpc.json"), described.encode()
    control = json.dumps(open_api(RESOURCES), indent=1, ensure_ascii=False) + "\n"
    yield Path("schemas", "sandbox.openapi.json"), control.encode()
    yield Path("docs", "reference.md"), page(registry).encode()
    readme = (root / "README.md").read_text()
    before, _, rest = readme.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    yield Path("README.md"), f"{before}{_BEGIN}\n{_table(registry)}{_END}{after}".encode()


def export(root: Path) -> list[Path]:
    """Write every contract file below ``root`` and answer their paths."""
    written = []
    for path, content in documents(root):
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        written.append(target)
    return written


def _table(registry: Registry) -> str:
    lines = ["", "| API | group | works over SOAP and JSON-RPC | not yet |", "|---|---|---|---|"]
    for family, documented in DOCUMENTED.items():
        versions = [endpoint for endpoint in ENDPOINTS if endpoint.family is family]
        works = {declared.name for version in versions for declared in registry.table(version).values()}
        lines += [
            f"| {_title(family, versions)} | {group} | {_listed(names, works)} | {_listed(names, set(names) - works)} |"
            for group, names in documented.items()
        ]
    return "\n".join([*lines, "", ""])


def _title(family: Family, versions: list[Endpoint]) -> str:
    first, last = str(versions[0].version), str(versions[-1].version)
    return f"{family.title} {first}" if first == last else f"{family.title} {first} to {last}"


def _listed(names: tuple[str, ...], wanted: set[str]) -> str:
    return ", ".join(f"`{name}`" for name in names if name in wanted)
