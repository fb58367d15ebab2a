"""A partner with credit, its price list and the products on it, as the partner tests know them.

PARTNER1 of Germany (19 % VAT) trades in EUR with a margin of 20 % and 500.00 of credit. Its price list
EFBECC428A offers: 1001 at 100.00 a unit, 90.00 from ten on, renewing monthly; 1002 with a choice of support;
1003 for nothing; 1004, which the merchant sells no more. 1005 is on no list.
"""

from datetime import date
from decimal import Decimal

from rpc_server.commerce.catalog import store as catalog
from rpc_server.commerce.catalog.model import (
    BillingCycle,
    CycleUnit,
    Option,
    OptionGroup,
    OptionGroupType,
    Price,
    PriceImpact,
    PricingConfiguration,
    PricingSchema,
    Product,
    ProductType,
    VatRate,
)
from rpc_server.commerce.context import Context
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.partners import store
from rpc_server.commerce.partners.model import BusinessModel, ListedProduct, Partner, PartnerStatus, PriceList
from rpc_server.commerce.pricing.model import PriceType

PRICE_LIST = "EFBECC428A"
MONTHLY = BillingCycle(1, CycleUnit.MONTH)

PARTNER = Partner(
    code="PARTNER1",
    company_name="Beispiel Vertrieb GmbH",
    email="einkauf@partner.example",
    language="de",
    currency="EUR",
    status=PartnerStatus.ACTIVE,
    business_model=BusinessModel.RESELLER,
    credit_limit=Decimal("500.00"),
    margin_percent=Decimal(20),
    is_trusted=True,
    payment_days=30,
    billing=Address(
        first_name="Erika",
        last_name="Muster",
        company="Beispiel Vertrieb GmbH",
        email="einkauf@partner.example",
        address1="Lindenweg 1",
        city="Berlin",
        zip="10115",
        country="DE",
    ),
)

SUPPORT = OptionGroup(
    code="SUPPORT",
    name="Support",
    type=OptionGroupType.RADIO,
    options=(
        Option("mail", "By mail", is_default=True),
        Option("phone", "By phone", impact=PriceImpact(False, True, amounts=(("EUR", Decimal("25.00")),))),
    ),
    is_required=True,
)


def product(product_id: int, *, price: str = "50.00", cycle: BillingCycle | None = None, **changes: object) -> Product:
    """A product that costs ``price`` EUR net in the catalogue."""
    values: dict[str, object] = {
        "product_id": product_id,
        "code": f"P{product_id}",
        "name": f"Product {product_id}",
        "type": ProductType.REGULAR,
        "version": "1.0",
        "short_description": "",
        "long_description": "",
        "is_enabled": True,
        "is_tangible": False,
        "has_gift_option": False,
        "allows_multiple_units": True,
        "group_code": "G",
        "group_name": "General",
        "tax_category": None,
        "fulfillment": "NO_DELIVERY",
        "generates_subscription": cycle is not None,
        "cycle": cycle,
        "configurations": (configuration(price),),
    }
    return Product(**{**values, **changes})  # type: ignore[arg-type]


def configuration(price: str, *groups: OptionGroup) -> PricingConfiguration:
    """One net price in EUR for any quantity, everywhere."""
    return PricingConfiguration(
        code=f"PC{price}",
        name="Default",
        is_default=True,
        countries=frozenset(),
        schema=PricingSchema.DYNAMIC,
        price_type=PriceType.NET,
        default_currency="EUR",
        regular=(Price(Decimal(price), "EUR"),),
        renewal=(),
        option_groups=groups,
    )


def partners_of(context: Context, *partners: Partner) -> None:
    """Give the merchant these partners, the products and the price list all of them may buy from."""
    _fill_catalogue(context)
    store.insert_price_list(context, PriceList(PRICE_LIST, "Resellers 2026", _listed()))
    for partner in partners:
        store.insert_partner(context, partner)
        store.assign_price_list(context, PRICE_LIST, partner.code)


def _fill_catalogue(context: Context) -> None:
    catalog.insert_vat_rates(context, [VatRate("DE", Decimal(19), date(2021, 1, 1))])
    catalog.insert_option_group(context, SUPPORT)
    for sold in (
        product(1001, price="120.00", cycle=MONTHLY),
        product(1002, configurations=(configuration("50.00", SUPPORT),)),
        product(1003),
        product(1004, is_enabled=False),
        product(1005),
    ):
        catalog.insert_product(context, sold)


def _listed() -> tuple[ListedProduct, ...]:
    by_quantity = (
        Price(Decimal("100.00"), "EUR", min_quantity=1, max_quantity=9),
        Price(Decimal("90.00"), "EUR", min_quantity=10, max_quantity=99),
    )
    return (
        ListedProduct(1001, by_quantity),
        ListedProduct(1002, margin_percent=Decimal(10)),
        ListedProduct(1003, (Price(Decimal(0), "EUR"),)),
        ListedProduct(1004),
    )
