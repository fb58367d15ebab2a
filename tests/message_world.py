"""A shop whose merchant posts messages, as their tests know it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from werkzeug.test import Client, TestResponse

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.signature import Algorithm, sign
from rpc_server.commerce.context import Services
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders.model import Order
from rpc_server.commerce.orders.refunds.tables import RefundRow
from tests.order_world import asked, engine, item

KEY = "SECRET_KEY"
NOW = "2026-03-10 14:00:00"


@dataclass
class Shop:
    """APITEST with an order of each kind it needs, and a way to post to the server."""

    services: Services
    merchant: Merchant
    browser: Client

    def place(self, **changes: Any) -> Order:
        with engine(self.services, self.merchant) as context:
            return orders.place(context, asked(item("BOOK", 2), **changes))

    def find(self, order: Order) -> Order:
        with engine(self.services, self.merchant) as context:
            return orders.find(context, order.reference or "")

    def post(self, kind: str, order: Order, *, algorithm: Algorithm = Algorithm.SHA256, **changes: Any) -> TestResponse:
        """An IRN or IDN about the order, signed as documented."""
        date_field = f"{kind.upper()}_DATE"
        fields = {
            "MERCHANT": self.merchant.code,
            "ORDER_REF": order.reference or "",
            "ORDER_AMOUNT": str(order.totals.gross_discounted),
            "ORDER_CURRENCY": order.currency,
            date_field: NOW,
            **changes,
        }
        signed = [fields[name] for name in ("MERCHANT", "ORDER_REF", "ORDER_AMOUNT", "ORDER_CURRENCY", date_field)]
        fields.setdefault("ORDER_HASH", sign(algorithm, KEY, *signed))
        return self.browser.post(f"/order/{kind}.php", data=fields)

    def refunds(self) -> int:
        with self.services.database.reading() as work:
            return work.session.scalar(select(func.count()).select_from(RefundRow)) or 0


def told(answer: TestResponse) -> list[str]:
    """Reference, code, text and date of an answer, without the signature."""
    inside = answer.text.removeprefix("<EPAYMENT>").removesuffix("</EPAYMENT>")
    return inside.split("|")[:4]
