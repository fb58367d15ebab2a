"""Where the time comes from."""

import ast
from datetime import UTC, datetime, timedelta
from pathlib import Path

import rpc_server
from rpc_server.clock import SetClock, ShiftedClock, SystemClock

PACKAGE = Path(rpc_server.__file__).parent
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
OF_THE_MACHINE = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
}


def test_the_machines_clock_tells_an_aware_moment() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_a_shifted_clock_runs_as_its_base_does() -> None:
    base = SetClock(NOON)
    shifted = ShiftedClock(base, timedelta(days=-1))

    base.advance(timedelta(hours=1))

    assert shifted.now() == NOON - timedelta(hours=23)


def test_nothing_asks_the_machine_for_the_time_but_the_clock() -> None:
    asking = {str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py") if _asks_the_machine(path.read_text())}

    assert asking == {"clock.py"}


def _asks_the_machine(source: str) -> bool:
    names = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute))
    return any(isinstance(node.value, ast.Name) and (node.value.id, node.attr) in OF_THE_MACHINE for node in names)
