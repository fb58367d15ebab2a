"""Making customers and changing them at a merchant's word."""

from collections.abc import Callable
from dataclasses import replace

import msgspec
from sqlalchemy import update as updating

from rpc_server.commerce.context import Context
from rpc_server.commerce.customers import checks, service, store
from rpc_server.commerce.customers.errors import CustomersDiffer, ExternalReferenceTaken
from rpc_server.commerce.customers.model import Customer, NewCustomer
from rpc_server.commerce.notifications.model import LicenceChange
from rpc_server.commerce.notifications.outbox import subscription_changed
from rpc_server.commerce.subscriptions import store as subscriptions
from rpc_server.commerce.subscriptions.tables import SubscriptionRow

Change = Callable[[Customer], Customer]


def register(context: Context, new: NewCustomer) -> Customer:
    """Check a new customer and store him.

    Raises ``CustomerDetailMissing``, ``CustomerDetailInvalid`` and ``ExternalReferenceTaken``.
    """
    checks.check(new.address, new.language)
    return service.create(context, new)


def change(context: Context, reference: int | None, external: str | None, to: Change) -> Customer:
    """Put what ``to`` makes of the customer in his place, under his lock, and answer it.

    A customer found by number who has no external reference takes the one given, and his subscriptions with him.
    Raises what ``service.find`` and ``register`` raise.
    """
    before = _locked(context, reference, external)
    after = msgspec.structs.replace(to(before), external_reference=before.external_reference or external)
    checks.check(after.address, after.language)
    if not store.save(context, after):
        raise ExternalReferenceTaken(field="ExternalCustomerReference")
    if after.external_reference != before.external_reference:
        _name_in_subscriptions(context, after)
    return after


def change_with_subscriptions(context: Context, reference: int | None, external: str | None, to: Change) -> Customer:
    """The same, and make him, as he now is, the end user of all his subscriptions. Raises what ``change`` does."""
    after = change(context, reference, external, to)
    own = subscriptions.of_merchant(context).where(SubscriptionRow.customer_reference == after.reference)
    now = context.clock.now()
    for subscription in subscriptions.read(context, own.order_by(SubscriptionRow.reference).with_for_update()):
        used_by = replace(subscription, end_user=after.address, language=after.language, modified_at=now)
        subscriptions.save(context, used_by)
        subscription_changed(context, used_by, LicenceChange.LICENCE_CHANGE)
    return after


def _locked(context: Context, reference: int | None, external: str | None) -> Customer:
    if reference is None:
        reference = service.find(context, None, external).reference
    customer = store.by_reference(context, reference, is_locked=True) or service.find(context, reference, None)
    if external is not None and customer.external_reference not in (None, external):
        raise CustomersDiffer(field="ExternalCustomerReference")
    return customer


def _name_in_subscriptions(context: Context, customer: Customer) -> None:
    context.connection.execute(
        updating(SubscriptionRow)
        .where(
            SubscriptionRow.merchant_id == context.merchant_id,
            SubscriptionRow.customer_reference == customer.reference,
        )
        .values(external_customer_reference=customer.external_reference)
    )
