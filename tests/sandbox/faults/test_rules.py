"""Which calls a fault rule strikes, and how often."""

import threading
from typing import Any

import pytest

from rpc_server.api.errors import InvalidArgument
from rpc_server.api.faults import Fate, Harm, Target
from rpc_server.api.methods import groups
from rpc_server.api.registry import Registry
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.service import find_merchant
from rpc_server.commerce.accounts.tables import MerchantRow
from rpc_server.commerce.context import Services
from rpc_server.sandbox.errors import AccountIsLive, NoSuchMerchant
from rpc_server.sandbox.faults import service
from rpc_server.sandbox.faults.errors import NoSuchRule, TooManyRules, UselessRule
from rpc_server.sandbox.faults.model import Action, Rule
from rpc_server.sandbox.faults.striking import StoredFaults
from tests.api_client import endpoint

_REGISTRY = Registry(groups())


def target(method: str = "placeOrder", endpoint_name: str = "merchant-6.0", wire: str = "soap") -> Target:
    found = endpoint(endpoint_name)
    return Target(found, wire, _REGISTRY.find(found, method))


class Account:
    """APITEST's rules, and what they do to calls."""

    def __init__(self, services: Services, merchant: Merchant) -> None:
        self.services = services
        self.code = merchant.code
        self._faults = StoredFaults(services.database)

    def add(self, action: Action = Action.ERROR, **rule: Any) -> int:
        return service.add(self.services, self.code, Rule(action=action, **rule)).number

    def named(self) -> str | None:
        """What the account's rules are called at present."""
        with self.services.database.reading() as work:
            merchant = find_merchant(work.connection, self.code)
        assert merchant is not None
        return merchant.faults

    def struck(self, *targets: Target) -> list[str | None]:
        """The rule each of the calls meets."""
        faults = [self._faults.strike(self.named() or "", each) for each in targets]
        return [None if fault is None else fault.name for fault in faults]

    def counted(self) -> list[tuple[int, int]]:
        return [(rule.seen, rule.hits) for rule in service.rules_of(self.services, self.code)]


@pytest.fixture
def account(services: Services, merchant: Merchant) -> Account:
    return Account(services, merchant)


def test_an_account_without_rules_has_no_name_for_them(account: Account) -> None:
    assert account.named() is None

    account.add()
    assert account.named() is not None

    service.remove(account.services, account.code)
    assert account.named() is None


def test_a_rule_for_everything_strikes_every_call(account: Account) -> None:
    account.add()

    assert account.struck(target(), target("getOrder", wire="jsonrpc")) == ["1 error", "1 error"]
    assert account.counted() == [(2, 2)]


@pytest.mark.parametrize(
    "named",
    [{"method": "PLACEorder"}, {"wire": "soap"}, {"endpoint": "merchant-6.0"}],
    ids=["method", "wire", "endpoint"],
)
def test_a_rule_strikes_what_it_names_alone(account: Account, named: dict[str, Any]) -> None:
    account.add(**named)

    assert account.struck(target(), target("getOrder", "merchant-5.0", "jsonrpc")) == ["1 error", None]
    assert account.counted() == [(1, 1)]


def test_a_rule_strikes_from_the_first_to_the_last(account: Account) -> None:
    account.add(first=2, last=3)

    assert account.struck(*[target()] * 4) == [None, "1 error", "1 error", None]


def test_a_rule_strikes_as_often_as_it_may(account: Account) -> None:
    account.add(times=2)

    assert account.struck(*[target()] * 4) == ["1 error", "1 error", None, None]
    assert account.counted() == [(4, 2)]


def test_the_first_rule_that_strikes_wins_and_the_others_do_not_count(account: Account) -> None:
    account.add(first=2)
    account.add(Action.LATENCY)

    assert account.struck(target(), target()) == ["2 latency", "1 error"]
    assert account.counted() == [(2, 1), (1, 1)]


