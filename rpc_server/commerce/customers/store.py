"""Customers, to and from their table."""

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.exc import IntegrityError

from rpc_server.commerce.context import Context
from rpc_server.commerce.customers.model import Customer, NewCustomer
from rpc_server.commerce.customers.tables import CustomerRow
from rpc_server.storage import insert_new

_MEMBERS = Customer.__struct_fields__


def add(context: Context, new: NewCustomer) -> Customer | None:
    """Store a new customer; None, with nothing written, where one of its references is taken."""
    customer = Customer(
        reference=new.reference or context.ids.customer_reference(),
        external_reference=new.external_reference,
        address=new.address,
        language=new.language,
    )
    row = {"merchant_id": context.merchant_id, "created_at": context.clock.now(), **_columns(customer)}
    return customer if insert_new(context.connection, CustomerRow, row) else None


def save(context: Context, customer: Customer) -> bool:
    """Store a changed customer; False, with nothing written, where another has its external reference."""
    changed = update(CustomerRow).where(_owned(context), CustomerRow.reference == customer.reference)
    try:
        with context.session.begin_nested():
            context.session.execute(
                changed.values(_columns(customer)), execution_options={"synchronize_session": False}
            )
    except IntegrityError:
        return False
    return True


def by_reference(context: Context, reference: int, *, is_locked: bool = False) -> Customer | None:
    """The merchant's customer of this AvangateCustomerReference, or None.

    With ``is_locked`` others who ask for him so wait until this transaction ends.
    """
    query = of_merchant(context).where(CustomerRow.reference == reference)
    return _first(context, query.with_for_update() if is_locked else query)


def by_external_reference(context: Context, external_reference: str) -> Customer | None:
    """The customer the merchant calls so, or None."""
    return _first(context, of_merchant(context).where(CustomerRow.external_reference == external_reference))


def of_merchant(context: Context) -> Select[Any]:
    """A query for the merchant's customers, to narrow and to give to ``read``."""
    return select(*(getattr(CustomerRow, name) for name in _MEMBERS)).where(_owned(context))


def read(context: Context, query: Select[Any]) -> list[Customer]:
    """The customers a query made by ``of_merchant`` finds."""
    return [Customer(**dict(zip(_MEMBERS, row, strict=True))) for row in context.session.execute(query)]


def _first(context: Context, query: Select[Any]) -> Customer | None:
    found = read(context, query)
    return found[0] if found else None


def _owned(context: Context) -> ColumnElement[bool]:
    return CustomerRow.merchant_id == context.merchant_id


def _columns(customer: Customer) -> dict[str, Any]:
    address = customer.address
    return {
        **msgspec.structs.asdict(customer),
        "email": address.email.lower() if address.email else None,
        "phone": address.phone,
        "country": address.country,
    }
