"""The HTTP server over raw sockets: what old clients send, and how it ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

ROOT = __file__.rpartition("/tests/")[0]


class Process:
    """A running stand-in: its port, and how to talk to it."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.serving.stand_in", *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout
        line = self.process.stdout.readline()
        self.port = int(line) if line.strip().isdigit() else 0

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def exchange(self, *parts: bytes) -> bytes:
        """Send ``parts`` on one connection, each after an answer to the one before; what came back last."""
        with self.connect() as connection:
            answer = b""
            for part in parts:
                connection.sendall(part)
                answer = connection.recv(65_536)
        return answer

    def end(self) -> tuple[int, str]:
        """Exit code and error output, once the process has ended."""
        _, errors = self.process.communicate(timeout=20)
        return self.process.returncode, errors


@contextmanager
def running(*arguments: str) -> Iterator[Process]:
    started = Process(*arguments)
    try:
        yield started
    finally:
        if started.process.poll() is None:
            os.killpg(started.process.pid, signal.SIGKILL)
        started.process.communicate()


@pytest.fixture(scope="module")
def server() -> Iterator[Process]:
    """One stand-in with two workers for the tests that do not stop it."""
    with running("2") as process:
        yield process


def lines(answer: bytes) -> tuple[str, str, str]:
    """Status line, the Connection header if any, and the body."""
    head, _, body = answer.decode().partition("\r\n\r\n")
    status, *headers = head.split("\r\n")
    return status, next((h for h in headers if h.lower().startswith("connection:")), ""), body


POST = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"


def test_a_connection_is_kept_for_the_next_request(server: Process) -> None:
    answer = server.exchange(POST + b"\r\nfirst", POST + b"\r\nagain")

    assert lines(answer) == ("HTTP/1.1 200 OK", "", "again")


def test_http_1_0_is_answered_and_closed(server: Process) -> None:
    with server.connect() as connection:
        connection.sendall(b"POST / HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello")
        answer = connection.recv(65_536)
        rest = connection.recv(65_536)

    assert (lines(answer), rest) == (("HTTP/1.0 200 OK", "", "hello"), b"")


def test_http_1_0_with_keep_alive_is_kept(server: Process) -> None:
    request = b"POST / HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello"

    assert lines(server.exchange(request, request)) == ("HTTP/1.0 200 OK", "connection: keep-alive", "hello")


def test_expect_100_continue_is_answered_before_the_body_is_sent(server: Process) -> None:
    with server.connect() as connection:
        connection.sendall(POST + b"Expect: 100-continue\r\n\r\n")
        interim = connection.recv(65_536)
        connection.sendall(b"hello")
        final = connection.recv(65_536)

    assert interim == b"HTTP/1.1 100 Continue\r\n\r\n"
    assert lines(final) == ("HTTP/1.1 200 OK", "", "hello")


def test_a_chunked_body_arrives_whole(server: Process) -> None:
    chunked = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"

    assert lines(server.exchange(chunked)) == ("HTTP/1.1 200 OK", "", "hello")


def to_parent(process: Process, number: signal.Signals) -> None:
    process.process.send_signal(number)


def to_everyone(process: Process, number: signal.Signals) -> None:
    os.killpg(process.process.pid, number)


def to_everyone_twice(process: Process, number: signal.Signals) -> None:
    to_everyone(process, number)
    to_everyone(process, number)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("send", [to_parent, to_everyone, to_everyone_twice])
def test_a_stop_signal_lets_the_call_in_flight_finish_and_takes_no_other(
    number: signal.Signals, send: Callable[[Process, signal.Signals], None]
) -> None:
    with running("2") as process, process.connect() as connection:
        connection.sendall(POST.replace(b"/ ", b"/slow ") + b"\r\nhello")
        time.sleep(0.3)

        send(process, number)
        time.sleep(0.3)
        with pytest.raises(ConnectionRefusedError):
            process.connect()

        assert lines(connection.recv(65_536)) == ("HTTP/1.1 200 OK", "connection: close", "hello")
        assert process.end() == (0, "")


def test_an_idle_connection_does_not_hold_up_the_end() -> None:
    with running("1") as process, process.connect() as connection:
        connection.sendall(POST + b"\r\nhello")
        connection.recv(65_536)
        process.process.terminate()

        assert process.end() == (0, "")


def test_a_stop_signal_that_comes_early_is_not_lost() -> None:
    with running("8") as process:
        process.process.terminate()

        assert process.end() == (0, "")


def test_workers_end_with_a_parent_that_is_killed() -> None:
    with running("2") as process:
        process.process.kill()
        process.process.wait()

        def is_gone() -> bool:
            with suppress(ConnectionResetError):
                try:
                    process.connect().close()
                except ConnectionRefusedError:
                    return True
            return False

        deadline = time.monotonic() + 30
        while not is_gone() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert is_gone()


def test_a_killed_worker_is_replaced() -> None:
    with running("1") as process:
        children = subprocess.run(
            ["pgrep", "-P", str(process.process.pid)], capture_output=True, text=True, check=True
        ).stdout.split()

        os.kill(int(children[0]), signal.SIGKILL)

        deadline = time.monotonic() + 10
        answer = b""
        while not answer and time.monotonic() < deadline:
            try:
                answer = process.exchange(POST + b"\r\nhello")
            except OSError:
                time.sleep(0.05)
        assert lines(answer) == ("HTTP/1.1 200 OK", "", "hello")


def test_a_port_that_is_taken_is_refused_with_a_reason(server: Process) -> None:
    with running("1", "127.0.0.1", str(server.port)) as process:
        expected = f"cannot listen at 127.0.0.1 port {server.port}: another program listens there\n"

        assert process.end() == (2, expected)


def test_an_unknown_host_is_refused_with_a_reason() -> None:
    with running("1", "no such host") as process:
        code, errors = process.end()

    assert (code, errors.partition(":")[0]) == (2, "there is no address 'no such host' to listen at")


def test_the_server_listens_at_ipv6_addresses_too() -> None:
    with running("1", "::1") as process:
        with socket.create_connection(("::1", process.port), timeout=10) as connection:
            connection.sendall(POST + b"\r\nhello")
            answer = connection.recv(65_536)
        process.process.terminate()

        assert lines(answer) == ("HTTP/1.1 200 OK", "", "hello")
        assert process.end() == (0, "")


def test_an_application_that_cannot_be_made_ends_the_server() -> None:
    with running("2", "127.0.0.1", "0", "broken") as process:
        code, errors = process.end()

    assert code == 1
    assert "RuntimeError: this application cannot be made" in errors
