"""zeep, strict, reads the WSDL of every endpoint in both uses, and finds every method in it."""

import io
from typing import Any

import pytest
import requests
from zeep import Settings
from zeep.wsdl import Document

from rpc_server.api.families import ENDPOINTS, Endpoint
from rpc_server.wires.soap.names import Use
from rpc_server.wires.soap.wsdl import wsdl_document
from tests.conformance.soap.test_zeep_client import OfflineTransport
from tests.conformance.worlds import REGISTRY


@pytest.mark.parametrize("use", Use, ids=lambda use: use.value)
@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.name)
def test_zeep_finds_every_method(endpoint: Endpoint, use: Use) -> None:
    published = wsdl_document(REGISTRY, endpoint, use, "http://localhost" + endpoint.soap_path)
    offline: Any = OfflineTransport

    with requests.Session() as session:
        document = Document(io.BytesIO(published), offline(session=session), settings=Settings(strict=True))

    (binding,) = document.bindings.values()
    assert set(binding.all()) == {method.name for method in REGISTRY.table(endpoint).values()}
