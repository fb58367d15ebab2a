"""PHP against a running server: subscriptions imported, read and sent straight back; the published usage samples."""

from typing import Any

import pytest

from tests.conformance.test_php import php


@pytest.mark.parametrize(("wire", "version"), [("soap", "3.0"), ("soap", "6.0"), ("rpc", "6.0")])
def test_a_subscription_read_is_sent_straight_back(fresh_server: Any, wire: str, version: str) -> None:
    assert php(fresh_server, "subscriptions.php", wire, version) == {
        "reference": 1,
        "imported": ["PRO", 2, ["emailsupport"], True, True, "PHP-KEY", "Zoë", True],
        "unchanged": [True, True],
        "changed": [True, True],
        "price": [49.99, "USD", 49.99, "USD"],
        "details": [True, True],
        "twice": "SUBSCRIPTION_EXTERNAL_REFERENCE_TAKEN",
        "extended": True,
        "renewed": True,
        "history": ["RENEWAL"],
        "stopped": True,
        "canceled": True,
        "enabled": True,
        "owned": 1,
        "several": True,
    }


def test_the_published_usage_samples_name_one_argument_among_positions(fresh_server: Any) -> None:
    assert php(fresh_server, "usage.php") == {
        "reference": 1,
        "updated": [12.5, "First", True],
        "listed": [1, 1],
        "deleted": None,
        "gone": "USAGE_NOT_FOUND",
    }
