"""The shop's server, one for all clients."""

from collections.abc import Iterator

import pytest

from tests.conformance.soap.serving import ShopServer


@pytest.fixture(scope="session")
def shop_server() -> Iterator[ShopServer]:
    """The shop behind HTTP."""
    with ShopServer() as server:
        yield server
