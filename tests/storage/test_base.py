"""Rows whose key is drawn at random, is taken, or counts on."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import repeat
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.tables import MerchantRow
from rpc_server.storage import Database, insert_counted, insert_drawn, insert_new

ACCOUNT = {
    "name": "A shop", "secret_key": "k", "model": "PSP", "is_live": False, "accepts_md5": True,
    "accepts_test_orders": True, "utc_offset_minutes": 120, "default_currency": "EUR",
    "commission_percent": Decimal("4.5"), "commission_fixed": Decimal(0), "approval_delay_seconds": 0,
}  # fmt: skip


def insert(database: Database, codes: Iterator[str], **values: Any) -> str:
    with database.writing() as work:
        return insert_drawn(work.connection, MerchantRow, "code", lambda: next(codes), {**ACCOUNT, **values})


def test_a_free_drawn_key_is_kept_with_its_row(database: Database) -> None:
    assert insert(database, iter(["FIRST"])) == "FIRST"

    with database.reading() as work:
        row = work.session.scalars(select(MerchantRow)).one()
    assert (row.code, row.name, row.commission_percent) == ("FIRST", "A shop", Decimal("4.5"))


def test_a_taken_key_is_drawn_again(database: Database, merchant: Merchant) -> None:
    assert insert(database, iter([merchant.code, merchant.code, "FREE"])) == "FREE"


def test_a_collision_leaves_the_transaction_usable(database: Database, merchant: Merchant) -> None:
    with database.writing() as work:
        codes = iter([merchant.code, "FREE"])
        insert_drawn(work.connection, MerchantRow, "code", lambda: next(codes), ACCOUNT)
        found = work.session.scalars(select(MerchantRow.code).order_by(MerchantRow.code)).all()

    assert found == [merchant.code, "FREE"]


def test_another_broken_rule_is_not_taken_for_a_collision(database: Database, merchant: Merchant) -> None:
    with pytest.raises(IntegrityError):
        insert(database, iter(["FREE", "AGAIN"]), merchant_id=merchant.merchant_id)


def test_drawing_ends_when_every_key_seems_taken(database: Database, merchant: Merchant) -> None:
    with pytest.raises(RuntimeError, match=r"100 drawn values of merchants\.code were taken already"):
        insert(database, repeat(merchant.code))


def test_a_column_that_is_not_unique_cannot_be_drawn(database: Database) -> None:
    with database.writing() as work, pytest.raises(TypeError, match=r"merchants\.name is not unique"):
        insert_drawn(work.connection, MerchantRow, "name", lambda: "x", ACCOUNT)


def test_a_new_row_is_inserted_and_a_second_of_its_key_is_not(database: Database) -> None:
    with database.writing() as work:
        answers = [insert_new(work.connection, MerchantRow, {**ACCOUNT, "code": "NEW"}) for _ in range(2)]
        kept = work.session.scalars(select(MerchantRow.code)).all()

    assert answers == [True, False]
    assert kept == ["NEW"]


def test_rows_count_on_among_their_own(database: Database) -> None:
    with database.writing() as work:
        for code, name in [("A", "one"), ("B", "one"), ("C", "other"), ("A", "other"), ("D", "one")]:
            row = {key: value for key, value in ACCOUNT.items() if key != "approval_delay_seconds"}
            row |= {"code": code, "name": name}
            insert_counted(work.connection, MerchantRow, "approval_delay_seconds", ("name",), row)
        counted = work.session.execute(select(MerchantRow.code, MerchantRow.approval_delay_seconds)).all()

    assert sorted(map(tuple, counted)) == [("A", 1), ("B", 2), ("C", 1), ("D", 3)]
