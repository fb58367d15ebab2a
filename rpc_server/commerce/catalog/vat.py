"""The standard VAT rates of the European Union, as a merchant may take them over.

``vat_rates.csv`` holds one row a change since 1 January 2024: the rates of the package eu-vat-rates-data
2026.9.29, with the changes since 2024 that it has forgotten (EE, FI, RO, SK).
"""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

from rpc_server.commerce.catalog.model import VatRate

_TABLE = Path(__file__).with_name("vat_rates.csv")


def standard_rates() -> list[VatRate]:
    """The standard rates of the 27 member states, by country and the day each is in force from."""
    with _TABLE.open(encoding="ascii", newline="") as table:
        return [
            VatRate(row["country"], Decimal(row["percent"]), date.fromisoformat(row["since"]))
            for row in csv.DictReader(table)
        ]
