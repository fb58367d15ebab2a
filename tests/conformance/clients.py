"""Two small clients, one a wire, with the same face: call a method, get plain values or a refusal.

They post through a ``Transport``, so that a test may run them over HTTP or straight into the application.
"""

import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import werkzeug.test
from lxml import etree

from rpc_server.api.families import Endpoint
from rpc_server.commerce.accounts.signature import Algorithm, sign

_ENV = "http://schemas.xmlsoap.org/soap/envelope/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_XSD = "http://www.w3.org/2001/XMLSchema"
_ENC = "http://schemas.xmlsoap.org/soap/encoding/"
_MAP = "http://xml.apache.org/xml-soap"
_counter = itertools.count(1)

Transport = Callable[[str, bytes, str], bytes]
"""Posts a body of a content type to a path and answers the response's body, whatever its status."""


@dataclass(frozen=True)
class Refusal(Exception):
    """What a caller is told when a call is refused: the code, the text, the field."""

    code: str
    message: str
    field: str | None


class JsonRpcClient:
    """Posts JSON-RPC and reads the result with exact decimals."""

    wire = "jsonrpc"

    def __init__(self, post: Transport, endpoint: Endpoint) -> None:
        self._post = post
        self._path = endpoint.rpc_path

    def call(self, method: str, *arguments: Any) -> Any:
        body = json.dumps(
            {"jsonrpc": "2.0", "method": method, "params": arguments, "id": next(_counter)}, default=float
        )
        response = json.loads(self._post(self._path, body.encode(), "application/json"), parse_float=Decimal)
        if "error" in response:
            error = response["error"]
            raise Refusal(error["data"]["error_code"], error["message"], error["data"]["field"])
        return response["result"]


class SoapClient:
    """Posts rpc/encoded envelopes as PHP writes them for untyped values, and reads typed answers back."""

    wire = "soap"

    def __init__(self, post: Transport, endpoint: Endpoint) -> None:
        self._post = post
        self._path = endpoint.soap_path

    def call(self, method: str, *arguments: Any) -> Any:
        body = etree.fromstring(self._post(self._path, _envelope(method, arguments), "text/xml; charset=utf-8"))[-1]
        fault = body.find(f"{{{_ENV}}}Fault")
        if fault is not None:
            field = fault.find("detail//field")
            raise Refusal(
                fault.findtext("faultcode") or "",
                fault.findtext("faultstring") or "",
                None if field is None or not field.text else field.text,
            )
        (returned,) = body[0]
        assert returned.tag == f"{method}Return"
        return _read(returned)


def into(application: Any) -> Transport:
    """A transport straight into a WSGI application."""
    client = werkzeug.test.Client(application)

    def post(path: str, body: bytes, content_type: str) -> bytes:
        return client.post(path, data=body, content_type=content_type).get_data()

    return post


def _envelope(method: str, arguments: tuple[Any, ...]) -> bytes:
    names = {"SOAP-ENV": _ENV, "xsi": _XSI, "xsd": _XSD, "SOAP-ENC": _ENC, "m": _MAP, "ns1": "urn:any"}
    envelope = etree.Element(f"{{{_ENV}}}Envelope", nsmap=names)
    call = etree.SubElement(etree.SubElement(envelope, f"{{{_ENV}}}Body"), f"{{urn:any}}{method}")
    for number, argument in enumerate(arguments):
        _write(call, f"param{number}", argument)
    return etree.tostring(envelope, xml_declaration=True, encoding="UTF-8")


def _write(parent: Any, name: str, value: Any) -> None:
    element = etree.SubElement(parent, name)
    match value:
        case None:
            element.set(f"{{{_XSI}}}nil", "true")
        case bool():
            _scalar(element, "boolean", str(value).lower())
        case int():
            _scalar(element, "int", str(value))
        case float() | Decimal():
            _scalar(element, "double", str(value))
        case str():
            _scalar(element, "string", value)
        case list():
            element.set(f"{{{_XSI}}}type", "SOAP-ENC:Array")
            element.set(f"{{{_ENC}}}arrayType", f"xsd:ur-type[{len(value)}]")
            for entry in value:
                _write(element, "item", entry)
        case dict():
            element.set(f"{{{_XSI}}}type", "SOAP-ENC:Struct")
            for key, entry in value.items():
                _write(element, key, entry)


def _scalar(element: Any, type_: str, text: str) -> None:
    element.set(f"{{{_XSI}}}type", f"xsd:{type_}")
    element.text = text


def _read(element: Any) -> Any:
    if element.get(f"{{{_XSI}}}nil") == "true":
        return None
    type_ = (element.get(f"{{{_XSI}}}type") or "").partition(":")[2]
    readers: dict[str, Callable[[str], Any]] = {
        "string": str, "int": int, "double": Decimal, "boolean": {"true": True, "false": False}.__getitem__,
    }  # fmt: skip
    if type_ in readers:
        return readers[type_](element.text or "")
    if type_ == "Array":
        return [_read(child) for child in element]
    if type_ == "Map":
        return {_read(item[0]): _read(item[1]) for item in element}
    return {child.tag: _read(child) for child in element}


def log_in(client: JsonRpcClient | SoapClient, date: str, code: str = "APITEST", key: str = "SECRET_KEY") -> str:
    """A session id, signed with SHA-256 for the given UTC date."""
    session_id: str = client.call("login", code, date, sign(Algorithm.SHA256, key, code, date))
    return session_id
