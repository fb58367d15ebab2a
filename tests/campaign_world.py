"""Campaigns for tests, and the products they speak of."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from threading import Barrier
from typing import Any, TypeVar

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.campaigns.cross_sell.model import CrossSellCampaign, CrossSellOffer
from rpc_server.commerce.campaigns.terms import DiscountTerms
from rpc_server.commerce.campaigns.upsell.model import UpsellCampaign, UpsellProduct
from rpc_server.commerce.catalog import store
from rpc_server.commerce.catalog.model import OptionGroupType, Price, PricingSchema
from rpc_server.commerce.context import Context
from tests.catalogue import a_configuration, a_group, a_product, an_option

T = TypeVar("T")

ADDONS = a_group(OptionGroupType.CHECKBOX, an_option("encryption"), an_option("reports"), code="ADDONS")
FLAT = a_configuration(
    code="F1A7F1A7F1",
    schema=PricingSchema.FLAT,
    regular=(
        Price(Decimal(30), "USD"),
        Price(Decimal(27), "EUR"),
        Price(Decimal(25), "USD", 10),
        Price(Decimal(35), "USD", options=frozenset({"encryption"})),
        Price(Decimal(39), "USD", options=frozenset({"encryption", "reports"})),
    ),
    option_groups=(ADDONS,),
)


def sells(context: Context) -> None:
    """The merchant sells STARTER, PRO, 15 and 34924C876E for 19.95, and SCANNER with a price a combination."""
    store.insert_option_group(context, ADDONS)
    context.session.flush()
    for number, code in enumerate(("STARTER", "PRO", "15", "34924C876E"), start=1):
        store.insert_product(context, a_product(code=code, product_id=number))
    store.insert_product(context, a_product(FLAT, code="SCANNER", product_id=5))


def a_campaign(**changes: Any) -> CrossSellCampaign:
    """34924C876E for a fifth less beside 15, from 2026 on; it has no code yet."""
    plain = CrossSellCampaign(
        code="",
        name="Effects",
        is_active=True,
        start=date(2026, 1, 1),
        end=None,
        master_products=("15",),
        offers=(CrossSellOffer("34924C876E", Decimal(20)),),
    )
    return replace(plain, **changes)


def an_upsell(**changes: Any) -> UpsellCampaign:
    """PRO for 15 % less in place of STARTER, from 2026 on; it has no code yet."""
    plain = UpsellCampaign(
        code="",
        name="Go pro",
        description="",
        start=date(2026, 1, 1),
        end=None,
        is_enabled=True,
        is_for_manual_renewals=False,
        primary=UpsellProduct("STARTER"),
        recommended=UpsellProduct("PRO", 1),
        terms=DiscountTerms(percent=Decimal(15)),
    )
    return replace(plain, **changes)


def as_stranger(context: Context, stranger: Merchant) -> Context:
    """The same unit of work in the hands of another merchant."""
    return replace(context, merchant=stranger)


def at_once(context: Context, acts: list[Callable[[Context], T]]) -> list[T]:
    """What each act answers, all of them started together, each in a unit of work of its own that is committed."""
    start = Barrier(len(acts))

    def carry_out(act: Callable[[Context], T]) -> T:
        start.wait()
        with context.services.database.writing() as work:
            return act(replace(context, work=work))

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(carry_out, acts))
