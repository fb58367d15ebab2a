"""PHP makes, reads and changes customers as the published samples do."""

from typing import Any

import pytest

from tests.conformance.test_php import php

KEYS = [
    "AvangateCustomerReference", "ExternalCustomerReference", "FirstName", "LastName", "Company", "FiscalCode", "Address1",
    "Address2", "City", "State", "Zip", "CountryCode", "Phone", "Fax", "Email", "ExistingCards", "Enabled", "Trial",
    "Language",
]  # fmt: skip


@pytest.mark.parametrize("wire", ["soap", "rpc"])
@pytest.mark.parametrize(("version", "newer", "language"), [("3.0", [], ""), ("6.0", ["Credit"], "fr")])
def test_a_customer_from_php_and_back(server: Any, wire: str, version: str, newer: list[str], language: str) -> None:
    assert php(server, "customers.php", wire, version) == {
        "keys": [*KEYS, *newer],
        "reference": [True, True],
        "names": ["Zoë", "Doe", "Lyon", "fr", None],
        "account": [[], False, False, language],
        "unchanged": True,
        "updated": True,
        "refused": ["CUSTOMER_EMAIL_INVALID", "The e-mail address is not valid."],
        "unknown": ["CUSTOMER_NOT_FOUND", "There is no such customer."],
    }
