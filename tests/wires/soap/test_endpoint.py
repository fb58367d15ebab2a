"""The SOAP endpoint against whole messages: what is sent, what is answered, and over which HTTP."""

import gzip

import pytest
from werkzeug.middleware.proxy_fix import ProxyFix

from tests.wires.soap.envelopes import NAMESPACES, Client, call, canonical, envelope
from tests.wires.soap.shop import SOAP_3

SESSION = "<sessionID>s1</sessionID>"


def fault(code: str, text: str, detail: str) -> str:
    return canonical(
        f"""<?xml version="1.0" encoding="UTF-8"?>
        <SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/">
          <SOAP-ENV:Body>
            <SOAP-ENV:Fault>
              <faultcode>{code}</faultcode>
              <faultstring>{text}</faultstring>
              <detail>{detail}</detail>
            </SOAP-ENV:Fault>
          </SOAP-ENV:Body>
        </SOAP-ENV:Envelope>"""
    )


def test_a_call_is_answered_as_phps_soap_server_answers() -> None:
    body = call(
        "setExternalRef",
        '<sessionID xsi:type="xsd:string">s1</sessionID><externalRef xsi:type="xsd:string">REF-é</externalRef>',
    )

    answer = Client().post(body)

    assert answer.status == "200 OK"
    assert answer.headers == {
        "Content-Type": "text/xml; charset=utf-8",
        "Content-Length": str(len(answer.body)),
        "X-Request-Id": "req-1",
    }
    assert answer.canonical == canonical(
        """<?xml version="1.0" encoding="UTF-8"?>
        <SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"
            xmlns:ns1="urn:rpc:merchant:6.0" xmlns:xsd="http://www.w3.org/2001/XMLSchema"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">
          <SOAP-ENV:Body>
            <ns1:setExternalRefResponse>
              <setExternalRefReturn xsi:type="xsd:boolean">true</setExternalRefReturn>
            </ns1:setExternalRefResponse>
          </SOAP-ENV:Body>
        </SOAP-ENV:Envelope>"""
    )


def test_a_call_from_the_literal_wsdl_is_answered_without_types() -> None:
    body = b"""<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
        <m:searchProducts xmlns:m="urn:rpc:merchant:6.0:literal"><sessionID>s1</sessionID><limit>1</limit>
        </m:searchProducts></s:Body></s:Envelope>"""

    answer = Client().post(body)

    assert answer.canonical == canonical(
        """<?xml version="1.0" encoding="UTF-8"?>
        <SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"
            xmlns:ns1="urn:rpc:merchant:6.0:literal" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
          <SOAP-ENV:Body>
            <ns1:searchProductsResponse>
              <searchProductsReturn>
                <OrderItem>
                  <Code>P0</Code><Quantity>1</Quantity><Price xsi:nil="true"/><PriceOptions xsi:nil="true"/>
                </OrderItem>
              </searchProductsReturn>
            </ns1:searchProductsResponse>
          </SOAP-ENV:Body>
        </SOAP-ENV:Envelope>"""
    )


def test_a_call_without_types_or_encoding_style_is_answered_encoded() -> None:
    body = b"""<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><tns:getTimestamp
        xmlns:tns="urn:anything"/></e:Body></e:Envelope>"""

    assert b'<getTimestampReturn xsi:type="xsd:int">1773144000</getTimestampReturn>' in Client().post(body).body


def test_a_refusal_is_a_fault_with_the_bare_code_and_what_to_do() -> None:
    answer = Client().post(call("refuse", SESSION))

    assert answer.status == "500 Internal Server Error"
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.canonical == fault(
        "FORBIDDEN",
        "Invalid hash provided or session expired",
        "<field>sessionID</field><hint>Call &lt;login&gt; &amp; pass what it answers.</hint>"
        "<request_id>req-1</request_id>",
    )


def test_a_bug_is_a_neutral_fault() -> None:
    answer = Client().post(call("crash", SESSION))

    assert answer.status == "500 Internal Server Error"
    assert answer.canonical == fault(
        "INTERNAL_ERROR",
        "Internal error. Quote the request id when you report it.",
        "<request_id>req-1</request_id>",
    )


def test_an_unknown_operation_is_refused_by_name() -> None:
    answer = Client().post(call("nope"))

    assert answer.canonical == fault(
        "METHOD_NOT_FOUND",
        "There is no method 'nope' at merchant-6.0.",
        "<field>method</field><hint>rpc.discover or ?wsdl list the methods of this endpoint.</hint>"
        "<request_id>req-1</request_id>",
    )


def test_operations_are_found_in_any_case() -> None:
    assert b"<ns1:getTimestampResponse>" in Client().post(call("GETTIMESTAMP")).body


def test_the_engine_is_told_who_called_what() -> None:
    client = Client()

    client.post(call("getTimestamp"), HTTP_IDEMPOTENCY_KEY="k1")

    (request,) = client.shop.requests
    assert (request.wire, request.method.name, request.request_id) == ("soap", "getTimestamp", "req-1")
    assert (request.client_address, request.headers["HTTP_IDEMPOTENCY_KEY"]) == ("192.0.2.7", "k1")


