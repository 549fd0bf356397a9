"""Everything inside a transaction is written, or nothing; and only there."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from course.records import queue
from course.records.engine import open_engine
from course.records.tables import OutboxMail, Person
from course.records.transaction import NotSaved, is_outage, transaction
from tests.cast import NOW, make_person


def names(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return list(session.scalars(select(Person.email).order_by(Person.id)))


def test_what_is_written_inside_is_there_for_others(engine: Engine, session: Session) -> None:
    with transaction(session):
        session.add(make_person("ana"))
    assert names(engine) == ["ana@example.org"]


def test_an_exception_undoes_everything(engine: Engine, session: Session) -> None:
    with pytest.raises(ZeroDivisionError), transaction(session):
        session.add(make_person("ana"))
        session.flush()
        raise ZeroDivisionError
    assert names(engine) == []


def test_a_session_goes_on_after_a_failure(engine: Engine, session: Session) -> None:
    with pytest.raises(ZeroDivisionError), transaction(session):
        raise ZeroDivisionError
    with transaction(session):
        session.add(make_person("ana"))
    assert names(engine) == ["ana@example.org"]


def test_a_broken_constraint_is_its_own_error(session: Session) -> None:
    with transaction(session):
        session.add(make_person("ana"))
    with pytest.raises(IntegrityError), transaction(session):
        session.add(make_person("ana"))


def test_a_transaction_inside_another_is_refused(session: Session) -> None:
    with pytest.raises(RuntimeError, match="do not nest"), transaction(session):
        with transaction(session):
            pass


def test_a_change_before_the_transaction_is_refused(session: Session) -> None:
    session.add(make_person("ana"))
    with pytest.raises(RuntimeError, match="change it inside"), transaction(session):
        pass


def test_sqlite_refuses_a_write_outside_of_a_transaction(sqlite_engine: Engine) -> None:
    with sqlite_engine.connect() as connection, pytest.raises(DBAPIError, match="readonly"):
        connection.execute(text("DELETE FROM people"))


def test_sqlite_refuses_a_write_after_a_transaction(session: Session) -> None:
    if session.get_bind().dialect.name == "postgresql":
        return
    with transaction(session):
        session.add(make_person("ana"))
    with pytest.raises(DBAPIError, match="readonly"):
        session.execute(text("DELETE FROM people"))


def test_a_database_that_another_program_locks_is_an_outage(
    sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("course.records.transaction.WAIT_SECONDS", 0.2)
    other = sqlite3.connect(str(sqlite_engine.url.database))
    other.execute("BEGIN IMMEDIATE")
    try:
        with Session(sqlite_engine) as session, pytest.raises(NotSaved), transaction(session):
            session.add(make_person("ana"))
    finally:
        other.close()
    assert names(sqlite_engine) == []


def test_too_many_waiting_is_an_outage(
    sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "MOST_WAITING", 0)
    monkeypatch.setattr(queue, "_doors", {})
    with Session(sqlite_engine) as session, pytest.raises(NotSaved) as raised:
        with transaction(session):
            pass
    assert isinstance(raised.value.__cause__, queue.Busy)


def test_a_full_disk_is_an_outage_and_heals(sqlite_engine: Engine) -> None:
    with Session(sqlite_engine) as session:
        with pytest.raises(NotSaved) as raised, transaction(session):
            size, free = (
                session.execute(text(f"PRAGMA {what}")).scalar_one()
                for what in ("page_count", "freelist_count")
            )
            session.execute(text(f"PRAGMA max_page_count = {size}"))
            # Pages that earlier tests gave back are filled first: one letter more than fits.
            letter = {"to": "ana@example.org", "subject": "", "body": "x" * 4096, "created_at": NOW}
            session.execute(insert(OutboxMail), [letter] * (free + 1))
        assert "full" in str(raised.value.__cause__)
        session.execute(text("PRAGMA max_page_count = 1073741823"))
        with transaction(session):
            session.add(make_person("ana"))
    assert names(sqlite_engine) == ["ana@example.org"]


def test_a_lost_connection_is_an_outage(postgresql_engine: Engine) -> None:
    with Session(postgresql_engine) as session, pytest.raises(NotSaved):
        with transaction(session):
            own = session.scalar(text("SELECT pg_backend_pid()"))
            with Session(postgresql_engine) as other:
                other.execute(text("SELECT pg_terminate_backend(:own)"), {"own": own})
            session.add(make_person("ana"))
    assert names(postgresql_engine) == []


def test_a_misspelt_table_is_no_outage(engine: Engine) -> None:
    with engine.connect() as connection, pytest.raises(DBAPIError) as raised:
        connection.execute(text("SELECT * FROM persons"))
    assert not is_outage(raised.value)


def test_a_folder_that_is_gone_is_an_outage(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'gone' / 'waymark.db'}")
    with Session(engine) as session, pytest.raises(NotSaved), transaction(session):
        session.add(make_person("ana"))
