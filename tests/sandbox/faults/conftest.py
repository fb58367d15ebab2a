"""A server with the demo account on each database, worked from outside."""

from collections.abc import Iterator

import pytest

from rpc_server.testing import MerchantSandbox, Sandbox
from tests.server import running_server

_TOKEN = "0123456789abcdef"
_VAULT_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def running_sandbox(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A server of two processes, on each database."""
    folder = tmp_path_factory.mktemp("sandbox")
    url = f"sqlite:///{folder}/sandbox.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_server").create_database().render_as_string(hide_password=False)
    variables = {"RPC_SERVER_CONTROL_TOKEN": _TOKEN, "RPC_SERVER_VAULT_KEYS": _VAULT_KEY}
    with running_server(folder, "--demo", "--database", url, **variables) as running:
        yield Sandbox(running.url, _TOKEN)
        assert running.stop() == 0


@pytest.fixture
def sandbox(running_sandbox: Sandbox) -> MerchantSandbox:
    """APITEST, as the demo has it."""
    merchant = running_sandbox.merchant("APITEST")
    merchant.reset()
    return merchant
