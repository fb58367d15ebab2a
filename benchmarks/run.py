"""Measurements of this server: ``make bench``; ``make bench ARGS="--only orders --orders 1000000"``.

First its SOAP requests a second beside PHP's SoapServer. Three servers with two workers each get the same messages, written by PHP's own client, over eight connections
of one wrk thread: PHP's SoapServer answering without work, this server's wire answering without work, and this
server doing the whole call on SQLite. Rounds are interleaved, every second one in reverse, and the medians
shown: on a busy machine trust the ratios, not the numbers.

Then what an order costs beside its bare rows on SQLite and PostgreSQL, and how that grows with the orders stored
(``benchmarks.orders``), how many due subscriptions workers renew a second (``benchmarks.renewals``), and how many
notifications one delivers (``benchmarks.notifications``), and how long a reset of the sandbox takes
(``benchmarks.sandbox``).
"""

import argparse
import hashlib
import hmac
import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import requests

from benchmarks import notifications, orders, processes, renewals, sandbox

WORKERS = 2
CALLS = ("setExternalRef", "placeOrder")
PHP, WIRE, WHOLE = "PHP SoapServer, no work", "this wire, no work", "this server, whole call"
CONTESTANTS = (PHP, WIRE, WHOLE)
_POST = Path(__file__).with_name("post.lua")
_PERSON = {
    "FirstName": "John", "LastName": "Doe", "Email": "john.doe@example.com", "CountryCode": "US",
    "City": "Hartford", "Address1": "10 Main Street", "Zip": "06103", "State": "CT", "Phone": "+1 860 555 0100",
    "Company": "Example Company", "FiscalCode": "06-1234567",
}  # fmt: skip
ORDER = {
    "Currency": "USD",
    "Language": "en",
    "Country": "US",
    "CustomerIP": "192.0.2.10",
    "ExternalReference": "ORDER-2026-0310",
    "Source": "bench.example",
    "Items": [{"Code": code, "Quantity": quantity} for code, quantity in (("STARTER", 1), ("PRO", 2), ("SCANNER", 1))],
    "BillingDetails": _PERSON,
    "DeliveryDetails": _PERSON,
    "PaymentDetails": {
        "Type": "TEST",
        "Currency": "USD",
        "CustomerIP": "192.0.2.10",
        "PaymentMethod": {
            "CardNumber": "4111111111111111", "CardType": "VISA", "ExpirationMonth": "12", "ExpirationYear": "2031",
            "CCID": "123", "HolderName": "John Doe", "RecurringEnabled": True,
        },
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sample:
    """What wrk measured in one cell: requests a second, and milliseconds half and 99 % of the calls stayed under."""

    rate: float
    p50: float
    p99: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--only", choices=("wire", "orders", "renewals", "notifications", "sandbox"), help="leave the others out"
    )
    parser.add_argument("--rounds", type=int, default=5, help="of all but the orders")
    parser.add_argument("--seconds", type=int, default=2, help="how long each wire is measured in each round")
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--orders", type=int, default=100_000, help="how many are stored in the larger databases")
    parser.add_argument("--calls", type=int, default=30, help="rounds of each operation on each database")
    parser.add_argument("--due", type=int, default=1000, help="how many subscriptions are renewed in each round")
    parser.add_argument("--sent", type=int, default=200, help="how many notifications are delivered in each round")
    options = parser.parse_args()
    if options.only in (None, "wire"):
        sys.stdout.write(_wires(options.rounds, options.seconds, options.connections))
    if options.only in (None, "orders"):
        sys.stdout.write(orders.report(orders.measure({1000, options.orders}, options.calls)))
    if options.only in (None, "renewals"):
        sys.stdout.write(renewals.report(renewals.measure(options.due, options.rounds)))
    if options.only in (None, "notifications"):
        sys.stdout.write(notifications.report(notifications.measure(options.rounds, options.sent)))
    if options.only in (None, "sandbox"):
        sys.stdout.write(sandbox.report(sandbox.measure(options.calls)))


def _wires(rounds: int, seconds: int, connections: int) -> str:
    with TemporaryDirectory(prefix="rpc-server-bench-") as folder, _contestants(Path(folder)) as (urls, bodies):
        return report(measure(urls, bodies, rounds, seconds, connections), urls, bodies)


def measure(
    urls: dict[str, str], bodies: dict[str, Path], rounds: int, seconds: int, connections: int
) -> dict[tuple[str, str], list[Sample]]:
    """One sample a round of each contestant and call, in an order that changes from round to round."""
    cells = [(contestant, call) for call in CALLS for contestant in CONTESTANTS]
    samples: dict[tuple[str, str], list[Sample]] = {cell: [] for cell in cells}
    for cell in cells:
        _wrk(urls[cell[0]], bodies[cell[1]], 1, connections)
    for number in range(rounds):
        for cell in cells if number % 2 == 0 else reversed(cells):
            samples[cell].append(_wrk(urls[cell[0]], bodies[cell[1]], seconds, connections))
    return samples


def report(samples: dict[tuple[str, str], list[Sample]], urls: dict[str, str], bodies: dict[str, Path]) -> str:
    """The table of medians; ratios are to PHP in the same run."""
    lines = ["", f"{'call':15} {'server':26} {'in':>6} {'out':>6} {'requests/s':>11} {'ratio':>6}   p50 / p99 ms"]
    for call in CALLS:
        reference = _median(samples[PHP, call], lambda sample: sample.rate)
        for contestant in CONTESTANTS:
            cell = samples[contestant, call]
            rate, p50, p99 = (_median(cell, pick) for pick in (lambda s: s.rate, lambda s: s.p50, lambda s: s.p99))
            sent, answered = bodies[call].stat().st_size, len(_post(urls[contestant], bodies[call].read_bytes()))
            lines.append(
                f"{call:15} {contestant:26} {sent:6} {answered:6} {rate:11.0f} {rate / reference:6.2f}"
                f"   {p50:.2f} / {p99:.2f}"
            )
    return "\n".join([*lines, "", ""])


def _median(samples: list[Sample], pick: Callable[[Sample], float]) -> float:
    return statistics.median(map(pick, samples))


def _wrk(url: str, body: Path, seconds: int, connections: int) -> Sample:
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(_POST), url]
    done = subprocess.run(
        command, env={**os.environ, "BENCH_BODY": str(body)}, capture_output=True, text=True, check=True
    )
    counted = json.loads(done.stdout.splitlines()[-1])
    if counted["failed"]:
        raise RuntimeError(f"{counted['failed']} of {counted['requests']} requests to {url} failed ({body.name})")
    return Sample(counted["requests"] / counted["microseconds"] * 1e6, counted["p50"] / 1000, counted["p99"] / 1000)


