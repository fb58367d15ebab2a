"""Who buys: finding the customer an order belongs to, or making one."""

from typing import Any

import msgspec
from sqlalchemy import select, update

from rpc_server.commerce.context import Context
from rpc_server.commerce.customers.errors import CustomerMismatch
from rpc_server.commerce.customers.model import DEFAULT_LANGUAGE, Customer
from rpc_server.commerce.customers.tables import CustomerRow
from rpc_server.commerce.orders.model import NewOrder
from rpc_server.storage import insert_new


def identify(context: Context, new: NewOrder) -> Customer:
    """The customer the order names by either reference; without one, a new customer at its billing address.

    References no customer has are given to the new one, for published samples send a number of their own
    (inferred). A customer found by number who has no external reference takes the one given. The address of
    a customer already known stays as it is. Raises ``CustomerMismatch`` where the references disagree.
    """
    number, external = new.customer_reference, new.external_customer_reference
    numbered = None if number is None else customer_by_reference(context, number)
    named = None if external is None else customer_by_external_reference(context, external)
    if numbered is None and named is None:
        return _create(context, new)
    if number is None or external is None or numbered == named:
        return numbered or named or _create(context, new)
    if named is None and numbered is not None and numbered.external_reference is None:
        return _take_external_reference(context, numbered, external)
    raise CustomerMismatch(field="ExternalCustomerReference")


def customer_by_reference(context: Context, reference: int) -> Customer | None:
    """The merchant's customer of this AvangateCustomerReference, or None."""
    return _find(context, CustomerRow.reference == reference)


def customer_by_external_reference(context: Context, external_reference: str) -> Customer | None:
    """The customer the merchant calls so, or None."""
    return _find(context, CustomerRow.external_reference == external_reference)


def _find(context: Context, criterion: Any) -> Customer | None:
    query = select(CustomerRow).where(CustomerRow.merchant_id == context.merchant_id, criterion)
    row = context.session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        return None
    return Customer(
        reference=row.reference,
        external_reference=row.external_reference,
        address=row.address,
        language=row.language,
        is_enabled=row.is_enabled,
    )


def _create(context: Context, new: NewOrder) -> Customer:
    customer = Customer(
        reference=new.customer_reference or context.ids.customer_reference(),
        external_reference=new.external_customer_reference,
        address=new.billing,
        language=new.language or DEFAULT_LANGUAGE,
        is_enabled=True,
    )
    row = {
        "merchant_id": context.merchant_id,
        "created_at": context.clock.now(),
        **msgspec.structs.asdict(customer),
    }
    return customer if insert_new(context.session, CustomerRow, row) else identify(context, new)


def _take_external_reference(context: Context, customer: Customer, external_reference: str) -> Customer:
    context.session.execute(
        update(CustomerRow)
        .where(CustomerRow.merchant_id == context.merchant_id, CustomerRow.reference == customer.reference)
        .values(external_reference=external_reference)
        .execution_options(synchronize_session=False)
    )
    return msgspec.structs.replace(customer, external_reference=external_reference)
