"""The tables of a migrated database are those of the code, and no row is lost on the way."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, select, text
from sqlalchemy.engine.interfaces import ReflectedIndex
from sqlalchemy.orm import Session

from course.records import migrate
from course.records.engine import open_engine
from course.records.people import throttle
from course.records.people.throttle import JOIN_ADDRESS, SIGN_IN_ROW
from course.records.tables import Base, Enrollment, Publication, ReplyDraft, WrittenReflection
from course.records.transaction import NotSaved, transaction, writing
from tests import postgresql
from tests.builders import make_edition
from tests.cast import NOW, make_cast
from tests.story import go_live, send

pytestmark = pytest.mark.whole


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without tables."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        server = request.getfixturevalue("postgresql_server")
        admin = open_engine(postgresql.address(server))
        with admin.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.execute(text("DROP DATABASE IF EXISTS migrating"))
            connection.execute(text("CREATE DATABASE migrating"))
        admin.dispose()
        url = postgresql.address(server, "migrating")
    engine = open_engine(url)
    yield engine
    engine.dispose()


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        return list(compare_metadata(context, Base.metadata))


def counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            table.name: connection.execute(text(f"SELECT count(*) FROM {table.name}")).scalar_one()
            for table in Base.metadata.sorted_tables
        }


def rows(index: ReflectedIndex) -> str:
    """The condition of an index of some rows only, empty where it is of all."""
    told = index.get("dialect_options", {})
    return str(told.get("sqlite_where", told.get("postgresql_where", "")))


def indexes(engine: Engine) -> list[tuple[object, ...]]:
    found = inspect(engine)
    return sorted(
        (table, each["name"], each["column_names"], each["unique"], rows(each))
        for table in Base.metadata.tables
        for each in found.get_indexes(table)
    )


def test_the_head_is_the_last_file() -> None:
    script = ScriptDirectory(str(migrate.MIGRATIONS))
    assert script.get_current_head() == migrate.HEAD


def test_the_newest_version_has_the_tables_of_the_code(empty: Engine) -> None:
    migrate.upgrade(empty)
    assert migrate.current(empty) == migrate.HEAD
    assert differences(empty) == []


def test_checks_and_partial_indexes_are_there_too(empty: Engine) -> None:
    """Alembic's comparison does not look at these, and limits rest on them."""
    migrate.upgrade(empty)
    found = inspect(empty)
    for table in Base.metadata.sorted_tables:
        checks = {check["name"] for check in found.get_check_constraints(table.name)}
        assert {str(each.name) for each in table.constraints if "ck_" in str(each.name)} <= checks
        unique = {index["name"] for index in found.get_indexes(table.name) if index["unique"]}
        assert {index.name for index in table.indexes if index.unique} <= unique


def test_every_index_is_as_the_code_tells_it_with_the_rows_it_is_of(empty: Engine) -> None:
    migrate.upgrade(empty)
    migrated = indexes(empty)
    migrate.downgrade(empty, "base")
    with empty.connect() as connection, writing(connection):
        Base.metadata.create_all(connection)
        connection.commit()
    assert migrated == indexes(empty)
    assert len([each for each in migrated if each[-1]]) == 8


def test_an_empty_database_has_no_version(empty: Engine) -> None:
    assert migrate.current(empty) is None


def test_upgrading_twice_changes_nothing(empty: Engine) -> None:
    migrate.upgrade(empty)
    migrate.upgrade(empty)
    assert differences(empty) == []


def test_up_down_and_up_again(empty: Engine) -> None:
    migrate.upgrade(empty)
    migrate.downgrade(empty, "base")
    assert migrate.current(empty) is None
    assert set(inspect(empty).get_table_names()) <= {"alembic_version"}
    migrate.upgrade(empty)
    assert differences(empty) == []


def test_rows_live_through_every_step_above_the_first(empty: Engine) -> None:
    migrate.upgrade(empty)
    with Session(empty) as session:
        cast = make_cast(session)
        go_live(session, make_edition())
        ana_enrolled = cast.ana_enrolled.id
    before = counts(empty)
    migrate.downgrade(empty, "0001")
    migrate.upgrade(empty)
    assert counts(empty) == before
    with Session(empty) as session:
        kept = session.scalars(select(Enrollment).where(Enrollment.id == ana_enrolled)).one()
        assert kept.person.email == "ana@example.org"
        assert kept.enrolled_at < NOW


def test_what_the_first_version_held_stands_in_the_second(empty: Engine) -> None:
    migrate.upgrade(empty, "0001")
    with empty.connect() as connection, writing(connection):
        for statement in FIRST_ROWS:
            connection.execute(text(statement), {"then": NOW - timedelta(days=9), "now": NOW})
        connection.commit()
    migrate.upgrade(empty)
    with Session(empty) as session:
        told = session.scalars(select(Publication).order_by(Publication.id)).all()
        # The earlier edition is live again: its publication is the newest one.
        assert [each.edition_id for each in told] == ["b", "a"]
        assert (told[1].published_by, told[1].commit) == (1, "c0ffee")
        ana = session.scalars(select(Enrollment)).one()
        assert (ana.name, ana.active_at) == ("Ana", ana.enrolled_at)
        assert ana.person.name == "Ana"