def test_chances_are_the_same_again_for_the_same_rule(account: Account, services: Services) -> None:
    account.add(probability=0.5)
    first = [account.struck(target())[0] for _ in range(20)]
    (rule,) = service.rules_of(services, account.code)

    assert [rule.strikes(seen) for seen in range(1, 21)] == [name is not None for name in first]
    assert 0 < first.count(None) < 20


def test_a_change_of_rules_is_seen_at_once(account: Account) -> None:
    number = account.add()
    assert account.struck(target()) == ["1 error"]

    service.remove(account.services, account.code, number)
    account.add(Action.RESET)

    assert account.struck(target()) == ["1 reset"]


def test_calls_at_once_are_each_counted(account: Account) -> None:
    account.add(times=5)
    struck: list[str | None] = []
    threads = [threading.Thread(target=lambda: struck.extend(account.struck(*[target()] * 5))) for _ in range(4)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert struck.count("1 error") == 5
    assert account.counted() == [(20, 5)]


@pytest.mark.parametrize(
    ("action", "fate", "harm"),
    [
        (Action.STATUS, Fate.REFUSED, Harm.STATUS),
        (Action.GARBAGE, Fate.REFUSED, Harm.GARBAGE),
        (Action.RESET, Fate.REFUSED, Harm.RESET),
        (Action.CRASH_BEFORE_COMMIT, Fate.LOST, Harm.DROPPED),
        (Action.CRASH_AFTER_COMMIT, Fate.KEPT, Harm.DROPPED),
        (Action.TRUNCATE, Fate.KEPT, Harm.CUT),
    ],
)
def test_each_action_has_its_fate_and_harm(account: Account, action: Action, fate: Fate, harm: Harm) -> None:
    account.add(action)

    fault = StoredFaults(account.services.database).strike(account.named() or "", target())
    assert fault is not None
    assert fault.disturbance is not None
    assert (fault.fate, fault.disturbance.harm) == (fate, harm)


@pytest.mark.parametrize(
    ("rule", "field", "text"),
    [
        ({"wire": "rest"}, "wire", "There is no wire 'rest'; there are soap and jsonrpc."),
        ({"endpoint": "merchant-7.0"}, "endpoint", "There is no endpoint 'merchant-7.0', like merchant-6.0."),
        ({"first": 3, "last": 2}, "last", "The last it strikes lies before the first."),
        (
            {"action": Action.DECLINE, "method": "placeOrder"},
            None,
            "decline is for charges, which have no wire, endpoint or method.",
        ),
    ],
)
def test_a_rule_that_could_never_strike_is_refused(
    account: Account, rule: dict[str, Any], field: str | None, text: str
) -> None:
    with pytest.raises(UselessRule) as refused:
        account.add(**rule)

    assert (refused.value.field, refused.value.message) == (field, text)
    assert isinstance(refused.value, InvalidArgument)


def test_a_live_account_gets_no_rules(account: Account) -> None:
    with account.services.database.writing() as work:
        row = work.session.query(MerchantRow).one()
        row.is_live = True

    with pytest.raises(AccountIsLive):
        account.add()


def test_an_account_that_went_live_has_its_rules_no_more(account: Account) -> None:
    account.add()
    with account.services.database.writing() as work:
        row = work.session.query(MerchantRow).one()
        row.is_live = True

    assert account.named() is None


def test_a_rule_that_is_not_there_cannot_be_removed(account: Account) -> None:
    with pytest.raises(NoSuchRule):
        service.remove(account.services, account.code, 1)


def test_an_account_that_is_not_there_has_no_rules(account: Account) -> None:
    with pytest.raises(NoSuchMerchant):
        service.rules_of(account.services, "NOBODY")


def test_an_account_may_have_so_many_rules(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_RULES", 2)
    account.add()
    account.add()

    with pytest.raises(TooManyRules):
        account.add()


def test_rules_of_another_account_strike_nothing(account: Account, other_merchant: Merchant) -> None:
    service.add(account.services, other_merchant.code, Rule(action=Action.ERROR))

    assert account.named() is None
    assert account.counted() == []
