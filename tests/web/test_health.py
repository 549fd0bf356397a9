"""The health page: what a proxy and an operator ask, quick, and without secrets."""

import sqlite3
import time

import pytest

from course.records import migrate
from course.records.engine import sqlite_file


def test_it_says_what_is_live(visitor, app, engine, edition):
    answer = visitor.client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json == {
        "status": "ok",
        "editions": {edition.course: edition.id},
        "schema": migrate.HEAD,
        "database": engine.dialect.name,
    }
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.whole  # the wait for a lock is a real one
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_locked_database_is_said_within_a_second(visitor, app, engine, edition):
    """Everything else waits ten seconds for the lock; who watches hears of it now (F-12)."""
    visitor.get("/help")
    app.extensions["shelf"].forget()
    other = sqlite3.connect(sqlite_file(engine), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    began = time.monotonic()
    answer = visitor.client.get("/healthz")
    waited = time.monotonic() - began
    other.rollback()
    other.close()
    assert (answer.status_code, answer.json["status"]) == (503, "database out of reach")
    assert waited < 2
    assert visitor.client.get("/healthz").status_code == 200


def test_a_request_after_it_waits_for_its_turn_again(visitor, app, engine):
    visitor.client.get("/healthz")
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 10_000
        else:
            assert connection.exec_driver_sql("SHOW lock_timeout").scalar() == "10s"
            assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "0"
