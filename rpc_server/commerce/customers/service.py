"""Who buys: finding the customer an order belongs to, making one, changing one."""

import msgspec

from rpc_server.commerce.context import Context
from rpc_server.commerce.customers import store
from rpc_server.commerce.customers.errors import (
    CustomerMismatch,
    CustomerNotFound,
    CustomerReferenceMissing,
    CustomersDiffer,
    ExternalReferenceTaken,
)
from rpc_server.commerce.customers.model import DEFAULT_LANGUAGE, Customer, NewCustomer
from rpc_server.commerce.orders.model import NewOrder

customer_by_reference = store.by_reference
customer_by_external_reference = store.by_external_reference


def create(context: Context, new: NewCustomer) -> Customer:
    """Store a new customer as given; raises ``ExternalReferenceTaken``. Safe under concurrency."""
    external = new.external_reference
    while (created := store.add(context, new)) is None:
        if external is not None and store.by_external_reference(context, external) is not None:
            raise ExternalReferenceTaken(field="ExternalCustomerReference")
        new = msgspec.structs.replace(new, reference=None)
    return created


def find(context: Context, reference: int | None, external: str | None) -> Customer:
    """The customer either reference names, or both.

    Raises ``CustomerNotFound``, ``CustomersDiffer`` where they are not those of one customer, and
    ``CustomerReferenceMissing`` where there is neither.
    """
    if reference is not None:
        return _named_alike(_by_reference(context, reference), external)
    if external is None:
        raise CustomerReferenceMissing(field="AvangateCustomerReference")
    named = store.by_external_reference(context, external)
    if named is None:
        raise CustomerNotFound(field="ExternalCustomerReference")
    return named


def identify(context: Context, new: NewOrder) -> Customer:
    """The customer the order names by either reference; without one, a new customer at its billing address.

    References no customer has are given to the new one, for published samples send a number of their own
    (inferred). A customer found by number who has no external reference takes the one given. The address of
    a customer already known stays as it is. Raises ``CustomerMismatch`` where the references disagree.
    """
    number, external = new.customer_reference, new.external_customer_reference
    numbered = None if number is None else store.by_reference(context, number)
    named = None if external is None else store.by_external_reference(context, external)
    if numbered is None and named is None:
        return _made_for(context, new)
    if number is None or external is None or numbered == named:
        return numbered or named or _made_for(context, new)
    if named is None and numbered is not None and numbered.external_reference is None:
        taking = msgspec.structs.replace(numbered, external_reference=external)
        if store.save(context, taking):
            return taking
    raise CustomerMismatch(field="ExternalCustomerReference")


def _made_for(context: Context, new: NewOrder) -> Customer:
    customer = NewCustomer(
        address=new.billing,
        language=new.language or DEFAULT_LANGUAGE,
        external_reference=new.external_customer_reference,
        reference=new.customer_reference,
    )
    return store.add(context, customer) or identify(context, new)


def _by_reference(context: Context, reference: int) -> Customer:
    found = store.by_reference(context, reference)
    if found is None:
        raise CustomerNotFound(field="AvangateCustomerReference")
    return found


def _named_alike(customer: Customer, external: str | None) -> Customer:
    if external is not None and customer.external_reference != external:
        raise CustomersDiffer(field="ExternalCustomerReference")
    return customer