@contextmanager
def _contestants(folder: Path) -> Iterator[tuple[dict[str, str], dict[str, Path]]]:
    """The URL of each contestant, running, and the file with the message of each call."""
    with processes.whole(folder, WORKERS) as root:
        session = _log_in(root)
        answer = folder / "answer.json"
        answer.write_text(json.dumps(_rpc(root, "placeOrder", session, ORDER)))
        bodies = _bodies(folder, root, session)
        _lay_out_php(folder, root, answer)
        with processes.stub(folder, answer) as wire, processes.php_fpm(folder, WORKERS) as php:
            urls = {PHP: php, WIRE: wire, WHOLE: f"{root}/soap/6.0/"}
            for url in urls.values():
                for body in bodies.values():
                    _post(url, body.read_bytes())
            yield urls, bodies


def _log_in(root: str) -> str:
    code, key, date = "APITEST", b"SECRET_KEY", datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
    signature = hmac.new(key, f"{len(code)}{code}{len(date)}{date}".encode(), hashlib.sha256).hexdigest()
    return str(_rpc(root, "login", code, date, signature, "sha256"))


def _rpc(root: str, method: str, *params: Any) -> Any:
    message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    answer = requests.post(f"{root}/rpc/6.0/", json=message, timeout=30).json()
    if "error" in answer:
        raise RuntimeError(f"{method}: {answer['error']}")
    return answer["result"]


def _bodies(folder: Path, root: str, session: str) -> dict[str, Path]:
    command = ["php", str(processes.PHP / "requests.php"), f"{root}/soap/6.0/?wsdl", session]
    done = subprocess.run(command, input=json.dumps(ORDER), capture_output=True, text=True, check=True)
    bodies = {call: folder / f"{call}.xml" for call in CALLS}
    for call, message in json.loads(done.stdout).items():
        bodies[call].write_text(message)
    return bodies


def _lay_out_php(folder: Path, root: str, answer: Path) -> None:
    """The reference's script, the WSDL and the prepared answer as PHP code, which opcache keeps compiled."""
    shutil.copy(processes.PHP / "server.php", folder)
    (folder / "service.wsdl").write_text(requests.get(f"{root}/soap/6.0/?wsdl", timeout=30).text)
    export = "echo '<?php return ', var_export(json_decode(file_get_contents($argv[1])), true), ';';"
    code = subprocess.run(["php", "-r", export, str(answer)], capture_output=True, text=True, check=True).stdout
    (folder / "answer.php").write_text(code)


def _post(url: str, body: bytes) -> bytes:
    response = requests.post(url, data=body, headers={"Content-Type": "text/xml; charset=utf-8"}, timeout=30)
    if response.status_code != requests.codes.ok:
        raise RuntimeError(f"{url} answered {response.status_code}: {response.text[:2000]}")
    return response.content


if __name__ == "__main__":
    main()
