"""What operators do for a merchant, with the commands as they give them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL

from rpc_server.cli import main
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.service import find_merchant
from rpc_server.commerce.catalog.exchange import exchange_rates
from rpc_server.commerce.context import Services
from rpc_server.commerce.delivery import service as delivery
from rpc_server.commerce.delivery import store as code_lists
from rpc_server.commerce.delivery.model import CodeList, CodeListType
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders.model import NewOrder
from rpc_server.commerce.orders.refunds import service as refunds
from rpc_server.commerce.orders.refunds.model import NewRefund
from rpc_server.commerce.payments.model import PaymentType
from rpc_server.services import create_services
from rpc_server.settings import load
from rpc_server.storage import migrating
from tests.commands import run_here
from tests.order_world import asked, engine, payment, stock
from tests.serving.test_cli import VAULT_KEY, run

UNPAID = asked(payment=replace(payment(type=PaymentType.WIRE), card=None))


@dataclass
class Office:
    """A shop's database, and an operator who works on it."""

    services: Services
    folder: Path

    @property
    def url(self) -> str:
        return self.services.database.url.render_as_string(hide_password=False)

    def merchant(self, **changes: Any) -> Merchant:
        with self.services.database.reading() as work:
            found = find_merchant(work.connection, "APITEST")
        assert found is not None
        return replace(found, **changes)

    def place(self, new: NewOrder, **terms: Any) -> str:
        """The RefNo of an order, placed while the account has these terms."""
        with engine(self.services, self.merchant(**terms)) as context:
            return orders.place(context, new).reference or ""

    def ask_back(self, reference: str) -> None:
        """Ask for 5.00 of the order's money; somebody has to approve that."""
        with engine(self.services, self.merchant(refunds_need_approval=True)) as context:
            refunds.request(context, NewRefund(reference, Decimal("5.00"), reason="Other"))

    def command(self, *arguments: str, by: Callable[..., tuple[int, str, str]] = run_here) -> tuple[int, str, str]:
        """What the command answers; ``by=run`` lets a process of its own carry it out, once for each group."""
        given = (*arguments, "--merchant", "APITEST", "--database", self.url)
        return by(self.folder, *given, RPC_SERVER_VAULT_KEYS=VAULT_KEY)

    def file(self, name: str, text: str) -> str:
        (self.folder / name).write_text(text, encoding="utf-8")
        return name


@pytest.fixture
def office(bare_url: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("RPC_SERVER_VAULT_KEYS", VAULT_KEY)
    url = bare_url.render_as_string(hide_password=False)
    services = create_services(load(database=url.replace("postgresql+psycopg:", "postgresql:")))
    migrating.migrate(services.database)
    stock(services)
    yield Office(services, tmp_path)
    services.database.dispose()


def test_an_order_nobody_pays_is_canceled(office: Office) -> None:
    reference = office.place(UNPAID)

    assert office.command("order", "cancel", reference, by=run) == (0, f"Order {reference} is CANCELED.\n", "")


def test_a_payment_by_wire_is_noted(office: Office) -> None:
    reference = office.place(UNPAID)

    assert office.command("order", "paid", reference) == (0, f"Order {reference} is COMPLETE.\n", "")
    assert office.command("order", "paid", reference) == (2, "", "rpc-server: The order is COMPLETE.\n")


def test_a_fraudulent_order_is_reversed(office: Office) -> None:
    reference = office.place(asked(), approval_delay_seconds=3600)

    assert office.command("order", "reverse", reference, "--verdict", "fraud") == (
        0,
        f"Order {reference} is REVERSED.\n",
        "",
    )


def test_a_refund_that_waits_is_listed_and_approved(office: Office) -> None:
    reference = office.place(asked())
    office.ask_back(reference)

    listed = office.command("refund", "list")
    approved = office.command("refund", "approve", reference)

    assert listed == (0, f"{reference}  5.00 USD  Other\n", "")
    assert approved == (0, f"The refund of 5.00 USD for order {reference} is DONE.\n", "")
    assert office.command("refund", "list") == (0, "", "")


def test_a_refund_that_waits_is_discarded(office: Office) -> None:
    reference = office.place(asked())
    office.ask_back(reference)

    assert office.command("refund", "discard", reference, by=run) == (
        0,
        f"The refund of 5.00 USD for order {reference} is DISCARDED.\n",
        "",
    )
    assert office.command("refund", "discard", reference) == (
        2,
        "",
        f"rpc-server: No refund of order {reference} waits for approval.\n",
    )


def test_codes_are_loaded_from_a_file_each_once(office: Office) -> None:
    file = office.file("codes.txt", "K-1\n\n  K-77 \nK-78\n")
    with engine(office.services, office.merchant()) as context:
        delivery.add_list(context, CodeList("KEYS", "Keys", CodeListType.LIST), ["K-1"])

    assert office.command("codes", "load", "KEYS", file, by=run) == (0, "Loaded 2 of 3 codes into KEYS.\n", "")

    with engine(office.services, office.merchant()) as context:
        assert code_lists.left(context, "KEYS") == 3


def test_exchange_rates_are_loaded_from_a_table(office: Office) -> None:
    first = office.file("first.csv", "currency,since,units\nUSD,2026-01-01,1\neur,2026-01-01,0.91\n")
    second = office.file("second.csv", "\ufeffunits, since, currency\n0.92, 2026-01-01, EUR\n")

    assert office.command("rates", "load", first, by=run) == (0, "Loaded 2 exchange rates.\n", "")
    assert office.command("rates", "load", second) == (0, "Loaded 1 exchange rates.\n", "")

    with engine(office.services, office.merchant()) as context:
        units = exchange_rates(context, date(2026, 1, 1)).units
    assert (units["USD"], units["EUR"]) == (Decimal(1), Decimal("0.92"))


NO_DAY = "currency,since,units\nUSD,2026-01-01,1\nEUR,yesterday,0.91\n"


MISTAKES = (
    (["order", "cancel", "1"], "There is no order '1'."),
    (["order", "reverse", "1", "--verdict", "DULL"], "a verdict is FRAUD or INVALIDDATA"),
    (["refund", "approve", "1"], "No refund of order 1 waits for approval."),
    (["codes", "load", "NONE", "empty.txt"], "There is no such list of codes."),
    (["codes", "load", "KEYS", "odd.txt"], "odd.txt is no text in UTF-8"),
    (["codes", "load", "KEYS", "gone.txt"], "No such file or directory: gone.txt"),
    (["rates", "load", "day.csv"], "day.csv, line 3: no currency, day like 2026-03-10 and number"),
    (["rates", "load", "empty.txt"], "empty.txt: the first line must name the columns currency, since and units"),
    (["rates", "load", "below.csv"], "EUR needs a rate above zero."),
)


def test_mistakes_are_told_in_one_line(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(office.folder)
    office.file("empty.txt", "")
    office.file("day.csv", NO_DAY)
    office.file("below.csv", "currency,since,units\nEUR,2026-01-01,-1\n")
    (office.folder / "odd.txt").write_bytes(b"\xff\xfe\x00")

    for arguments, told in MISTAKES:
        with pytest.raises(SystemExit) as ended:
            main([*arguments, "--merchant", "APITEST", "--database", office.url])

        assert (ended.value.code, *capsys.readouterr()) == (2, "", f"rpc-server: {told}\n")


def test_a_merchant_nobody_knows_is_told(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["order", "cancel", "1", "--merchant", "NOBODY", "--database", office.url])

    assert (ended.value.code, *capsys.readouterr()) == (2, "", "rpc-server: There is no merchant with this code.\n")
