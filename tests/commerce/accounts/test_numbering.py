"""The numbers of an account whose seed decides them."""

from collections.abc import Callable

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.numbering import sow
from rpc_server.commerce.accounts.service import find_merchant
from rpc_server.commerce.accounts.tables import MerchantRow
from rpc_server.commerce.context import Context, Services
from rpc_server.ids import Ids
from rpc_server.storage import UnitOfWork

Work = Callable[[Context], object]


class Account:
    """APITEST, in one unit of work after another."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def seed(self, seed: str | None) -> None:
        with self._services.database.writing() as work:
            sow(work.session, self._merchant(work), seed)

    def do(self, act: Work) -> object:
        with self._services.database.writing() as work:
            return act(Context(self._merchant(work), work, self._services))

    def read(self, act: Work) -> object:
        with self._services.database.reading() as work:
            return act(Context(self._merchant(work), work, self._services))

    def _merchant(self, work: UnitOfWork) -> Merchant:
        merchant = find_merchant(work.connection, "APITEST")
        assert merchant is not None
        return merchant


@pytest.fixture
def account(services: Services, merchant: Merchant) -> Account:
    return Account(services)


def some(context: Context) -> tuple[object, ...]:
    ids = context.ids
    return ids.order_reference(), ids.subscription_reference(), ids.campaign_code(), ids.uuid(), ids.hexadecimal(40)


def test_the_same_work_after_the_same_seed_draws_the_same(account: Account) -> None:
    account.seed("7")
    first = [account.do(some) for _ in range(3)]
    account.seed("7")

    assert [account.do(some) for _ in range(3)] == first
    assert len(set(first)) == 3


def test_another_seed_draws_others(account: Account) -> None:
    account.seed("7")
    first = account.do(some)
    account.seed("8")

    assert account.do(some) != first


def test_without_a_seed_chance_decides(account: Account) -> None:
    account.seed("7")
    first = account.do(some)
    account.seed(None)

    assert account.do(some) != first


def test_one_unit_of_work_goes_on_over_its_commits(account: Account) -> None:
    def draws_twice(context: Context) -> set[object]:
        before = some(context)
        context.work.commit()
        return {before, some(context)}

    account.seed("7")
    drawn = account.do(draws_twice)

    assert isinstance(drawn, set)
    assert len(drawn) == 2


def test_what_is_rolled_back_gives_its_numbers_back(account: Account) -> None:
    def thought_better_of(context: Context) -> tuple[object, ...]:
        drawn = some(context)
        context.work.rollback()
        return drawn

    account.seed("7")

    assert account.do(thought_better_of) == account.do(some)


def test_work_that_draws_nothing_takes_no_position(account: Account) -> None:
    account.seed("7")
    account.do(lambda context: context.clock.now())
    first = account.do(some)
    account.seed("7")

    assert account.do(some) == first


def test_work_that_only_reads_draws_the_same_every_time_and_takes_no_position(account: Account) -> None:
    account.seed("7")

    assert account.read(some) == account.read(some)
    first = account.do(some)
    account.seed("7")
    assert account.do(some) == first


def test_session_ids_and_keys_are_left_to_chance(account: Account) -> None:
    def secrets(context: Context) -> tuple[str, bytes]:
        return context.ids.session_id(), context.ids.random_bytes(32)

    account.seed("7")
    first = account.do(secrets)
    account.seed("7")

    assert account.do(secrets) != first


def test_numbers_given_to_one_caller_win_over_the_seed(account: Account) -> None:
    class Given(Ids):
        def order_reference(self) -> str:
            return "111111111"

    account.seed("7")

    assert account.do(lambda context: context.drawing(Given()).ids.order_reference()) == "111111111"


def test_a_live_account_has_no_seed(account: Account, services: Services) -> None:
    account.seed("7")
    with services.database.writing() as work:
        work.session.query(MerchantRow).update({"is_live": True})
    first = account.do(some)
    account.seed("7")

    assert account.do(some) != first
