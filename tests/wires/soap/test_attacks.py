"""Malformed and hostile messages: each gets a fault that says why, soon, and costs little."""

import tracemalloc
from collections.abc import Callable

import pytest

from rpc_server.wires.http import Limits
from rpc_server.wires.soap.reader import read_message
from tests.wires.soap.envelopes import ENVELOPE, Client, call

SESSION = "<sessionID>s1</sessionID>"
BOMB = "".join(f'<!ENTITY l{n} "' + f"&l{n - 1};" * 10 + '">' for n in range(1, 10))


def with_doctype(doctype: str, value: str) -> bytes:
    """A call whose value is to be what the document type declares."""
    body = call("setExternalRef", f"{SESSION}<externalRef>{value}</externalRef>").decode()
    return body.replace("<SOAP-ENV:Envelope", f"{doctype}<SOAP-ENV:Envelope", 1).encode()


def within(element: str, count: int) -> str:
    return f"<{element}>" * count + f"</{element}>" * count


@pytest.mark.parametrize(
    ("body", "code", "text"),
    [
        (b"", "PARSE_ERROR", "The body is empty."),
        (b" \n ", "PARSE_ERROR", "The body is empty."),
        (b'{"jsonrpc": "2.0"}', "PARSE_ERROR", "The body is JSON, not XML."),
        (b"  [1]", "PARSE_ERROR", "The body is JSON, not XML."),
        (b"a=b", "PARSE_ERROR", "The body is not well-formed XML: not well-formed (invalid token): line 1, column 1."),
        (b"<a>", "PARSE_ERROR", "The body is not well-formed XML: no element found: line 1, column 3."),
        (b"<a></b>", "PARSE_ERROR", "The body is not well-formed XML: mismatched tag: line 1, column 5."),
        (b"<a/><b/>", "PARSE_ERROR", "The body is not well-formed XML: junk after document element: line 1, column 4."),
        (b"<a>&x;</a>", "PARSE_ERROR", "The body is not well-formed XML: undefined entity: line 1, column 3."),
        (b"<a b='1' b='2'/>", "PARSE_ERROR", "The body is not well-formed XML: duplicate attribute: line 1, column 9."),
        (b"<a>\x00</a>", "PARSE_ERROR", "The body is not well-formed XML: not well-formed (invalid token): line 1, column 3."),
        (b"<a>\xff</a>", "PARSE_ERROR", "The body is not well-formed XML: not well-formed (invalid token): line 1, column 3."),
        (b"<x:a/>", "PARSE_ERROR", "The body is not well-formed XML: unbound prefix: line 1, column 0."),
        (b"<?xml version='1.0' encoding='nope'?><a/>", "PARSE_ERROR", "The body is not well-formed XML: unknown encoding: nope."),
        (b"<?xml version='1.0' encoding='utf-7'?><a/>", "PARSE_ERROR", "The body is not well-formed XML: multi-byte encodings are not supported."),
        (b"<!DOCTYPE a><a/>", "PARSE_ERROR", "A document type declaration is not allowed."),
        (b"<a/>", "INVALID_REQUEST", "a is not a SOAP 1.1 envelope."),
        (b"<Envelope><Body><login/></Body></Envelope>", "INVALID_REQUEST", "Envelope is not a SOAP 1.1 envelope."),
        (f"<e:Envelope xmlns:e='{ENVELOPE}'/>".encode(), "INVALID_REQUEST", "The envelope has no Body."),
        (
            f"<e:Envelope xmlns:e='{ENVELOPE}'><e:Body/></e:Envelope>".encode(),
            "INVALID_REQUEST", "The Body is empty: it must hold the element of an operation.",
        ),
        (
            f"<e:Envelope xmlns:e='{ENVELOPE}'><e:Body>login</e:Body></e:Envelope>".encode(),
            "INVALID_REQUEST", "The Body is empty: it must hold the element of an operation.",
        ),
        (
            b"<e:Envelope xmlns:e='http://www.w3.org/2003/05/soap-envelope'><e:Body/></e:Envelope>",
            "VersionMismatch", "Wrong version: this is a SOAP 1.2 envelope.",
        ),
    ],
)  # fmt: skip
def test_a_malformed_message_is_refused_by_what_is_wrong_with_it(body: bytes, code: str, text: str) -> None:
    answer = Client().post(body)

    assert answer.status == "500 Internal Server Error"
    assert f"<faultcode>{code}</faultcode><faultstring>{text}</faultstring>".encode() in answer.body


