"""Whole requests as Savon, .NET and Axis put them on the wire, headers and all, and the whole answers they get."""

import socket
from typing import Any
from urllib.parse import urlsplit

from tests.conformance.soap.serving import ShopServer
from tests.wires.soap.envelopes import canonical, envelope

LOGGED_IN = envelope(
    '<ns1:loginResponse><loginReturn xsi:type="xsd:string">CODE|2013-07-05 09:25:07|abc|None</loginReturn>'
    "</ns1:loginResponse>"
)
SAVON = """<?xml version="1.0" encoding="UTF-8"?><env:Envelope xmlns:xsd="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:tns="urn:rpc:merchant:6.0"
 xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body><tns:login><merchantCode>CODE</merchantCode>
<date>2013-07-05 09:25:07</date><hash>abc</hash></tns:login></env:Body></env:Envelope>"""
DOTNET = """<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/" xmlns:tns="urn:rpc:merchant:6.0"
 xmlns:types="urn:rpc:merchant:6.0/encodedTypes" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body
 soap:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><tns:placeOrder><sessionID
 xsi:type="xsd:string">s1</sessionID><order href="#id1" /></tns:placeOrder><tns:Order id="id1"
 xsi:type="tns:Order"><TestOrder xsi:type="xsd:boolean">true</TestOrder><Items href="#id2" /></tns:Order>
<soapenc:Array id="id2" soapenc:arrayType="tns:OrderItem[1]"><Item href="#id3" /></soapenc:Array><tns:OrderItem
 id="id3" xsi:type="tns:OrderItem"><Code xsi:type="xsd:string">A</Code><Quantity xsi:type="xsd:int">2</Quantity>
</tns:OrderItem></soap:Body></soap:Envelope>"""
AXIS = """<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope
 xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><ns1:login
 soapenv:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/" xmlns:ns1="urn:rpc:merchant:6.0"><merchantCode
 xsi:type="soapenc:string" xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/">CODE</merchantCode><date
 href="#id0"/><hash xsi:type="xsd:string">abc</hash></ns1:login><multiRef id="id0" soapenc:root="0"
 soapenv:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/" xsi:type="soapenc:string"
 xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/">2013-07-05 09:25:07</multiRef></soapenv:Body>
</soapenv:Envelope>"""


def exchange(server: ShopServer, protocol: str, headers: dict[str, str], body: str) -> tuple[str, str]:
    """Status line and canonical body of the answer to a request written by hand."""
    url = urlsplit(server.url)
    sent = body.encode()
    fields = {"Host": url.netloc, "Content-Length": str(len(sent)), "Connection": "close", **headers}
    lines = [f"POST {url.path} {protocol}", *(f"{name}: {value}" for name, value in fields.items())]
    with socket.create_connection((url.hostname, url.port), timeout=10) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode() + sent)
        answered = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, content = answered.partition(b"\r\n\r\n")
    return head.split(b"\r\n")[0].decode(), canonical(content)


def test_savon(shop_server: ShopServer) -> None:
    headers = {"SOAPAction": '"urn:rpc:merchant:6.0#login"', "Content-Type": "text/xml;charset=UTF-8"}

    assert exchange(shop_server, "HTTP/1.1", headers, SAVON) == ("HTTP/1.1 200 OK", canonical(LOGGED_IN))


def test_axis(shop_server: ShopServer) -> None:
    headers: dict[str, Any] = {
        "Content-Type": "text/xml; charset=utf-8",
        "Accept": "application/soap+xml, application/dime, multipart/related, text/*",
        "User-Agent": "Axis/1.4",
        "Cache-Control": "no-cache",
        "Pragma": "no-cache",
        "SOAPAction": '""',
    }

    assert exchange(shop_server, "HTTP/1.0", headers, AXIS) == ("HTTP/1.1 200 OK", canonical(LOGGED_IN))


def test_dotnet(shop_server: ShopServer) -> None:
    headers = {
        "User-Agent": "Mozilla/4.0 (compatible; MSIE 6.0; MS Web Services Client Protocol 4.0.30319.42000)",
        "Content-Type": "text/xml; charset=utf-8",
        "SOAPAction": '"urn:rpc:merchant:6.0#placeOrder"',
    }
    empty = "".join(
        f'<{name} xsi:nil="true"/>'
        for name in ("GrossPrice", "BillingDetails", "DeliveryDetails")
    )  # fmt: skip

    assert exchange(shop_server, "HTTP/1.1", headers, DOTNET) == (
        "HTTP/1.1 200 OK",
        canonical(
            envelope(f"""<ns1:placeOrderResponse><placeOrderReturn xsi:type="ns1:Order">
              <RefNo xsi:nil="true"/><OrderNo xsi:nil="true"/><TestOrder xsi:type="xsd:boolean">true</TestOrder>{empty}
              <Items SOAP-ENC:arrayType="ns1:OrderItem[1]" xsi:type="SOAP-ENC:Array">
                <item xsi:type="ns1:OrderItem"><Code xsi:type="xsd:string">A</Code>
                  <Quantity xsi:type="xsd:int">2</Quantity><Price xsi:nil="true"/><PriceOptions xsi:nil="true"/></item>
              </Items>
              <Promotions xsi:nil="true"/><Errors xsi:nil="true"/><Custom xsi:nil="true"/>
            </placeOrderReturn></ns1:placeOrderResponse>""")
        ),
    )


def test_a_refusal_reaches_savon_as_a_fault(shop_server: ShopServer) -> None:
    body = SAVON.replace("login", "refuse")

    status, fault = exchange(shop_server, "HTTP/1.1", {"Content-Type": "text/xml;charset=UTF-8"}, body)

    assert status == "HTTP/1.1 500 Internal Server Error"
    assert (
        "<faultcode>FORBIDDEN</faultcode><faultstring>Invalid hash provided or session expired</faultstring>" in fault
    )
