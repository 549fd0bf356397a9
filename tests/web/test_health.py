"""The health page: what a proxy and an operator ask, quick, and without secrets."""

import subprocess
import sys
import time

import pytest
from sqlalchemy import create_engine

from course.records import migrate
from course.records.engine import sqlite_file
from tests.faults.site import HOLD


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


@pytest.fixture
def locked_by_another(engine):
    """Another program has the whole database locked, also against those who only read."""
    if engine.dialect.name == "sqlite":
        command = [sys.executable, "-c", HOLD, str(sqlite_file(engine))]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
            assert other.stdout.readline() == b"held\n"
            yield
            other.stdin.close()
        return
    other = create_engine(engine.url)
    with other.begin() as connection:
        connection.exec_driver_sql("LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE")
        yield
    other.dispose()


@pytest.mark.whole  # the wait for a lock is a real one
@pytest.mark.parametrize("connected", [True, False])
def test_a_locked_database_is_said_within_a_second(visitor, app, engine, connected, request):
    """Everything else waits ten seconds for the lock; who watches hears of it now (F-12).

    Also where the process has no connection yet: to open one is to read the file.
    """
    visitor.get("/help")
    app.extensions["shelf"].forget()
    if not connected:
        engine.dispose()
    request.getfixturevalue("locked_by_another")
    began = time.monotonic()
    answer = visitor.client.get("/healthz")
    waited = time.monotonic() - began
    assert (answer.status_code, answer.json["status"]) == (503, "database locked")
    assert waited < 2


def test_a_request_after_it_waits_for_its_turn_again(visitor, app, engine):
    visitor.client.get("/healthz")
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 10_000
        else:
            assert connection.exec_driver_sql("SHOW lock_timeout").scalar() == "10s"
            assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "0"