@pytest.mark.parametrize(
    ("doctype", "value"),
    [
        (f'<!DOCTYPE e [<!ENTITY l0 "lol">{BOMB}]>', "&l9;"),
        (f'<!DOCTYPE e [<!ENTITY a "{"a" * 50_000}">]>', "&a;" * 50_000),
        ('<!DOCTYPE e [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "pre&x;post"),
        ('<!DOCTYPE e [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>', "&x;"),
        ('<!DOCTYPE e [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>', "x"),
        ('<!DOCTYPE e SYSTEM "http://127.0.0.1:9/x.dtd">', "x"),
        ('<!DOCTYPE e PUBLIC "p" "http://127.0.0.1:9/x.dtd">', "x"),
        ("<!DOCTYPE e>", "x"),
        ("<!-- <e> --><?p Envelope?><!DOCTYPE e>", "x"),
    ],
    ids=[
        "billion laughs", "quadratic blow-up", "local file", "address", "parameter entity", "external subset",
        "public subset", "bare", "hidden behind a comment",
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16"])
def test_a_document_type_is_refused_whatever_it_holds(doctype: str, value: str, encoding: str) -> None:
    body = with_doctype(doctype, value).decode().replace("UTF-8", encoding).encode(encoding)

    answer = Client().post(body)

    assert b"<faultstring>A document type declaration is not allowed.</faultstring>" in answer.body


@pytest.mark.parametrize("value", ["<![CDATA[<!DOCTYPE html>]]>", "&lt;!DOCTYPE html&gt;"])
def test_a_document_type_inside_a_text_is_text(value: str) -> None:
    body = call("setExternalRef", f"{SESSION}<externalRef>{value}</externalRef>")

    assert Client().arguments(body) == ["s1", "<!DOCTYPE html>"]


HOSTILE: dict[str, Callable[[], bytes]] = {
    "elements": lambda: call("searchProducts", f"{SESSION}<limit>0</limit><codes>{'<It/>' * 200_000}</codes>"),
    "attributes": lambda: call("echo", "<value" + "".join(f' a{n}=""' for n in range(90_000)) + "/>"),
    "prefixes": lambda: call("echo", "<value" + "".join(f' xmlns:a{n}="u"' for n in range(50_000)) + "><b/></value>"),
    "depth": lambda: call("echo", within("a", 100_000)),
    "depth of a known shape": lambda: call("sortCategories", SESSION + within("Categories", 40_000)),
    "unknown parts": lambda: call("getTimestamp", "".join(f"<p{n}/>" for n in range(80_000))),
    "header": lambda: call("getTimestamp").replace(
        b"<SOAP-ENV:Body>", b"<SOAP-ENV:Header>" + b"<h/>" * 200_000 + b"</SOAP-ENV:Header><SOAP-ENV:Body>"
    ),
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("attack", HOSTILE)
def test_a_hostile_body_is_refused_before_it_costs_much(attack: str) -> None:
    answer = Client().post(HOSTILE[attack]())

    assert b"<faultcode>REQUEST_TOO_LARGE</faultcode>" in answer.body or attack == "prefixes"


def test_a_body_over_the_limit_is_refused_before_it_is_read() -> None:
    answer = Client().post(b"", CONTENT_LENGTH="104857600")

    assert b"<faultstring>The body has 104857600 bytes; this server takes 1048576.</faultstring>" in answer.body


def test_a_message_just_within_the_limits_is_read() -> None:
    codes = "<a/>" * 900
    body = call("searchProducts", f"{SESSION}<limit>0</limit><codes>{codes}</codes>")

    client = Client(limits=Limits(nodes=907, depth=5))

    assert client.post(body).status == "200 OK"
    assert b"more than 906 elements and attributes" in Client(limits=Limits(nodes=906)).post(body).body
    assert b"nested deeper than 4 elements" in Client(limits=Limits(depth=4)).post(body).body


def test_made_up_names_leave_nothing_behind() -> None:
    def read(round_: int) -> None:
        read_message(call("echo", "".join(f"<name-{round_}-{n}/>" for n in range(5_000))), Limits())

    read(0)
    tracemalloc.start()
    for round_ in range(1, 6):
        read(round_)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert kept < 20_000
