"""Looking for customers."""

from dataclasses import dataclass
from enum import Enum

from sqlalchemy import ColumnElement, func, not_, select

from rpc_server.commerce.context import Context
from rpc_server.commerce.customers import store
from rpc_server.commerce.customers.model import Customer
from rpc_server.commerce.customers.standing import is_active, is_on_trial
from rpc_server.commerce.customers.tables import CustomerRow


class CustomerStatus(Enum):
    """ACTIVE: with an enabled subscription."""

    ACTIVE = "ACTIVE"
    INACTIVE = "INACTIVE"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerSearch:
    """What to look for; None asks for nothing. The e-mail address counts whole, in any case."""

    email: str | None = None
    phone: str | None = None
    country: str | None = None
    language: str | None = None
    is_trial: bool | None = None
    status: CustomerStatus | None = None
    page: int
    limit: int


def search(context: Context, wanted: CustomerSearch) -> tuple[list[Customer], int]:
    """One page of the customers that meet every given condition, by reference, and how many there are in all."""
    query = store.of_merchant(context).where(*_criteria(wanted))
    count = context.connection.scalar(select(func.count()).select_from(query.subquery())) or 0
    page = query.order_by(CustomerRow.reference).offset((wanted.page - 1) * wanted.limit).limit(wanted.limit)
    return store.read(context, page), count


def _criteria(wanted: CustomerSearch) -> list[ColumnElement[bool]]:
    stated = (
        (CustomerRow.email, wanted.email.lower() if wanted.email else None),
        (CustomerRow.phone, wanted.phone),
        (CustomerRow.country, wanted.country),
        (CustomerRow.language, wanted.language),
    )
    criteria: list[ColumnElement[bool]] = [column == value for column, value in stated if value]
    if wanted.is_trial is not None:
        criteria.append(is_on_trial() if wanted.is_trial else not_(is_on_trial()))
    if wanted.status is not None:
        criteria.append(is_active() if wanted.status is CustomerStatus.ACTIVE else not_(is_active()))
    return criteria
