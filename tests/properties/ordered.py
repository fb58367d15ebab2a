"""Orders as people might place them, of the catalogue of ``order_world`` or of products of their own."""

from dataclasses import replace
from typing import Any

import msgspec
from hypothesis import strategies as st

from rpc_server.commerce.orders.model import (
    CustomOption,
    CustomTerms,
    DynamicProduct,
    NewItem,
    NewOrder,
    PurchaseType,
    Recurrence,
    TrialTerms,
)
from rpc_server.commerce.pricing.model import PriceType
from tests.order_world import GRACE, asked, item, payment

PRICES = st.decimals("0", "10000", places=2)
QUANTITIES = st.one_of(st.integers(1, 12), st.integers(1, 99_999))
TRIALS = st.none() | st.builds(TrialTerms, days=st.integers(1, 3650), price=PRICES)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
OPTIONS = st.builds(CustomOption, group=TEXTS, name=TEXTS, value=TEXTS, surcharge=PRICES)
TERMS = st.builds(
    CustomTerms,
    length=st.just(15),
    unit=st.sampled_from(["DAY", "MONTH"]),
    amount=st.none() | PRICES,
    amount_type=st.sampled_from(PriceType),
)
RECURRENCES = st.builds(Recurrence, length=st.integers(1, 24), unit=st.sampled_from(["DAY", "MONTH"]), amount=PRICES)
BUYERS = [
    GRACE,
    msgspec.structs.replace(GRACE, state="West Virginia"),
    msgspec.structs.replace(GRACE, state="CT", tax_exemption_id="EX-1"),
    msgspec.structs.replace(GRACE, country="DE", state=None),
    msgspec.structs.replace(GRACE, country="DE", state=None, company="X GmbH", fiscal_code="DE136695976"),
]
SOLD_IN = {"USD": ["BOOK", "GUARD", "PLAN", "KEEPER", "GIFT"], "EUR": ["BOOK", "PLAN", "KEEPER"]}
RENEWED = {"GUARD", "PLAN"}
PROMOTIONS: list[tuple[str, ...]] = [(), ("TENOFF",), ("SAVE30",), ("save30", "TENOFF")]


@st.composite
def catalogue_items(draw: st.DrawFn, currency: str, at: int) -> NewItem:
    """An item of a product that is sold in the currency, at that place of its order."""
    code = draw(st.sampled_from(SOLD_IN[currency]))
    changes: dict[str, Any] = {"custom_price": draw(st.none() | PRICES)}
    if code in RENEWED:
        changes |= {"trial": draw(TRIALS), "custom_terms": draw(st.none() | TERMS)}
    if code == "PLAN":
        changes["options"] = draw(st.sampled_from([(), ("phone",), ("basic",)]))
    if code == "BOOK" and currency == "USD":
        changes["promotion"] = draw(st.sampled_from([None, "SAVE30"]))
    return item(code, draw(QUANTITIES), at=at, **changes)


@st.composite
def dynamic_items(draw: st.DrawFn, at: int) -> NewItem:
    """An item that describes itself, at that place of its order."""
    purchase_type = draw(st.sampled_from(PurchaseType))
    recurs = purchase_type in (PurchaseType.PRODUCT, PurchaseType.TAX)
    product = DynamicProduct(
        name=draw(TEXTS.filter(str.strip)),
        description=draw(st.none() | TEXTS),
        is_tangible=draw(st.booleans()),
        purchase_type=purchase_type,
        price_type=draw(st.sampled_from(PriceType)),
        tax_category=None,
        options=tuple(draw(st.lists(OPTIONS, max_size=3))),
        recurrence=draw(st.none() | RECURRENCES) if recurs else None,
    )
    return NewItem(
        f"Items[{at}]", None, draw(QUANTITIES), dynamic=product, custom_price=draw(PRICES), trial=draw(TRIALS)
    )


@st.composite
def orders(draw: st.DrawFn) -> NewOrder:
    """An order of one to four items, all of the catalogue or none."""
    currency = draw(st.sampled_from(sorted(SOLD_IN)))
    is_dynamic = draw(st.booleans())
    places = range(draw(st.integers(1, 4)))
    items = [draw(dynamic_items(at) if is_dynamic else catalogue_items(currency, at)) for at in places]
    order = asked(*items, currency=currency, payment=payment(currency=currency), billing=draw(st.sampled_from(BUYERS)))
    return replace(order, promotions=() if is_dynamic else draw(st.sampled_from(PROMOTIONS)))
