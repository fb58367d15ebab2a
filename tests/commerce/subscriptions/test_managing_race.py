"""Several callers at once: what may be once is once, and nobody undoes what another did."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

from sqlalchemy import func, select

from rpc_server.commerce.context import Context
from rpc_server.commerce.customers.tables import CustomerRow
from rpc_server.commerce.subscriptions import service
from rpc_server.commerce.subscriptions.importing.errors import ExternalReferenceTaken
from rpc_server.commerce.subscriptions.importing.model import ImportedSubscription
from rpc_server.commerce.subscriptions.importing.service import add
from rpc_server.commerce.subscriptions.information import service as information
from rpc_server.commerce.subscriptions.information.errors import TooManyFields
from rpc_server.commerce.subscriptions.information.model import MOST_FIELDS
from rpc_server.commerce.subscriptions.managing import service as managing
from rpc_server.commerce.subscriptions.managing.editing import Corrections, update
from rpc_server.commerce.subscriptions.tables import SubscriptionRow
from rpc_server.errors import ApiError
from tests.subscription_world import ADA, NOW, REFERENCE, subscribed

CALLERS = 6


def _race(context: Context, *acts: Callable[[Context], object]) -> list[str]:
    """Let every act begin at once in a transaction of its own; answer the codes of those refused."""
    context.work.commit()
    start = Barrier(len(acts))

    def run(act: Callable[[Context], object]) -> str | None:
        start.wait()
        try:
            with context.services.database.writing() as work:
                act(replace(context, work=work))
        except ApiError as refusal:
            return refusal.code
        return None

    with ThreadPoolExecutor(len(acts)) as threads:
        outcomes = list(threads.map(run, acts))
    return [code for code in outcomes if code is not None]


def test_one_of_several_equal_imports_wins(context: Context) -> None:
    told = ImportedSubscription("ELSEWHERE-1", NOW, None, "STARTER", None, ADA)

    refused = _race(context, *[lambda own: add(own, told)] * CALLERS)

    assert refused == [ExternalReferenceTaken.code] * (CALLERS - 1)
    for row in (SubscriptionRow, CustomerRow):
        assert context.session.scalar(select(func.count()).select_from(row)) == 1


def test_the_fifth_field_is_the_last_whoever_adds_it(context: Context) -> None:
    subscribed(context)
    adding = [lambda own, name=str(n): information.add(own, REFERENCE, name, "") for n in range(MOST_FIELDS + 2)]

    assert _race(context, *adding) == [TooManyFields.code] * 2
    assert len(information.of_subscription(context, REFERENCE)) == MOST_FIELDS


def test_changes_of_different_members_are_all_kept(context: Context) -> None:
    held = subscribed(context)

    refused = _race(
        context,
        lambda own: managing.extend(own, REFERENCE, 3),
        lambda own: managing.extend(own, REFERENCE, 4),
        lambda own: managing.disable_recurring(own, REFERENCE, None, None),
        lambda own: update(own, REFERENCE, Corrections(product_name="Renamed")),
    )

    changed = service.find(context, REFERENCE)
    assert refused == []
    assert (changed.product_name, changed.is_recurring) == ("Renamed", False)
    assert held.expires_at is not None
    assert changed.expires_at is not None
    assert (changed.expires_at - held.expires_at).days == 7
