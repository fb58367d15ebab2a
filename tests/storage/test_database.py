"""The unit of work, on both engines."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from rpc_server.commerce.accounts.model import Merchant, SessionState
from rpc_server.commerce.accounts.tables import MerchantRow, SessionRow
from rpc_server.storage import Database, UnitOfWork

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def add_session(work: UnitOfWork, merchant_id: int, digest: str) -> None:
    row = SessionRow(digest=digest, merchant_id=merchant_id, opened_at=NOON, seen_at=NOON, state=SessionState())
    work.session.add(row)
    work.session.flush()


def digests(database: Database) -> list[str]:
    with database.reading() as work:
        return list(work.session.scalars(select(SessionRow.digest).order_by(SessionRow.digest)))


def test_what_a_unit_wrote_stays_when_it_ends_well(database: Database, merchant: Merchant) -> None:
    with database.writing() as work:
        add_session(work, merchant.merchant_id, "a")

    assert digests(database) == ["a"]


def test_what_a_unit_wrote_is_gone_when_it_fails(database: Database, merchant: Merchant) -> None:
    def fail() -> None:
        with database.writing() as work:
            add_session(work, merchant.merchant_id, "a")
            raise LookupError

    with pytest.raises(LookupError):
        fail()

    assert digests(database) == []


def test_a_commit_half_way_outlives_a_later_failure(database: Database, merchant: Merchant) -> None:
    def fail() -> None:
        with database.writing() as work:
            add_session(work, merchant.merchant_id, "before")
            work.commit()
            add_session(work, merchant.merchant_id, "after")
            raise LookupError

    with pytest.raises(LookupError):
        fail()

    assert digests(database) == ["before"]


def test_a_rollback_half_way_forgets_only_what_came_before(database: Database, merchant: Merchant) -> None:
    with database.writing() as work:
        add_session(work, merchant.merchant_id, "before")
        work.rollback()
        add_session(work, merchant.merchant_id, "after")

    assert digests(database) == ["after"]


def test_rows_and_objects_are_written_in_the_same_transactions(database: Database, merchant: Merchant) -> None:
    def insert_row(work: UnitOfWork, digest: str) -> None:
        values = {"merchant_id": merchant.merchant_id, "opened_at": NOON, "seen_at": NOON, "state": SessionState()}
        work.connection.execute(insert(SessionRow), {"digest": digest, **values})

    with database.writing() as work:
        insert_row(work, "a")
        add_session(work, merchant.merchant_id, "b")
        work.commit()
        insert_row(work, "c")
        add_session(work, merchant.merchant_id, "d")
        work.rollback()
        insert_row(work, "e")
        add_session(work, merchant.merchant_id, "f")

    assert digests(database) == ["a", "b", "e", "f"]


def test_between_its_transactions_a_unit_holds_no_connection(database: Database, merchant: Merchant) -> None:
    def ends(work: UnitOfWork) -> list[int]:
        held = []
        for end in (work.commit, work.rollback):
            work.connection.execute(select(1))
            work.session.execute(select(1))
            held.append(checked_out(database))
            end()
            held.append(checked_out(database))
        return held

    with database.writing() as work:
        assert ends(work) == [1, 0, 1, 0]
        work.connection.execute(select(1))
    assert checked_out(database) == 0


def checked_out(database: Database) -> int:
    """How many of the writers' connections are in use."""
    return database.engine.pool.checkedout()  # type: ignore[attr-defined,no-any-return]


def test_what_was_read_in_a_transaction_is_forgotten_with_it(database: Database) -> None:
    with database.writing() as work:
        for end in (work.commit, work.rollback):
            work.remembered["rate"] = 19
            end()
            assert work.remembered == {}


def test_a_commit_can_be_prevented(database: Database, merchant: Merchant) -> None:
    def prevent() -> None:
        raise LookupError

    def fail() -> None:
        with database.writing() as work:
            work.before_commit = prevent
            add_session(work, merchant.merchant_id, "a")

    with pytest.raises(LookupError):
        fail()

    assert digests(database) == []
    assert checked_out(database) == 0


def test_a_reader_sees_one_moment_while_others_write(database: Database, merchant: Merchant) -> None:
    count = select(func.count()).select_from(SessionRow)
    with database.reading() as reader:
        before = reader.session.scalar(count)
        with database.writing() as writer:
            add_session(writer, merchant.merchant_id, "a")
        after = reader.session.scalar(count)

    assert (before, after) == (0, 0)
    assert digests(database) == ["a"]


def test_a_reader_is_refused_to_write(database: Database, merchant: Merchant) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"), database.reading() as work:
        add_session(work, merchant.merchant_id, "a")

    with database.writing() as work:
        add_session(work, merchant.merchant_id, "b")
    assert digests(database) == ["b"]


def test_a_row_without_its_parent_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as work:
        add_session(work, 404, "orphan")


def test_two_writers_of_one_row_wait_for_each_other(database: Database, merchant: Merchant) -> None:
    def rename(to: str) -> None:
        with database.writing() as work:
            query = select(MerchantRow).where(MerchantRow.code == merchant.code).with_for_update()
            row = work.session.scalars(query).one()
            row.name = f"{row.name} {to}"

    writers = [threading.Thread(target=rename, args=(name,)) for name in "abcdefgh"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    with database.reading() as work:
        name = work.session.scalars(select(MerchantRow.name)).one()
    assert sorted(name.removeprefix("Test merchant ").split()) == list("abcdefgh")


def test_a_ping_answers_where_there_is_a_database_and_raises_where_there_is_none(database: Database) -> None:
    database.ping()
    missing = database.url.set(database="/no/such/folder/file" if database.is_sqlite else "no_such_database")

    with pytest.raises(DBAPIError):
        Database(missing).ping()


def test_sqlite_keeps_its_promises_through_a_power_cut(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/file.db")
    with database.reading() as work:
        settings = [work.session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous")]
    database.dispose()

    assert settings == ["wal", 2]


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://localhost/x"])
def test_a_database_that_is_not_served_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"SQLite database must be a file|not mysql"):
        Database(url)


def test_an_error_does_not_show_the_values_of_its_statement(database: Database, merchant: Merchant) -> None:
    with pytest.raises(IntegrityError) as refusal, database.writing() as work:
        add_session(work, 404, "a-secret-digest")

    assert "a-secret-digest" not in str(refusal.value)
