"""The courier over HTTP: what it sends, how long it waits, and where it does not go."""

import socket
import ssl
import subprocess
from pathlib import Path
from typing import Any

import pytest

from rpc_server import __version__
from rpc_server.gateways.courier import Answer, HttpCourier
from rpc_server.gateways.courier.addresses import Address
from tests.gateways.courier_listener import Behaviour, answering, dripping, hang, listening

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"


@pytest.fixture
def courier() -> HttpCourier:
    return HttpCourier(seconds=5)


def _posted(courier: HttpCourier, behave: Behaviour, path: str = "/ipn.php") -> tuple[Answer, list[bytes]]:
    with listening(behave) as listener:
        return courier.post(listener.url(path), b"REFNO=1&A%5B%5D=2", reaches_private=True), listener.requests


def test_a_form_is_posted_as_a_browser_would(courier: HttpCourier) -> None:
    with listening(answering(OK)) as listener:
        answer = courier.post(listener.url("/ipn.php?shop=1"), b"REFNO=1&A%5B%5D=2", reaches_private=True)

    assert (answer.status, answer.body, answer.failure) == (200, b"OK", None)
    head, _, body = listener.requests[0].decode().partition("\r\n\r\n")
    assert body == "REFNO=1&A%5B%5D=2"
    assert head.splitlines()[0] == "POST /ipn.php?shop=1 HTTP/1.1"
    assert sorted(head.splitlines()[1:]) == [
        "Accept-Encoding: identity",
        "Connection: close",
        "Content-Length: 17",
        "Content-Type: application/x-www-form-urlencoded",
        f"Host: 127.0.0.1:{listener.port}",
        f"User-Agent: rpc_server/{__version__}",
    ]


def test_a_page_is_asked_for_as_a_browser_would(courier: HttpCourier) -> None:
    with listening(answering(OK)) as listener:
        answer = courier.get(listener.url("/answers.php?shop=1&RESPONSE_CODE=1"), reaches_private=True)

    assert (answer.status, answer.body, answer.failure) == (200, b"OK", None)
    head, _, body = listener.requests[0].decode().partition("\r\n\r\n")
    assert body == ""
    assert head.splitlines()[0] == "GET /answers.php?shop=1&RESPONSE_CODE=1 HTTP/1.1"
    assert sorted(head.splitlines()[1:]) == [
        "Accept-Encoding: identity",
        "Connection: close",
        f"Host: 127.0.0.1:{listener.port}",
        f"User-Agent: rpc_server/{__version__}",
    ]


def test_a_page_at_a_private_address_is_not_asked_for_unless_it_is_meant(courier: HttpCourier) -> None:
    with listening(answering(OK)) as listener:
        answer = courier.get(listener.url(), reaches_private=False)

    assert answer.failure == "127.0.0.1 is at 127.0.0.1, which is no public address."
    assert listener.requests == []


