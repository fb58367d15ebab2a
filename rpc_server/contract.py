"""The published contract as files: one WSDL and one OpenRPC document per endpoint, made from the declarations."""

import json
from collections.abc import Iterator
from pathlib import Path

from rpc_server.api.families import ENDPOINTS
from rpc_server.api.methods import groups
from rpc_server.api.registry import Registry
from rpc_server.api.schema import open_rpc

_ADDRESS = "http://localhost:8080"


def documents() -> Iterator[tuple[Path, bytes]]:
    """Every contract file: its path below the project's root, and its whole content."""
    from rpc_server.wires.soap.wsdl import wsdl_document

    registry = Registry(groups())
    for endpoint in ENDPOINTS:
        yield (
            Path("wsdl", f"{endpoint.name}.wsdl"),
            wsdl_document(registry, endpoint, "encoded", _ADDRESS + endpoint.soap_path),
        )
        described = json.dumps(open_rpc(registry, endpoint), indent=1, ensure_ascii=False) + "\n"
        yield Path("schemas", f"{endpoint.name}.openrpc.json"), described.encode()


def export(directory: Path) -> list[Path]:
    """Write every contract file below ``directory`` and answer their paths."""
    written = []
    for path, content in documents():
        target = directory / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        written.append(target)
    return written
