"""A connection that the server dropped is found before anything is asked of it, at no cost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from course.records import engine as engines
from course.records.engine import open_engine
from tests import postgresql


@pytest.fixture
def own_engine(postgresql_server: Path) -> Iterator[Engine]:
    """An engine with one connection in its pool."""
    engine = open_engine(postgresql.address(postgresql_server))
    backend(engine)
    yield engine
    engine.dispose()


def backend(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(text("SELECT pg_backend_pid()")).scalar_one()


def drop(engine: Engine, postgresql_engine: Engine) -> None:
    """End the server's side of the pooled connection, as a restart does, and wait for it."""
    ended = text("SELECT pg_terminate_backend(:pid, 10000)")
    with postgresql_engine.connect() as admin:
        assert admin.execute(ended, {"pid": backend(engine)}).scalar_one()


def asked(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of the questions whether a connection is there."""
    found: list[str] = []
    ping = engine.dialect.do_ping

    def note(connection: object) -> bool:
        found.append("ping")
        return ping(connection)

    monkeypatch.setattr(engine.dialect, "do_ping", note)
    return found


def test_a_connection_that_the_server_dropped_is_replaced(
    own_engine: Engine, postgresql_engine: Engine
) -> None:
    before = backend(own_engine)
    drop(own_engine, postgresql_engine)

    assert backend(own_engine) != before


def test_a_connection_just_used_is_not_asked(
    own_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = asked(own_engine, monkeypatch)

    assert backend(own_engine) == backend(own_engine)
    assert questions == []


def test_a_connection_that_waited_long_is_asked(
    own_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = asked(own_engine, monkeypatch)
    monkeypatch.setattr(engines, "ASK_AFTER", 0.0)

    assert backend(own_engine) == backend(own_engine)
    assert len(questions) == 2


def test_a_connection_lost_in_silence_is_replaced_after_a_wait(
    own_engine: Engine, postgresql_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "_has_something_to_say", lambda connection: False)
    monkeypatch.setattr(engines, "ASK_AFTER", 0.0)
    before = backend(own_engine)
    drop(own_engine, postgresql_engine)

    assert backend(own_engine) != before
