"""Fault rules: how they are made and taken back."""

from rpc_server.api.families import ENDPOINTS
from rpc_server.commerce.context import Services
from rpc_server.sandbox.faults import store
from rpc_server.sandbox.faults.errors import NoSuchRule, TooManyRules, UselessRule
from rpc_server.sandbox.faults.model import Rule, StoredRule
from rpc_server.sandbox.merchants import playable

MOST_RULES = 100
_WIRES = ("soap", "jsonrpc")
_SEED_LENGTH = 32


def rules_of(services: Services, code: str) -> tuple[StoredRule, ...]:
    """The account's rules, oldest first, with what they have met."""
    with services.database.reading() as work:
        return store.rules_of(work.connection, playable(work.connection, code).merchant_id)


def add(services: Services, code: str, rule: Rule) -> StoredRule:
    """Give the account a rule, behind those it has; every call that begins after this meets it.

    Raises ``UselessRule`` and ``TooManyRules``.
    """
    _check(rule)
    with services.database.writing() as work:
        merchant = playable(work.connection, code, is_locked=True)
        if len(store.rules_of(work.connection, merchant.merchant_id)) >= MOST_RULES:
            raise TooManyRules(f"An account may have {MOST_RULES} fault rules.")
        stored = store.add(work.connection, merchant.merchant_id, rule, services.ids.hexadecimal(_SEED_LENGTH))
        store.name_rules(work.connection, merchant.merchant_id, services.ids.hexadecimal(_SEED_LENGTH))
        return stored


def remove(services: Services, code: str, number: int | None = None) -> int:
    """Take back one rule, or all; answers how many. Raises ``NoSuchRule`` for a number the account does not have."""
    with services.database.writing() as work:
        merchant = playable(work.connection, code, is_locked=True)
        removed = store.remove(work.connection, merchant.merchant_id, number)
        if number is not None and not removed:
            raise NoSuchRule(field="number")
        has_left = bool(store.rules_of(work.connection, merchant.merchant_id))
        name = services.ids.hexadecimal(_SEED_LENGTH) if has_left else None
        store.name_rules(work.connection, merchant.merchant_id, name)
        return removed


def _check(rule: Rule) -> None:
    if rule.wire is not None and rule.wire not in _WIRES:
        raise UselessRule(f"There is no wire {rule.wire!r}; there are {' and '.join(_WIRES)}.", field="wire")
    if rule.endpoint is not None and rule.endpoint not in (endpoint.name for endpoint in ENDPOINTS):
        raise UselessRule(f"There is no endpoint {rule.endpoint!r}, like merchant-6.0.", field="endpoint")
    if rule.last is not None and rule.last < rule.first:
        raise UselessRule("The last it strikes lies before the first.", field="last")
    if rule.action.is_of_charges and (rule.wire or rule.endpoint or rule.method):
        raise UselessRule(f"{rule.action.value} is for charges, which have no wire, endpoint or method.")
