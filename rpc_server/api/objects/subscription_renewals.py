"""How a subscription renews, and for how much, as documented."""

from decimal import Decimal
from typing import Annotated

from rpc_server.api.shapes import ApiObject, Wire
from rpc_server.commerce.subscriptions.renewals import model


class RenewalDetails(ApiObject):
    """Whether it renews by itself, and where its customer can renew it by hand; the members begin with small letters."""

    recurring_enabled: Annotated[bool, Wire("recurringEnabled")]
    manual_renewal_link: Annotated[str, Wire("manualRenewalLink")]


class NextRenewalPrice(ApiObject):
    """What the next renewal costs, all units, without and with tax."""

    net_price: Decimal
    net_currency: str
    final_price: Decimal
    final_currency: str


def show_next_price(price: model.NextPrice) -> NextRenewalPrice:
    """The price as answered."""
    return NextRenewalPrice(
        net_price=price.net, net_currency=price.currency, final_price=price.final, final_currency=price.currency
    )
