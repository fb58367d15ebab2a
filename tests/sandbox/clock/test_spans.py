"""Spans of time as people write them."""

from datetime import timedelta

import pytest

from rpc_server.sandbox.clock.errors import SpanNotUnderstood
from rpc_server.sandbox.clock.spans import read_span


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("30d", timedelta(days=30)),
        ("12h", timedelta(hours=12)),
        ("45m", timedelta(minutes=45)),
        ("90s", timedelta(seconds=90)),
        ("2w", timedelta(days=14)),
        ("1d12h", timedelta(hours=36)),
        (" 1D 12H ", timedelta(hours=36)),
        ("0s", timedelta()),
    ],
)
def test_a_span_is_numbers_with_their_units(text: str, span: timedelta) -> None:
    assert read_span(text) == span


@pytest.mark.parametrize("text", ["", "30", "d", "-1d", "1.5d", "1y", "30d!", "9999999999d", "999999999w", "\u0661d"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(SpanNotUnderstood) as refusal:
        read_span(text)

    assert refusal.value.field == "by"
