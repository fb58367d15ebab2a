"""Who owes how much tax on an order."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from rpc_server.commerce.accounts.model import AccountModel
from rpc_server.commerce.catalog import store
from rpc_server.commerce.catalog.model import VatRate
from rpc_server.commerce.context import Context
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.orders import service
from rpc_server.commerce.orders.errors import TaxCategoryInvalid
from rpc_server.commerce.orders.taxation import is_exempt
from rpc_server.commerce.pricing.model import PriceType
from tests.order_world import GRACE, asked, dynamic, item

SOFTWARE = "f20a1234-0000-4000-8000-000000000001"


def buyer(country: str, **changes: Any) -> Address:
    return msgspec.structs.replace(GRACE, **{"country": country, "state": None, **changes})


def platform(context: Context) -> Context:
    """The same account with the platform as its seller, which taxes software 19 % in Germany and else 20 %."""
    store.insert_vat_rates(context, [VatRate("DE", Decimal(19), date(2020, 1, 1), "", SOFTWARE)])
    return replace(context, merchant=replace(context.merchant, model=AccountModel.MOR))


@pytest.mark.parametrize(
    ("who", "seller", "exempt"),
    [
        (buyer("DE", company="X", fiscal_code="DE136695976"), "NL", True),
        (buyer("DE", company="X", fiscal_code="DE136695976"), "DE", False),
        (buyer("DE", company="X", fiscal_code="DE136695976"), "US", False),
        (buyer("DE", company="X", fiscal_code="DE136695977"), "NL", False),
        (buyer("DE", fiscal_code="DE136695976"), "NL", False),
        (buyer("US", tax_exemption_id="EX-1"), "NL", True),
        (buyer("US"), "NL", False),
        (buyer("CA", tax_exemption_id="EX-1"), "NL", False),
    ],
)
def test_reverse_charge_and_exemptions(who: Address, seller: str, exempt: bool) -> None:
    assert is_exempt(who, seller) is exempt


@pytest.mark.parametrize(
    ("who", "vat"),
    [
        (buyer("DE"), "3.99"),
        (buyer("DE", company="X", fiscal_code="DE136695976"), "0"),
        (buyer("US", state="West Virginia"), "1.20"),
        (buyer("US", state="wv"), "1.20"),
        (buyer("US", state="WV", tax_exemption_id="EX-1"), "0"),
        (buyer("FR"), "0"),
    ],
)
def test_a_line_is_taxed_where_the_buyer_is(context: Context, who: Address, vat: str) -> None:
    order = service.quote(context, asked(billing=who))

    assert (order.lines[0].price.net, order.totals.vat) == (Decimal("19.95"), Decimal(vat))


def test_a_price_with_tax_in_it_stays_what_it_is_and_is_free_of_tax_for_the_exempt(context: Context) -> None:
    taxed = service.quote(context, asked(item("KEEPER"), billing=buyer("DE"))).totals
    exempt = service.quote(
        context, asked(item("KEEPER"), billing=buyer("DE", company="X", fiscal_code="DE136695976"))
    ).totals

    assert (taxed.gross, taxed.net, taxed.vat) == (Decimal("9.99"), Decimal("8.33"), Decimal("1.66"))
    assert (exempt.gross, exempt.net, exempt.vat) == (Decimal("9.99"), Decimal("9.99"), Decimal(0))


def test_a_merchant_who_sells_himself_is_charged_no_tax_on_dynamic_products(context: Context) -> None:
    order = service.quote(context, asked(dynamic("100"), billing=buyer("DE")))

    assert (order.totals.net, order.totals.vat) == (Decimal(100), Decimal(0))


def test_the_platform_taxes_dynamic_products_by_their_category(context: Context) -> None:
    products = dynamic("100", tax_category=SOFTWARE, price_type=PriceType.NET)

    order = service.quote(platform(context), asked(products, billing=buyer("DE")))

    assert (order.totals.net, order.totals.vat) == (Decimal(100), Decimal(19))


def test_a_tax_category_the_platform_does_not_know_is_refused(context: Context) -> None:
    with pytest.raises(TaxCategoryInvalid) as refused:
        service.quote(platform(context), asked(dynamic("100", tax_category="else"), billing=buyer("DE")))

    assert refused.value.field == "Items[0].ProductTaxCategoryUUID"
