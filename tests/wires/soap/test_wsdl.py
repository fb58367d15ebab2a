"""The published documents: what PHP, .NET, Axis and the rest make their calls from."""

from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from rpc_server.api.registry import Registry
from rpc_server.wires.soap.names import Use
from rpc_server.wires.soap.wsdl import wsdl_document
from tests.wires.soap.shop import SOAP_3, SOAP_6, Shop

ADDRESS = "http://localhost:8080/soap/6.0/"
EXPECTED = Path(__file__).parent / "expected"
NAMES = {
    "wsdl": "http://schemas.xmlsoap.org/wsdl/",
    "soap": "http://schemas.xmlsoap.org/wsdl/soap/",
    "xs": "http://www.w3.org/2001/XMLSchema",
}


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Shop().registry


def parts(document: bytes, message: str) -> list[tuple[str | None, str | None]]:
    found = fromstring(document).findall(f"wsdl:message[@name='{message}']/wsdl:part", NAMES)
    return [(part.get("name"), part.get("type")) for part in found]


@pytest.mark.parametrize("use", Use)
def test_the_document_is_the_same_to_the_byte_in_every_process_and_python(registry: Registry, use: Use) -> None:
    document = wsdl_document(registry, SOAP_6, use, ADDRESS)

    assert document.decode() == (EXPECTED / f"merchant-6.0.{use.value}.wsdl").read_text(encoding="utf-8")


def test_parts_stand_in_documented_order_without_the_unlisted(registry: Registry) -> None:
    document = wsdl_document(registry, SOAP_6, Use.ENCODED, ADDRESS)

    assert parts(document, "login") == [("merchantCode", "xs:string"), ("date", "xs:string"), ("hash", "xs:string")]
    assert parts(document, "loginResponse") == [("loginReturn", "xs:string")]
    assert parts(document, "getTimestamp") == []


def test_each_version_has_its_own_members_and_namespace(registry: Registry) -> None:
    document = wsdl_document(registry, SOAP_3, Use.ENCODED, ADDRESS)

    assert b'targetNamespace="urn:rpc:merchant:3.0"' in document
    assert b"HasShipping" not in document


def test_every_member_may_be_missing_or_null(registry: Registry) -> None:
    root = fromstring(wsdl_document(registry, SOAP_6, Use.ENCODED, ADDRESS))

    members = root.findall(".//xs:complexType/xs:sequence/xs:element", NAMES)

    assert len(members) == 25
    assert {(member.get("minOccurs"), member.get("nillable")) for member in members} == {("0", "true")}


def test_the_address_is_escaped(registry: Registry) -> None:
    document = wsdl_document(registry, SOAP_6, Use.ENCODED, "http://a/?x=\"<&>'")

    (address,) = fromstring(document).iterfind(".//soap:address", NAMES)
    assert address.get("location") == "http://a/?x=\"<&>'"