def test_headers_and_comments_in_the_envelope_are_ignored() -> None:
    body = f"""<?xml version="1.0"?><!-- a --><?pi?><SOAP-ENV:Envelope {NAMESPACES}><SOAP-ENV:Header>
        <w:Security xmlns:w="urn:w" SOAP-ENV:mustUnderstand="1"><a/></w:Security></SOAP-ENV:Header>
        <SOAP-ENV:Body><!-- b --><ns1:setExternalRef><sessionID>s<!-- c -->1</sessionID>
        <externalRef><![CDATA[<&>]]> x</externalRef></ns1:setExternalRef></SOAP-ENV:Body></SOAP-ENV:Envelope>"""

    assert Client().arguments(body.encode()) == ["s1", "<&> x"]


@pytest.mark.parametrize("content_type", ["text/xml", "application/json", "", "application/soap+xml; charset=x"])
def test_content_type_and_soap_action_do_not_matter(content_type: str) -> None:
    answer = Client().post(call("getTimestamp"), CONTENT_TYPE=content_type, HTTP_SOAPACTION='"urn:other#other"')

    assert answer.status == "200 OK"


def test_a_gzipped_body_is_read() -> None:
    answer = Client().post(gzip.compress(call("getTimestamp")), HTTP_CONTENT_ENCODING="gzip")

    assert answer.status == "200 OK"


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "windows-1252"])
def test_a_body_in_another_declared_encoding_is_read(encoding: str) -> None:
    text = call("setExternalRef", "<sessionID>s1</sessionID><externalRef>é</externalRef>").decode()

    assert Client().arguments(text.replace("UTF-8", encoding).encode(encoding)) == ["s1", "é"]


def test_a_byte_order_mark_is_skipped() -> None:
    assert Client().post(b"\xef\xbb\xbf" + call("getTimestamp")).status == "200 OK"


def test_a_fresh_get_points_to_the_wsdl() -> None:
    answer = Client().request("GET")

    assert answer.status == "200 OK"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.body == b"This is a SOAP endpoint; http://localhost:8080/soap/6.0/?wsdl describes it.\n"


@pytest.mark.parametrize("query", ["wsdl", "WSDL", "wsdl=", "Wsdl=1", "x=1&wsdl"])
def test_the_wsdl_is_rpc_encoded(query: str) -> None:
    answer = Client().request("GET", QUERY_STRING=query)

    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert b'use="encoded" namespace="urn:rpc:merchant:6.0"' in answer.body
    assert b'use="literal"' not in answer.body


def test_the_literal_wsdl_is_there_for_the_asking() -> None:
    answer = Client().request("GET", QUERY_STRING="wsdl=literal")

    assert b'use="literal" namespace="urn:rpc:merchant:6.0:literal"' in answer.body
    assert b'use="encoded"' not in answer.body


def test_head_answers_what_get_would_without_the_body() -> None:
    client = Client()

    head = client.request("HEAD", QUERY_STRING="wsdl")

    assert head.body == b""
    assert head.headers == client.request("GET", QUERY_STRING="wsdl").headers


@pytest.mark.parametrize("verb", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
def test_other_verbs_are_refused_with_those_that_serve(verb: str) -> None:
    answer = Client().request(verb)

    assert answer.status == "405 Method Not Allowed"
    assert answer.headers["Allow"] == "GET, HEAD, POST"
    assert answer.canonical == fault(
        "INVALID_REQUEST",
        "SOAP requests are sent with POST.",
        "<field>method</field><request_id>req-1</request_id>",
    )


def test_the_address_is_the_one_the_request_came_to() -> None:
    client = Client()

    first = client.request("GET", QUERY_STRING="wsdl", HTTP_HOST="evil.example:81")
    second = client.request(
        "GET", QUERY_STRING="wsdl", HTTP_HOST="shop.example", SCRIPT_NAME="/api", PATH_INFO="/soap/6.0",
        **{"wsgi.url_scheme": "https"},
    )  # fmt: skip

    assert b'location="http://evil.example:81/soap/6.0/"' in first.body
    assert b'location="https://shop.example/api/soap/6.0"' in second.body
    assert b"evil" not in second.body


@pytest.mark.parametrize("host", ['a"><x', "a b", "a/b", "a@b", "a\r\nX: y", "<script>", ""])
def test_a_host_that_is_none_is_refused(host: str) -> None:
    answer = Client().request("GET", QUERY_STRING="wsdl", HTTP_HOST=host)

    assert (answer.status, answer.body) == ("400 Bad Request", b"The Host header is not a host name.\n")


def test_forwarded_headers_count_only_behind_a_trusted_proxy() -> None:
    client = Client()
    forwarded = {"HTTP_X_FORWARDED_HOST": "shop.example", "HTTP_X_FORWARDED_PROTO": "https"}

    straight = client.request("GET", QUERY_STRING="wsdl", **forwarded)
    client.application = ProxyFix(client.application, x_host=1)
    behind = client.request("GET", QUERY_STRING="wsdl", **forwarded)

    assert b'location="http://localhost:8080/soap/6.0/"' in straight.body
    assert b'location="https://shop.example/soap/6.0/"' in behind.body


def test_members_a_version_has_not_are_not_answered() -> None:
    order = call("placeOrder", "<sessionID>s1</sessionID><order><HasShipping>true</HasShipping></order>")

    assert b"<HasShipping " in Client().post(order).body
    assert b"HasShipping" not in Client(SOAP_3).post(order).body


def test_a_body_without_an_operation_is_refused() -> None:
    answer = Client().post(envelope(""))

    assert answer.canonical == fault(
        "INVALID_REQUEST",
        "The Body is empty: it must hold the element of an operation.",
        "<field>Body</field><request_id>req-1</request_id>",
    )
