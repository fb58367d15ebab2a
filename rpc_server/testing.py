"""A sandbox in a test suite: starts a server of its own and works it over the control API.

Needs nothing but Python's own library, and nothing of the server in this process; pytest gets fixtures of it from
``rpc_server.pytest_plugin``.
"""

import json
import os
import re
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

COMMAND = (sys.executable, "-c", "from rpc_server.cli import main; main()")
"""``rpc-server``, as this Python has it."""

_LISTENS = re.compile(r"listens at (http://\S+?)/?$", re.MULTILINE)
_START_SECONDS = 60
_POLL_SECONDS = 0.02
_ANSWER_SECONDS = 120


class Refused(Exception):
    """The control API said no; ``code`` tells why, ``status`` is that of HTTP."""

    def __init__(self, status: int, code: str, text: str) -> None:
        super().__init__(f"{code}: {text}")
        self.status = status
        self.code = code


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running server: its ``url``, without a slash at the end, and the ``token`` of its control API."""

    url: str
    token: str

    def merchant(self, code: str) -> "MerchantSandbox":
        """What can be done to the merchant of this code."""
        return MerchantSandbox(self, code)

    def seed(self, text: str) -> list[str]:
        """Store the accounts of a document of known data (YAML); answers their codes."""
        codes: list[str] = self.ask("POST", "/seed", text)["merchants"]
        return codes

    def ask(self, verb: str, path: str, body: Any = None) -> Any:
        """What the control API answers at ``path``, below ``/sandbox``, to a text or to data; raises ``Refused``."""
        sent = None if body is None else (body if isinstance(body, str) else json.dumps(body)).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        request = Request(f"{self.url}/sandbox{path}", sent, headers, method=verb)  # noqa: S310 - the server's own address
        try:
            with urlopen(request, timeout=_ANSWER_SECONDS) as answer:  # noqa: S310 - the same
                return json.load(answer)
        except HTTPError as refusal:
            problem = json.load(refusal)
            raise Refused(refusal.code, problem["code"], problem["detail"]) from None


@dataclass(frozen=True, slots=True)
class MerchantSandbox:
    """One merchant of a sandbox."""

    sandbox: Sandbox
    code: str

    @property
    def url(self) -> str:
        """The server's address, without a slash at the end; ``/soap/6.0/`` and the like lie below it."""
        return self.sandbox.url

    @property
    def clock(self) -> "Clock":
        return Clock(self)

    @property
    def faults(self) -> "Faults":
        return Faults(self)

    @property
    def journal(self) -> "Journal":
        return Journal(self)

    def reset(self, *, seed: str | None = None) -> None:
        """Put everything back as it was seeded: data, clock, faults and journal.

        With a ``seed`` the same calls draw the same numbers (RefNo and the like) after it.
        """
        self.ask("POST", "/reset", {} if seed is None else {"seed": seed})
        self.journal.clear()

    def ask(self, verb: str, path: str, body: Any = None) -> Any:
        """What the control API answers at ``path``, below the merchant's; raises ``Refused``."""
        return self.sandbox.ask(verb, f"/merchants/{quote(self.code, safe='')}{path}", body)


@dataclass(frozen=True, slots=True)
class Clock:
    """The merchant's clock."""

    merchant: MerchantSandbox

    def now(self) -> datetime:
        """What it shows, in UTC."""
        return datetime.fromisoformat(self.merchant.ask("GET", "/clock")["now"])

    def freeze(self) -> None:
        """Let it stand at what it shows."""
        self.merchant.ask("POST", "/clock/freeze")

    def set(self, moment: datetime) -> None:
        """Let it show a later moment; what falls due in between is overdue then."""
        self.merchant.ask("POST", "/clock/set", {"moment": moment.isoformat()})

    def advance(self, by: str) -> Any:
        """Lead it forward (``30d``, ``12h``), doing what falls due on the way; answers what was done."""
        return self.merchant.ask("POST", "/clock/advance", {"by": by})


@dataclass(frozen=True, slots=True)
class Faults:
    """What is to go wrong with the merchant's calls and charges."""

    merchant: MerchantSandbox

    def add(self, action: str, *, nth: int | None = None, **rule: Any) -> int:
        """Add a rule and answer its number; ``nth`` strikes that one of the matching calls alone.

        ``action`` and what a rule may say (``method``, ``times``, ``probability``, ``text`` ...) are those of the
        control API.
        """
        only = {} if nth is None else {"first": nth, "last": nth}
        number: int = self.merchant.ask("POST", "/faults", {"action": action, **only, **rule})["number"]
        return number

    def list(self) -> list[dict[str, Any]]:
        """The rules with what they have met: ``number``, ``rule``, ``seen``, ``hits``."""
        listed: list[dict[str, Any]] = self.merchant.ask("GET", "/faults")["faults"]
        return listed

    def clear(self) -> None:
        """Take all rules back."""
        self.merchant.ask("DELETE", "/faults")


@dataclass(frozen=True, slots=True)
class Journal:
    """What clients of the merchant sent and were answered."""

    merchant: MerchantSandbox

    def calls(self, **wanted: Any) -> list[dict[str, Any]]:
        """The newest calls, oldest first; ``method``, ``code``, ``text``, ``after`` ... choose among them."""
        query = urlencode({name: value for name, value in wanted.items() if value is not None})
        found: list[dict[str, Any]] = self.merchant.ask("GET", f"/journal?{query}")["calls"]
        return found[::-1]

    def clear(self) -> None:
        """Forget them."""
        self.merchant.ask("DELETE", "/journal")


@contextmanager
def running_sandbox(folder: Path, seed: Path | None = None) -> Iterator[Sandbox]:
    """A server on a free port whose database ends with it, with the accounts of ``seed`` or the demo's.

    It works in ``folder`` and hears none of the environment's ``RPC_SERVER_`` variables. Raises ``RuntimeError`` with
    what was printed where it does not start, and ``Refused`` for a mistake in the seed.
    """
    token = secrets.token_hex(16)
    variables = {name: value for name, value in os.environ.items() if not name.startswith("RPC_SERVER_")}
    variables["RPC_SERVER_CONTROL_TOKEN"] = token
    output = folder / "sandbox.out"
    with output.open("wb") as printed:
        command = [*COMMAND, "serve", "--port", "0", "--memory", "--no-demo" if seed else "--demo"]
        server = subprocess.Popen(command, cwd=folder, env=variables, stdout=printed, stderr=subprocess.STDOUT)
    try:
        sandbox = Sandbox(_address(server, output), token)
        if seed is not None:
            sandbox.seed(seed.read_text(encoding="utf-8"))
        yield sandbox
    finally:
        server.terminate()
        server.wait()


def _address(server: "subprocess.Popen[bytes]", output: Path) -> str:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        if found := _LISTENS.search(output.read_text()):
            return found[1]
        time.sleep(_POLL_SECONDS)
    raise RuntimeError(f"the sandbox does not start; it printed:\n{output.read_text()}")
