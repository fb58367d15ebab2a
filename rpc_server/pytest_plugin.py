"""Fixtures for test suites of clients: ``rpc_server``, a server of their own, and ``rpc_merchant``, clean for each test.

pytest finds them by itself where this package is installed; nothing of the server is imported for them. Which
accounts there are and which one is used is chosen in pytest's configuration::

    [pytest]
    rpc_server_seed = sandbox.yaml
    rpc_server_merchant = MYSHOP
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from rpc_server.testing import MerchantSandbox, Sandbox

_SEED = "rpc_server_seed"
_MERCHANT = "rpc_server_merchant"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini(_SEED, "YAML file with the accounts of the sandbox, beside this file; the demo's without one")
    parser.addini(_MERCHANT, "code of the merchant that rpc_merchant is", default="APITEST")


@pytest.fixture(scope="session")
def rpc_server(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Sandbox]":
    """A server of this test run alone: ``rpc_server.url`` is where clients go."""
    from rpc_server.testing import running_sandbox

    file = pytestconfig.getini(_SEED)
    seed = pytestconfig.rootpath / file if file else None
    with running_sandbox(tmp_path_factory.mktemp("rpc_server"), seed) as sandbox:
        yield sandbox


@pytest.fixture
def rpc_merchant(pytestconfig: pytest.Config, rpc_server: "Sandbox") -> "MerchantSandbox":
    """The merchant, as he was seeded: with his ``clock``, ``faults`` and ``journal``."""
    merchant = rpc_server.merchant(pytestconfig.getini(_MERCHANT))
    merchant.reset()
    return merchant
