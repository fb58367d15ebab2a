"""A listener that fails, hangs, lies and breaks off: python -m tests.soak.receiver PORT LOG SEED.

It writes a line for every message before it answers: reference, status, and whether the answer is a receipt.
"""

import random
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl

from rpc_server.commerce.notifications.model import ALL_ALGORITHMS, Message
from rpc_server.commerce.notifications.signature import signed
from tests.notification_world import receipt, unsigned

KEY = "SECRET_KEY"
HANGS_SECONDS = 0.6
TAKEN = "taken"
_HABITS = {TAKEN: 80, "failed": 8, "lied": 6, "garbled": 2, "broke": 3, "hung": 1}


class Listener(ThreadingHTTPServer):
    """Takes most messages; what it does with each is drawn from its seed."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, log: Path, seed: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self._log = log.open("a", buffering=1)
        self._drawn = random.Random(seed)
        self._lock = threading.Lock()

    def note(self, message: Message) -> str:
        """Draw what is done with the message, and write it down."""
        told = dict(message)
        with self._lock:
            habit = self._drawn.choices(list(_HABITS), list(_HABITS.values()))[0]
            if signed(unsigned(message), ALL_ALGORITHMS, KEY) != message:
                habit = "unsigned"
            self._log.write(f"{told['REFNO']} {told['REFNOEXT']} {habit}\n")
        return habit


class _Handler(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"]))
        message = tuple(parse_qsl(form.decode(), keep_blank_values=True))
        match self.server.note(message):
            case "broke":
                self.close_connection = True
            case "hung":
                threading.Event().wait(HANGS_SECONDS)
            case "garbled":
                self.wfile.write(b"\x00\xff no HTTP at all\r\n\r\n")
            case "lied":
                self._answer(200, receipt(message, key="another key"))
            case "taken":
                self._answer(200, receipt(message))
            case _:
                self._answer(500, "Fatal error")

    def log_message(self, *_: object) -> None:
        """Say nothing: the log is a file."""

    def _answer(self, status: int, body: str) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body.encode())


if __name__ == "__main__":
    Listener(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])).serve_forever()
