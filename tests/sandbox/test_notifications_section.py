"""Endpoints from a file."""

from pathlib import Path

import pytest

from rpc_server.commerce.accounts.signature import Algorithm
from rpc_server.commerce.context import Services
from rpc_server.commerce.notifications import service
from rpc_server.commerce.notifications.model import ALL_ALGORITHMS, Endpoint, NotificationKind, Trial
from rpc_server.sandbox.seed import SeedError, seed
from tests.order_world import engine

SHOP = """\
account: {code: SMALL, secret_key: KEY}
notifications:
"""
ENDPOINTS = """\
  - {name: shop, url: https://shop.example/ipn.php, algorithms: [sha3-256]}
  - {name: licences, url: http://localhost:9000/lcn, kind: LCN, private: true, trial: {copies: 2}}
  - {name: old, url: https://shop.example/ins, kind: INS, secret_word: tango}
"""


def test_the_endpoints_of_a_file_are_stored(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text(SHOP + ENDPOINTS)

    (merchant,) = seed(services, path)

    with engine(services, merchant) as context:
        assert service.endpoints(context) == [
            Endpoint(
                "licences",
                NotificationKind.LCN,
                "http://localhost:9000/lcn",
                reaches_private=True,
                trial=Trial(copies=2),
            ),
            Endpoint("old", NotificationKind.INS, "https://shop.example/ins", ALL_ALGORITHMS, "tango"),
            Endpoint("shop", NotificationKind.IPN, "https://shop.example/ipn.php", (Algorithm.SHA3_256,)),
        ]


@pytest.mark.parametrize(
    ("entry", "mistake"),
    [
        (
            "- {name: a, url: nowhere}",
            "line 3: notifications[0].url: The URL cannot be used: a URL is http://HOST/PATH or https://HOST/PATH.",
        ),
        (
            "- {name: a, url: http://a.example/, kind: INS}",
            "line 3: notifications[0].secret_word: INS messages are signed with a secret word.",
        ),
        (
            "- {name: a, url: http://a.example/, algorithms: [sha1]}",
            "line 3: notifications[0].algorithms[0]: Invalid enum value 'sha1'",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(services: Services, tmp_path: Path, entry: str, mistake: str) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text(f"{SHOP}  {entry}\n")

    with pytest.raises(SeedError) as told:
        seed(services, path)

    assert str(told.value) == f"shop.yaml, {mistake}"
