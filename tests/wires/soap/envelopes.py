"""Envelopes in, answers out: what the tests of the SOAP wire have in common."""

import io
from typing import Any
from xml.etree.ElementTree import canonicalize

from rpc_server.api.families import Endpoint
from rpc_server.wires.http import Limits, WsgiApp
from rpc_server.wires.soap.endpoint import SoapEndpoint
from tests.wires.soap.shop import SOAP_6, Shop

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
ENCODING = "http://schemas.xmlsoap.org/soap/encoding/"
NAMESPACES = (
    f'xmlns:SOAP-ENV="{ENVELOPE}" xmlns:ns1="urn:rpc:merchant:6.0" xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
    f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:SOAP-ENC="{ENCODING}"'
    f' xmlns:ns2="http://xml.apache.org/xml-soap"'
)


def envelope(content: str, values: str = "") -> bytes:
    """An envelope as PHP writes it, with the element of the operation and any multi-reference values after it."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<SOAP-ENV:Envelope {NAMESPACES}'
        f' SOAP-ENV:encodingStyle="{ENCODING}"><SOAP-ENV:Body>{content}{values}</SOAP-ENV:Body></SOAP-ENV:Envelope>'
    ).encode()


def call(operation: str, parts: str = "", values: str = "") -> bytes:
    """The envelope of one operation."""
    return envelope(f"<ns1:{operation}>{parts}</ns1:{operation}>", values)


def canonical(xml: str | bytes) -> str:
    """One spelling for all documents that are node by node the same, up to indentation."""
    return canonicalize(xml.decode() if isinstance(xml, bytes) else xml, strip_text=True)


class Answer:
    """What the server sent back."""

    def __init__(self, status: str, headers: dict[str, str], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    @property
    def canonical(self) -> str:
        return canonical(self.body)


class Client:
    """Calls a SOAP endpoint of the shop in this process."""

    def __init__(self, endpoint: Endpoint = SOAP_6, limits: Limits | None = None) -> None:
        self.shop = Shop()
        self.application: WsgiApp = SoapEndpoint(self.shop, endpoint, limits or Limits(), lambda: "req-1")
        self._path = endpoint.soap_path

    def post(self, body: bytes, **environ: Any) -> Answer:
        return self.request("POST", body, **environ)

    def request(self, verb: str, body: Any = b"", **environ: Any) -> Answer:
        started: list[tuple[str, dict[str, str]]] = []
        base = {
            "REQUEST_METHOD": verb,
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "HTTP_HOST": "localhost:8080",
            "SCRIPT_NAME": "",
            "PATH_INFO": self._path,
            "CONTENT_LENGTH": str(len(body)),
            "REMOTE_ADDR": "192.0.2.7",
        }
        chunks = self.application({**base, **environ}, lambda status, headers: started.append((status, dict(headers))))
        sent = b"".join(chunks)
        (status, headers) = started[-1]
        return Answer(status, headers, sent)

    def arguments(self, body: bytes) -> list[Any]:
        """The untyped arguments that an accepted message is read into."""
        self.post(body)
        return self.shop.requests[-1].arguments
