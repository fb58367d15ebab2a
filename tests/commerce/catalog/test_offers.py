"""Upgrade paths and tax in the database."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.catalog import service, store
from rpc_server.commerce.catalog.model import UpgradePath, VatRate
from rpc_server.commerce.catalog.vat import standard_rates
from rpc_server.commerce.context import Context
from tests.catalogue import a_product


def test_upgrade_paths_lead_from_a_product_to_others(context: Context) -> None:
    for n, code in enumerate(("A", "B", "C"), 1):
        store.insert_product(context, a_product(code=code, product_id=n))
    for source, target in (("A", "C"), ("A", "B"), ("B", "C")):
        store.insert_upgrade_path(context, UpgradePath(source, target, "PRORATED"))

    assert service.upgrade_paths_from(context, "A") == (
        UpgradePath("A", "B", "PRORATED"), UpgradePath("A", "C", "PRORATED"),
    )  # fmt: skip
    assert service.upgrade_paths_from(context, "C") == ()


def test_an_upgrade_path_needs_its_products(context: Context) -> None:
    store.insert_upgrade_path(context, UpgradePath("GONE", "LOST", "PRORATED"))

    with pytest.raises(IntegrityError):
        context.session.flush()


def test_no_merchant_has_the_rates_of_another(other_merchant: Merchant, context: Context) -> None:
    store.insert_vat_rates(context, [VatRate("RO", Decimal(21), date(2025, 8, 1))])
    stranger = Context(other_merchant, context.work, context.services)

    assert service.vat_percent(stranger, "RO", None, date(2026, 3, 10)) == 0


@pytest.mark.parametrize(
    ("day", "percent"), [(date(2025, 7, 31), 19), (date(2025, 8, 1), 21), (date(2030, 1, 1), 21), (date(1999, 1, 1), 0)]
)
def test_the_rate_in_force_on_the_day_counts(context: Context, day: date, percent: int) -> None:
    store.insert_vat_rates(context, standard_rates())

    assert service.vat_percent(context, "ro", None, day) == percent


def test_a_country_without_a_rate_has_no_tax(context: Context) -> None:
    store.insert_vat_rates(context, standard_rates())

    assert service.vat_percent(context, "US", None, date(2026, 3, 10)) == Decimal(0)


@pytest.mark.parametrize(
    ("state", "category", "percent"),
    [(None, None, 5), ("NY", None, 5), ("ct", None, 1), (None, "books", 2), ("CT", "books", 3), ("CT", "games", 1)],
)
def test_the_state_goes_before_the_category_and_both_before_the_country(
    context: Context, state: str | None, category: str | None, percent: int
) -> None:
    since = date(2024, 1, 1)
    rates = [("", "", 5), ("CT", "", 1), ("", "books", 2), ("CT", "books", 3)]
    store.insert_vat_rates(context, [VatRate("US", Decimal(rate), since, at, of) for at, of, rate in rates])

    assert service.vat_percent(context, "US", category, date(2026, 3, 10), state=state) == percent


def test_the_standard_rates_are_those_of_the_27_member_states() -> None:
    rates = standard_rates()

    assert len({rate.country for rate in rates}) == 27
    assert {rate.country: rate.percent for rate in rates if rate.country in ("DE", "FI", "HU", "RO")} == {
        "DE": Decimal(19), "FI": Decimal("25.5"), "HU": Decimal(27), "RO": Decimal(21),
    }  # fmt: skip
