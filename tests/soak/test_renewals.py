"""A small version of ``tests.soak.renewals``, and the closed form it counts with."""

from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest
from sqlalchemy import URL

from tests.soak.closed_form import ends
from tests.soak.renewals import Trial, endure


@pytest.mark.parametrize(
    ("start", "length", "unit", "expected"),
    [
        ("2028-01-31", 1, "M", ["2028-02-29", "2028-03-31", "2028-04-30", "2028-05-31"]),
        ("2028-02-29", 12, "M", ["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]),
        ("2027-11-30", 3, "M", ["2028-02-29", "2028-05-30", "2028-08-30", "2028-11-30"]),
        ("2028-02-27", 1, "D", ["2028-02-28", "2028-02-29", "2028-03-01", "2028-03-02"]),
    ],
)
def test_the_closed_form_is_the_calendars(start: str, length: int, unit: str, expected: list[str]) -> None:
    begins = datetime.fromisoformat(start).replace(tzinfo=UTC)

    assert [end.date().isoformat() for end in islice(ends(begins, length, unit), 4)] == expected


def test_every_period_is_billed_once_though_workers_are_killed(bare_url: URL, tmp_path: Path) -> None:
    outcome = endure(bare_url, Trial(subscriptions=8, days=45, kills=2), tmp_path)

    assert (outcome.renewals, outcome.kills) == (48, 2)
