"""A small version of ``tests.soak.notifications``."""

from sqlalchemy import URL

from tests.soak.notifications import Trial, endure


def test_every_message_arrives_in_its_order_though_senders_and_listener_are_killed(bare_url: URL) -> None:
    outcome = endure(bare_url, Trial(orders=20, kills=3, restarts=2))

    assert (outcome.notifications, outcome.kills, outcome.restarts) == (100, 3, 2)
    assert outcome.sent >= outcome.notifications
