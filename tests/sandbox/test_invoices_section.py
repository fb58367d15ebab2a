"""The seller in a file of known data."""

from pathlib import Path

import pytest

from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.invoices import store
from rpc_server.commerce.invoices.model import Seller
from rpc_server.sandbox.seed import SeedError, seed

ACCOUNT = "account: {code: APITEST, secret_key: SECRET_KEY}\n"


def seeded(services: Services, path: Path, text: str) -> None:
    path.write_text(ACCOUNT + text, encoding="utf-8")
    seed(services, path)


def test_the_seller_is_who_invoices_come_from(services: Services, context: Context, tmp_path: Path) -> None:
    context.work.commit()
    stated = "seller: {company: Northwind, tax_id: RO1, city: Cluj, country: RO, note: Register 1}"

    seeded(services, tmp_path / "shop.yaml", stated)

    assert store.seller(context) == Seller(
        address=Address(company="Northwind", fiscal_code="RO1", city="Cluj", country="RO"), note="Register 1"
    )


def test_the_seller_is_in_the_accounts_country_unless_it_says_otherwise(
    services: Services, context: Context, tmp_path: Path
) -> None:
    context.work.commit()

    seeded(services, tmp_path / "shop.yaml", "seller: {company: Northwind}")

    assert store.seller(context).address == Address(company="Northwind", country=context.merchant.country)


def test_a_country_that_is_none_is_told_with_its_line(services: Services, tmp_path: Path) -> None:
    with pytest.raises(SeedError, match=r"shop.yaml, line 2: seller: 'Utopia' is no country code"):
        seeded(services, tmp_path / "shop.yaml", "seller: {company: Northwind, country: Utopia}")
