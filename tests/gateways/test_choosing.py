"""Which processor the settings choose."""

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rpc_server.gateways import Charge, Gateway
from rpc_server.services import create_services
from rpc_server.settings import WrongSettings, load
from tests.gateways.conftest import SECRET, StripeAccount
from tests.server import ROOT


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty working folder and an environment that says nothing."""
    for name in list(os.environ):
        if name.startswith("RPC_SERVER_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def chosen(**settings: Any) -> Gateway:
    services = create_services(load(database="sqlite:///shop.db", **settings))
    services.database.dispose()
    return services.gateway


def complaint(**settings: Any) -> str:
    with pytest.raises(WrongSettings) as wrong:
        load(**settings)
    return str(wrong.value)


def test_without_any_word_payments_are_simulated() -> None:
    assert (chosen().name, chosen().takes_cards) == ("simulator", True)


def test_a_key_of_stripe_alone_changes_nothing() -> None:
    assert chosen(stripe_api_key=SECRET).name == "simulator"


def test_stripe_is_charged_where_it_is_chosen(account: StripeAccount) -> None:
    gateway = chosen(gateway="stripe", stripe_api_key=SECRET, stripe_api_base=account.url + "/")
    token = account.token()

    gateway.charge(Charge(token, Decimal(1), "USD", None, is_recurring=False, is_test=False, token=token))

    assert [payment.status for payment in account.payments(token)] == ["succeeded"]


def test_stripe_is_not_loaded_unless_it_is_chosen() -> None:
    script = "import sys, rpc_server.app; sys.exit('stripe' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0


def test_without_the_library_of_stripe_the_operator_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("rpc_server.gateways.stripe")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "stripe", None)

    with pytest.raises(WrongSettings, match=r"gateway stripe needs stripe: pip install 'rpc_server\[stripe\]'"):
        chosen(gateway="stripe", stripe_api_key=SECRET)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"gateway": "stripe"}, "stripe_api_key is needed with gateway stripe"),
        ({"gateway": "paypal"}, "gateway: Input should be 'simulator' or 'stripe'"),
        ({"stripe_api_key": "pk_live_1"}, "stripe_api_key: a key of Stripe that may charge begins with sk_ or rk_"),
        *(
            (
                {"stripe_api_base": address},
                "stripe_api_base: the address of an API is https://HOST, or http:// on this machine",
            )
            for address in ("http://api.stripe.com", "https://", "ftp://127.0.0.1", "http://localhost.example")
        ),
    ],
)
def test_a_wrong_choice_is_told_in_one_line(settings: dict[str, object], expected: str) -> None:
    assert complaint(**settings) == expected


def test_the_key_shows_nowhere() -> None:
    settings = load(gateway="stripe", stripe_api_key=SECRET)

    assert SECRET not in repr(settings) + str(settings) + settings.model_dump_json()
