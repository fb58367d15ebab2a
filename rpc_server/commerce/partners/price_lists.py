"""Which price lists a partner may buy from, and what is on them."""

from dataclasses import fields

from sqlalchemy import Select, select

from rpc_server.commerce.context import Context
from rpc_server.commerce.partners.model import ListedProduct, Partner, PriceList
from rpc_server.commerce.partners.tables import PriceListAssignmentRow, PriceListProductRow, PriceListRow

_LISTED = tuple(getattr(PriceListProductRow, field.name) for field in fields(ListedProduct))


def of_partner(context: Context, partner: Partner) -> list[PriceList]:
    """The price lists the partner may buy from, by code."""
    found = context.connection.execute(_assigned(context, partner).order_by(PriceListRow.code)).all()
    return [PriceList(code, name, _listed_products(context, code)) for code, name in found]


def find(context: Context, partner: Partner, code: str) -> PriceList | None:
    """The price list of this code, if the partner may buy from it."""
    found = context.connection.execute(_assigned(context, partner).where(PriceListRow.code == code)).one_or_none()
    return None if found is None else PriceList(found.code, found.name, _listed_products(context, found.code))


def _assigned(context: Context, partner: Partner) -> Select[str, str]:
    return (
        select(PriceListRow.code, PriceListRow.name)
        .join(
            PriceListAssignmentRow,
            (PriceListAssignmentRow.merchant_id == PriceListRow.merchant_id)
            & (PriceListAssignmentRow.price_list_code == PriceListRow.code),
        )
        .where(PriceListRow.merchant_id == context.merchant_id, PriceListAssignmentRow.partner_code == partner.code)
    )


def _listed_products(context: Context, code: str) -> tuple[ListedProduct, ...]:
    query = (
        select(*_LISTED)
        .where(PriceListProductRow.merchant_id == context.merchant_id, PriceListProductRow.price_list_code == code)
        .order_by(PriceListProductRow.position)
    )
    return tuple(ListedProduct(*row) for row in context.connection.execute(query))
