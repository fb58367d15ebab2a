"""Answers on their way, in a server without sockets."""

from typing import Any

import pytest

from rpc_server.api.faults import DISTURBANCE, Disturbance, Harm
from rpc_server.wires.disturbed import CutOff, Disturbed
from rpc_server.wires.http import Environ, StartResponse, answer


class Client:
    """Asks an application whose call leaves the disturbance, and keeps the start of each response."""

    def __init__(self, disturbance: Disturbance | None) -> None:
        self._disturbance = disturbance
        self.started: list[tuple[str, dict[str, str]]] = []

    def ask(self) -> Any:
        environ: Environ = {"REMOTE_ADDR": "192.0.2.1"}
        return Disturbed(self._app)(environ, lambda status, headers: self.started.append((status, dict(headers))))

    def _app(self, environ: Environ, start_response: StartResponse) -> list[bytes]:
        if self._disturbance is not None:
            environ[DISTURBANCE] = self._disturbance
        return answer(start_response, "500 Internal Server Error", "text/xml", b"0123456789", ("X-Request-Id", "r"))


def test_an_undisturbed_answer_passes_as_it_is() -> None:
    client = Client(None)

    assert client.ask() == [b"0123456789"]
    headers = {"Content-Type": "text/xml", "Content-Length": "10", "X-Request-Id": "r"}
    assert client.started == [("500 Internal Server Error", headers)]


def test_a_status_takes_its_place() -> None:
    client = Client(Disturbance(Harm.STATUS, 504, b"late"))

    assert client.ask() == [b"late"]
    assert client.started == [("504 Gateway Timeout", {"Content-Type": "text/html", "Content-Length": "4"})]


def test_garbage_takes_its_place_under_its_type() -> None:
    client = Client(Disturbance(Harm.GARBAGE, body=b"\xff\x00"))

    assert client.ask() == [b"\xff\x00"]
    assert client.started == [("200 OK", {"Content-Type": "text/xml", "Content-Length": "2"})]


@pytest.mark.parametrize(("harm", "sent"), [(Harm.CUT, b"01234"), (Harm.DROPPED, b""), (Harm.RESET, b"")])
def test_where_the_connection_is_not_found_the_answer_ends_before_its_length(harm: Harm, sent: bytes) -> None:
    client = Client(Disturbance(harm))

    received: list[bytes] = []
    with pytest.raises(CutOff):
        received.extend(client.ask())

    assert b"".join(received) == sent
    assert client.started[0][1]["Content-Length"] == "10"
