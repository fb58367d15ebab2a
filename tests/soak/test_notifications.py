"""A small version of ``tests.soak.notifications``."""

from sqlalchemy import URL

from tests.soak.notifications import Trial, endure


def test_every_message_arrives_in_its_order_though_senders_and_listener_are_killed(bare_url: URL) -> None:
    outcome = endure(bare_url, Trial(orders=10, kills=2, restarts=1))

    assert (outcome.notifications, outcome.kills, outcome.restarts) == (50, 2, 1)
    assert outcome.sent >= outcome.notifications