def test_only_drafts_of_replies_are_lost_on_the_way_back_to_the_second_version(
    empty: Engine,
) -> None:
    migrate.upgrade(empty, "0002")
    with Session(empty) as session:
        cast, edition = make_cast(session), make_edition()
        go_live(session, edition)
        send(session, cast.ana_enrolled, edition, NOW, shared=True)
        reflection, theo = session.scalars(select(WrittenReflection.id)).one(), cast.theo.id
    migrate.upgrade(empty)
    with Session(empty) as session:
        key = {"reflection_id": reflection, "trainer_id": theo}
        with transaction(session):
            session.add(ReplyDraft(**key, text="I see", sequence=1, saved_at=NOW))
        assert session.get_one(ReplyDraft, tuple(key.values())).saved_at == NOW
    before = counts(empty)
    assert before["reply_drafts"] == 1
    migrate.downgrade(empty, "0002")
    assert not inspect(empty).has_table("reply_drafts")
    migrate.upgrade(empty)
    assert differences(empty) == []
    assert counts(empty) == before | {"reply_drafts": 0}


def test_failures_count_on_through_the_third_version(empty: Engine) -> None:
    """A row of failures, one that is shut, and a network that waits: none gets away."""
    row, shut, waiting = (
        throttle.key(limit, who)
        for limit, who in ((SIGN_IN_ROW, "ana"), (SIGN_IN_ROW, "ben"), (JOIN_ADDRESS, "net"))
    )
    migrate.upgrade(empty, "0002")
    insert = text("INSERT INTO throttle (key, count, since, until) VALUES (:key, :n, :t, :until)")
    day, hour = timedelta(days=1), timedelta(hours=1)
    with empty.connect() as connection, writing(connection):
        for key, n, since, until in (
            (row, 98, NOW - 50 * day, None),
            (shut, 100, NOW - 50 * day, NOW + 3600 * day),
            (waiting, 20, NOW - hour / 2, NOW + hour / 2),
        ):
            values = {"key": key, "n": n, "t": since, "until": until}
            connection.execute(insert, values)
        connection.commit()

    def holds(session: Session) -> None:
        assert throttle.failures(session, [shut], NOW).shut
        assert throttle.failures(session, [waiting], NOW).until == NOW + hour / 2

    migrate.upgrade(empty)
    with Session(empty) as session:
        holds(session)
        with transaction(session):
            assert throttle.failed(session, SIGN_IN_ROW, "ana", NOW) == 99
            assert throttle.failed(session, JOIN_ADDRESS, "net", NOW) == 21
            throttle.sweep(session, NOW + 80 * day)
        assert throttle.failures(session, [row], NOW).until == NOW + hour
    migrate.downgrade(empty, "0002")
    with empty.connect() as connection:
        kept = connection.execute(text("SELECT key, count, until FROM throttle")).all()
        assert {key: (n, until is None) for key, n, until in kept} == {
            row: (99, True),
            shut: (100, False),
        }
    migrate.upgrade(empty)
    with Session(empty) as session:
        assert throttle.failures(session, [shut], NOW).shut
        with transaction(session):
            assert throttle.failed(session, SIGN_IN_ROW, "ana", NOW) == 100
        assert throttle.failures(session, [row], NOW).shut


FIRST_ROWS = (
    "INSERT INTO people (id, email, name, created_at) VALUES (1, 'ana@example.org', 'Ana', :now)",
    "INSERT INTO cohorts (id, name, course, created_at) VALUES (1, 'Fall', 'basics', :now)",
    (
        "INSERT INTO editions (id, course, title, published_at, published_by, git_commit, live,"
        " compiled) VALUES ('a', 'basics', 'Basics', :then, 1, 'c0ffee', true, '{}')"
    ),
    (
        "INSERT INTO editions (id, course, title, published_at, live, compiled)"
        " VALUES ('b', 'basics', 'Basics', :now, false, '{}')"
    ),
    (
        "INSERT INTO enrollments (person_id, cohort_id, course, state, enrolled_at, steps_done,"
        " steps_total, counts) VALUES (1, 1, 'basics', 'enrolled', :then, 0, 0, '{}')"
    ),
)


def test_a_database_with_rows_goes_down_and_up(empty: Engine) -> None:
    """Foreign keys must not stop the way down: the tables go in the right order."""
    migrate.upgrade(empty)
    with Session(empty) as session:
        make_cast(session)
    migrate.downgrade(empty, "base")
    migrate.upgrade(empty)
    assert sum(counts(empty).values()) == 0


def test_a_migration_that_fails_leaves_nothing_behind(
    empty: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = op.create_table

    def fails_at_the_last(name: str, *columns: object, **more: object) -> object:
        if name == "scores":
            raise OSError("the power went")
        return made(name, *columns, **more)

    monkeypatch.setattr(op, "create_table", fails_at_the_last)
    with suppress(OSError):
        migrate.upgrade(empty)
    assert inspect(empty).get_table_names() == []
    assert migrate.current(empty) is None


def test_a_database_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'gone' / 'waymark.db'}")
    with pytest.raises(NotSaved):
        migrate.upgrade(engine)
