"""Which rule strikes a call or a charge, counted in the database so that every process agrees."""

from functools import lru_cache

from rpc_server.api.faults import Fault, Target
from rpc_server.gateways.simulator import Behaviour
from rpc_server.sandbox.faults import store
from rpc_server.sandbox.faults.model import StoredRule
from rpc_server.storage import Database

_KNOWN_SETS = 256

Struck = tuple[StoredRule, int]


class StoredFaults:
    """Judges calls and charges by the rules in the database.

    Rules are read once a process for each name they have had: as the name changes with them, and comes with the
    account a call reads anyway, no process works by old ones, and an account without rules costs nothing. The
    first rule that strikes wins; those behind it do not count what it struck.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._named = lru_cache(_KNOWN_SETS)(self._read)

    def strike(self, rules: str, target: Target) -> Fault | None:
        """What the rules do to this call; counts it, in a transaction of its own."""
        struck = self._first([rule for rule in self._named(rules) if rule.rule.fits(target)])
        return None if struck is None else struck[0].fault(struck[1])

    def judge(self, rules: str) -> Behaviour | None:
        """What the rules do to a charge; counts it, in a transaction of its own."""
        struck = self._first([rule for rule in self._named(rules) if rule.rule.action.is_of_charges])
        return None if struck is None else struck[0].behaviour()

    def _first(self, candidates: list[StoredRule]) -> Struck | None:
        if not candidates:
            return None
        with self._database.writing() as work:
            for rule in candidates:
                seen = store.count_seen(work.connection, rule)
                if seen is not None and rule.strikes(seen) and store.count_hit(work.connection, rule):
                    return rule, seen
        return None

    def _read(self, name: str) -> tuple[StoredRule, ...]:
        with self._database.reading() as work:
            return store.rules_named(work.connection, name)