@pytest.mark.parametrize(
    ("content", "body"),
    [
        (b"HTTP/1.0 200 OK\r\n\r\nuntil the end", b"until the end"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", b"abcde"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + OK, b"OK"),
    ],
)
def test_every_way_to_write_an_answer_is_read(courier: HttpCourier, content: bytes, body: bytes) -> None:
    assert _posted(courier, answering(content))[0].body == body


def test_an_answer_of_an_error_is_an_answer(courier: HttpCourier) -> None:
    answer, _ = _posted(courier, answering(b"HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\nFail"))

    assert (answer.status, answer.body, answer.failure) == (500, b"Fail", None)


def test_a_redirect_is_not_followed(courier: HttpCourier) -> None:
    with listening(answering(OK)) as elsewhere:
        content = f"HTTP/1.1 302 Found\r\nLocation: {elsewhere.url()}\r\nContent-Length: 0\r\n\r\n".encode()
        answer, _ = _posted(courier, answering(content))

    assert (answer.status, elsewhere.requests) == (302, [])


def test_no_more_is_read_than_allowed() -> None:
    answer, _ = _posted(HttpCourier(seconds=5, most_bytes=10), answering(b"HTTP/1.0 200 OK\r\n\r\n" + b"x" * 5_000_000))

    assert answer.body == b"x" * 10


@pytest.mark.parametrize(
    "behave",
    [
        hang,
        dripping(b"HTTP/1.1 100 Continue\r\n\r\n"),
        dripping(b"HTTP/1.1 200 OK\r\nX: "),
        dripping(b"x"),
    ],
)
def test_a_listener_that_never_ends_is_left_after_the_time_there_is(behave: Behaviour) -> None:
    answer, _ = _posted(HttpCourier(seconds=0.3), behave)

    assert (answer.status, answer.failure) == (None, "127.0.0.1 did not answer within 0.3 seconds.")


def test_an_answer_that_drips_in_is_left_after_the_time_there_is() -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        dripping(b"x")(connection)

    answer, _ = _posted(HttpCourier(seconds=0.3), drip)

    assert answer.failure == "127.0.0.1 did not answer within 0.3 seconds."


@pytest.mark.parametrize(
    ("behave", "failure"),
    [
        (lambda _: None, "127.0.0.1 gave no answer: RemoteDisconnected."),
        (answering(b"<html>\r\n\r\n"), "127.0.0.1 gave no answer: BadStatusLine."),
    ],
)
def test_garbage_is_no_answer(courier: HttpCourier, behave: Behaviour, failure: str) -> None:
    assert _posted(courier, behave)[0].failure == failure


def test_nobody_there_is_no_answer(courier: HttpCourier) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    answer = courier.post(f"http://127.0.0.1:{port}/", b"", reaches_private=True)

    assert answer.failure == "127.0.0.1 gave no answer: Connection refused."


@pytest.mark.parametrize("url", ["ftp://a.example/", "http:///", "http://me:s3cret@a.example/", "http://a:99999/"])
def test_a_url_that_is_none_is_no_answer(courier: HttpCourier, url: str) -> None:
    failure = courier.post(url, b"", reaches_private=True).failure

    assert failure is not None
    assert "s3cret" not in failure


def test_a_private_address_is_not_connected_to_unless_it_is_meant(courier: HttpCourier) -> None:
    with listening(answering(OK)) as listener:
        answers = [
            courier.post(listener.url(host=host), b"", reaches_private=False) for host in ("127.0.0.1", "localhost")
        ]

    assert [answer.status for answer in answers] == [None, None]
    assert answers[0].failure == "127.0.0.1 is at 127.0.0.1, which is no public address."
    assert listener.requests == []


def test_a_name_is_looked_up_once_and_that_address_is_connected_to(
    courier: HttpCourier, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def look_up(host: str, port: int, **_: object) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with listening(answering(OK)) as listener:
        answer = courier.post(listener.url(host="shop.example"), b"", reaches_private=True)

    assert (answer.status, asked) == (200, ["shop.example"])
    assert b"Host: shop.example:" in listener.requests[0]


def test_of_several_addresses_those_that_take_connections_serve(
    courier: HttpCourier, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_up(_host: str, port: int, **_: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in ("127.0.0.2", "127.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with listening(answering(OK)) as listener:
        assert courier.post(listener.url(host="shop.example"), b"", reaches_private=True).status == 200


def test_an_unknown_host_is_no_answer(courier: HttpCourier, monkeypatch: pytest.MonkeyPatch) -> None:
    def know_nothing(*_: object, **__: object) -> list[Any]:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", know_nothing)

    assert courier.post("http://shop.example/", b"", reaches_private=False).failure == (
        "The host shop.example is not known."
    )


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_public_addresses_are_public(address: str) -> None:
    assert Address(0, (address, 80)).is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.5", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "::1", "fe80::1%eth0", "fd00::1", "::", "ff02::1", "::ffff:10.0.0.5", "::ffff:127.0.0.1", "64:ff9b::10.0.0.5",
        "2002:0a00:0005::1",
    ],
)  # fmt: skip
def test_private_addresses_are_not_public_in_any_disguise(address: str) -> None:
    assert not Address(0, (address, 80)).is_public


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost that nobody but itself trusts, with its key."""
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost", "-keyout", str(path.with_suffix(".key")), "-out", str(path),
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    return path


def _tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_suffix(".key"))
    return context


def test_https_reaches_a_listener_whose_certificate_is_trusted(certificate: Path) -> None:
    courier = HttpCourier(seconds=5, trusted=ssl.create_default_context(cafile=str(certificate)))

    with listening(answering(OK), _tls(certificate)) as listener:
        answer = courier.post(listener.url(scheme="https", host="localhost"), b"REFNO=1", reaches_private=True)

    assert (answer.status, listener.requests[0][-7:]) == (200, b"REFNO=1")


def test_https_sends_nothing_to_a_listener_whose_certificate_is_not(certificate: Path, courier: HttpCourier) -> None:
    with listening(answering(OK), _tls(certificate)) as listener:
        answer = courier.post(listener.url(scheme="https", host="localhost"), b"REFNO=1", reaches_private=True)

    assert answer.failure == "The certificate of localhost is not valid: self-signed certificate."
    assert listener.requests == []


def test_https_wants_the_certificate_of_the_host_it_asked_for(certificate: Path) -> None:
    courier = HttpCourier(seconds=5, trusted=ssl.create_default_context(cafile=str(certificate)))

    with listening(answering(OK), _tls(certificate)) as listener:
        answer = courier.post(listener.url(scheme="https", host="127.0.0.1"), b"", reaches_private=True)

    assert answer.failure is not None
    assert answer.failure.startswith("The certificate of 127.0.0.1 is not valid: ")
