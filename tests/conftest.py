"""Fixtures every test may use: databases, time, numbers, merchants and a running server.

Nothing here skips: a missing tool fails the test with the name of the make target that installs it.
"""

import random
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

import pytest
import structlog
from hypothesis import settings
from sqlalchemy import URL

from rpc_server import logs
from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import AccountModel, Merchant
from rpc_server.commerce.accounts.service import SessionPolicy, find_merchant
from rpc_server.commerce.accounts.tables import MerchantRow
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.payments.vault import Vault
from rpc_server.gateways.simulator import Simulator
from rpc_server.ids import Ids
from rpc_server.storage import Database
from tests import postgres
from tests.databases import Shared, SharedPostgres, SharedSqlite
from tests.properties.searching import DRAWN_SEED
from tests.server import RunningServer, running_server

settings.register_profile("short", max_examples=50, deadline=None)
settings.load_profile("short")


def pytest_configure() -> None:
    """Log tracebacks as the server does, plain: to print every local variable takes seconds.

    A command carried out in a test's process changes nothing of that: the error output it has is closed with it.
    """
    *before, _ = structlog.get_config()["processors"]
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*before, plain])
    patch.object(logs, "configure").start()


def pytest_report_header() -> str:
    return f"property seed: PROPERTY_SEED={DRAWN_SEED}"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="fail where a test was skipped or expected to fail")


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if session.config.getoption("--no-skips") and reporter is not None:
        evaded = [outcome for outcome in ("skipped", "xfailed", "xpassed") if reporter.stats.get(outcome)]
        if evaded and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.PostgresServer]:
    """A PostgreSQL server for this run."""
    with postgres.postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def shared_postgresql(postgres_server: postgres.PostgresServer) -> Iterator[SharedPostgres]:
    """One PostgreSQL database with every table; whoever uses it empties it first."""
    with closing(SharedPostgres(postgres_server.create_database())) as shared:
        yield shared


@pytest.fixture(scope="session")
def shared_sqlite() -> Iterator[SharedSqlite]:
    """One SQLite database with every table; whoever uses it empties it first."""
    with closing(SharedSqlite()) as shared:
        yield shared


@pytest.fixture(scope="session")
def sqlite_schema(shared_sqlite: SharedSqlite) -> Path:
    """An SQLite file with every table and no row, to copy."""
    return shared_sqlite.template


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_name(request: pytest.FixtureRequest) -> str:
    """Each engine in turn: every test that touches a database runs on both."""
    return str(request.param)


@pytest.fixture
def database(request: pytest.FixtureRequest, engine_name: str) -> Database:
    """A database with every table and no row, on each engine."""
    shared: Shared = request.getfixturevalue(f"shared_{engine_name}")
    shared.empty()
    return shared.database


@pytest.fixture
def database_url(database: Database) -> URL:
    """Where the ``database`` is."""
    return database.url


@pytest.fixture
def bare_url(request: pytest.FixtureRequest, engine_name: str, tmp_path: Path) -> URL:
    """A database without any table, on each engine."""
    if engine_name == "sqlite":
        return URL.create("sqlite", database=str(tmp_path / "bare.db"))
    server: postgres.PostgresServer = request.getfixturevalue("postgres_server")
    return server.create_database()


@pytest.fixture
def bare_database(bare_url: URL) -> Iterator[Database]:
    """A database without any table, on each engine."""
    database = Database(bare_url)
    yield database
    database.dispose()


@pytest.fixture
def clock() -> SetClock:
    """Noon on 10 March 2026, UTC, until moved."""
    return SetClock(datetime(2026, 3, 10, 12, tzinfo=UTC))


@pytest.fixture
def ids() -> Ids:
    """The same numbers in every run."""
    return Ids(random.Random(7))


@pytest.fixture
def services(database: Database, clock: SetClock, ids: Ids) -> Services:
    """The parts of a server, with the simulated gateway, a vault of one key and a clock that stands."""
    return Services(database, clock, ids, Simulator(), Vault([bytes(range(32))]), SessionPolicy())


@pytest.fixture
def merchant(database: Database) -> Merchant:
    """APITEST with the key SECRET_KEY: sells in USD at GMT+02:00, takes test orders, 5 % commission."""
    return _open_account(database, code="APITEST", name="Test merchant", secret_key="SECRET_KEY")


@pytest.fixture
def other_merchant(database: Database) -> Merchant:
    """OTHERCO with the key OTHER_KEY: a stranger to everything APITEST has."""
    return _open_account(database, code="OTHERCO", name="Other company", secret_key="OTHER_KEY")


def _open_account(database: Database, *, code: str, name: str, secret_key: str) -> Merchant:
    with database.writing() as work:
        work.session.add(
            MerchantRow(
                code=code,
                name=name,
                secret_key=secret_key,
                model=AccountModel.PSP.value,
                is_live=False,
                accepts_md5=True,
                accepts_test_orders=True,
                utc_offset_minutes=120,
                default_currency="USD",
                commission_percent=Decimal(5),
                commission_fixed=Decimal(0),
                approval_delay_seconds=0,
            )
        )
        work.session.flush()
        merchant = find_merchant(work.connection, code)
    assert merchant is not None
    return merchant


@pytest.fixture
def context(services: Services, merchant: Merchant) -> Iterator[Context]:
    """APITEST's engine in an open writing unit of work; what the test does not commit is lost."""
    with services.database.writing() as work:
        yield Context(merchant, work, services)
        work.rollback()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The whole server in processes of its own, with the demo account, for tests that only add to it."""
    with running_server(tmp_path_factory.mktemp("server"), "--demo") as running:
        yield running
        assert running.stop() == 0
