"""Links nobody can follow any more are forgotten."""

from datetime import timedelta

from sqlalchemy import func, select

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Services
from rpc_server.commerce.sign_on import links
from rpc_server.commerce.sign_on.duties import LINK_EXPIRIES
from rpc_server.commerce.sign_on.model import AccessPage, NewLink
from rpc_server.commerce.sign_on.tables import SignOnRow
from tests.order_world import engine


def mint(services: Services, merchant: Merchant, seconds: int) -> None:
    with engine(services, merchant) as context:
        new = NewLink(
            customer_reference=1, subscription_reference=None, page=AccessPage.INDEX, seconds=seconds, ip=None
        )
        links.mint(context, new)


def test_links_are_forgotten_when_they_are_over(
    services: Services, merchant: Merchant, other_merchant: Merchant, clock: SetClock
) -> None:
    for seconds in (10, 20, 60):
        mint(services, merchant, seconds)
    mint(services, other_merchant, 10)
    clock.advance(timedelta(seconds=20))

    with engine(services, merchant) as context:
        assert LINK_EXPIRIES.carry_out(context) == "2 sign-on links forgotten"
        assert LINK_EXPIRIES.carry_out(context) is None
        assert context.session.scalar(select(func.count()).select_from(SignOnRow)) == 2
        assert len(context.session.execute(LINK_EXPIRIES.waiting()).all()) == 2
