"""What these ask for is carried out by use cases that are tested on each engine; how they ask is the same on all."""

import pytest


@pytest.fixture
def engine_name() -> str:
    """One engine is enough."""
    return "sqlite"
