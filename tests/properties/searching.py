"""How long properties are searched for a counterexample, and from where.

``PROPERTY_EXAMPLES`` is how many examples each property is tried with from each seed, of which there are two: one
that never changes and one that is drawn for the run, or given as ``PROPERTY_SEED``; it stands in the head of the run
and in the name of the test.
"""

import os
import secrets
import sys
from collections.abc import Callable
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy

EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "30"))
FIXED_SEED = 20260310
DRAWN_SEED = int(os.environ.setdefault("PROPERTY_SEED", str(secrets.randbelow(2**32))))
"""The same in every process of a run: the first one hands it to the others."""

from_both_seeds = pytest.mark.parametrize(
    "seed", [FIXED_SEED, DRAWN_SEED], ids=["fixed seed", f"PROPERTY_SEED={DRAWN_SEED}"]
)
"""Runs a test from the fixed and from the drawn seed."""


def holds(property_: Callable[[Any], None], examples: SearchStrategy[Any], seed: int) -> None:
    """Search ``examples`` from the seed for one the property does not hold for."""
    sys.stdout.write(f"PROPERTY_SEED={seed} PROPERTY_EXAMPLES={EXAMPLES}\n")
    limits = settings(
        max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=True
    )

    @limits
    @hypothesis.seed(seed)
    @given(examples)
    def search(example: Any) -> None:
        property_(example)

    search()
