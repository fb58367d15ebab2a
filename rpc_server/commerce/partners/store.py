"""Writing partners and price lists: what the merchant keeps in his panel, and the sandbox in its seed."""

from dataclasses import asdict

from sqlalchemy import insert

from rpc_server.commerce.context import Context
from rpc_server.commerce.partners.model import Partner, PriceList
from rpc_server.commerce.partners.tables import (
    PartnerRow,
    PriceListAssignmentRow,
    PriceListProductRow,
    PriceListRow,
)


def insert_partner(context: Context, partner: Partner) -> None:
    """Store a new partner."""
    values = {**asdict(partner), "merchant_id": context.merchant_id}
    context.connection.execute(insert(PartnerRow), values)


def insert_price_list(context: Context, price_list: PriceList) -> None:
    """Store a new price list; nobody may buy from it before it is assigned."""
    own = {"merchant_id": context.merchant_id}
    context.connection.execute(insert(PriceListRow), {**own, "code": price_list.code, "name": price_list.name})
    products = [
        {
            **own,
            "price_list_code": price_list.code,
            "product_id": listed.product_id,
            "position": position,
            "prices": listed.prices,
            "margin_percent": listed.margin_percent,
        }
        for position, listed in enumerate(price_list.products)
    ]
    if products:
        context.connection.execute(insert(PriceListProductRow), products)


def assign_price_list(context: Context, price_list_code: str, partner_code: str) -> None:
    """Let the partner buy from the price list."""
    context.connection.execute(
        insert(PriceListAssignmentRow),
        {"merchant_id": context.merchant_id, "price_list_code": price_list_code, "partner_code": partner_code},
    )
