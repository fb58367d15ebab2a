"""Fault rules in the database."""

from typing import cast

from sqlalchemy import ColumnElement, Connection, Table, delete, func, insert, select, update

from rpc_server.commerce.accounts.tables import MerchantRow
from rpc_server.sandbox.faults.model import Rule, StoredRule
from rpc_server.sandbox.faults.tables import FaultRuleRow

_RULES = cast("Table", FaultRuleRow.__table__)


def rules_of(database: Connection, merchant_id: int) -> tuple[StoredRule, ...]:
    """The account's rules, oldest first."""
    return _read(database, _RULES.c.merchant_id == merchant_id)


def rules_named(database: Connection, name: str) -> tuple[StoredRule, ...]:
    """The rules of the account whose ``faults`` is ``name`` at present; none where it has changed."""
    owner = select(MerchantRow.merchant_id).where(MerchantRow.faults == name).scalar_subquery()
    return _read(database, _RULES.c.merchant_id == owner)


def add(database: Connection, merchant_id: int, rule: Rule, seed: str) -> StoredRule:
    """Store the rule under the account's next number; whoever adds has the account locked."""
    newest = select(func.max(_RULES.c.number)).where(_RULES.c.merchant_id == merchant_id)
    stored = StoredRule(merchant_id, (database.scalar(newest) or 0) + 1, seed, rule)
    database.execute(
        insert(_RULES).values(
            merchant_id=stored.merchant_id, number=stored.number, seed=seed, rule=rule, seen=0, hits=0
        )
    )
    return stored


def remove(database: Connection, merchant_id: int, number: int | None) -> int:
    """Delete one rule, or all without a number; how many that were."""
    which = delete(_RULES).where(_RULES.c.merchant_id == merchant_id)
    if number is not None:
        which = which.where(_RULES.c.number == number)
    return database.execute(which).rowcount


def count_seen(database: Connection, rule: StoredRule) -> int | None:
    """Count one more of what the rule is for; the count it has then, None where it is gone."""
    counted = update(_RULES).where(*_is(rule)).values(seen=_RULES.c.seen + 1).returning(_RULES.c.seen)
    return database.execute(counted).scalar_one_or_none()


def count_hit(database: Connection, rule: StoredRule) -> bool:
    """Count one more that the rule strikes; False where it has struck as often as it may."""
    counted = update(_RULES).where(*_is(rule)).values(hits=_RULES.c.hits + 1)
    if rule.rule.times is not None:
        counted = counted.where(_RULES.c.hits < rule.rule.times)
    return database.execute(counted).rowcount == 1


def name_rules(database: Connection, merchant_id: int, name: str | None) -> None:
    """Let the account's ``faults`` be ``name``, for the processes that have read it under another."""
    database.execute(update(MerchantRow).where(MerchantRow.merchant_id == merchant_id).values(faults=name))


def _read(database: Connection, whose: ColumnElement[bool]) -> tuple[StoredRule, ...]:
    found = database.execute(select(_RULES).where(whose).order_by(_RULES.c.number)).mappings()
    return tuple(StoredRule(**row) for row in found)


def _is(rule: StoredRule) -> tuple[ColumnElement[bool], ...]:
    return _RULES.c.merchant_id == rule.merchant_id, _RULES.c.number == rule.number
