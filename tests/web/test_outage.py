"""When the database is gone, every page still answers: in plain words, and at once."""

import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import event, text

from course.config import Settings
from course.records.tables import Base
from course.web import create_app
from course.web.database import db
from course.web.watching import answers, watching_engine
from tests.pages import Pages


@pytest.fixture
def cut_off(tmp_path: Path, monkeypatch):
    """A browser on a site whose database file has become a folder."""
    folder = tmp_path / "site"
    app = create_app(
        Settings(
            base_url="http://localhost",
            database_url=f"sqlite:///{folder / 'waymark.sqlite3'}",
            instance_dir=folder,
            keys_dir=folder,
            course_root=tmp_path,
        )
    )
    with app.app_context():
        db.engine.dispose()
    (folder / "waymark.sqlite3").unlink()
    (folder / "waymark.sqlite3").mkdir()
    return Pages(app.test_client())


def test_a_page_says_that_the_service_is_unavailable(cut_off):
    page = cut_off.get("/", 503)
    assert page.h1 == "Sorry, the service is unavailable"
    assert page.headers["Retry-After"] == "10"


def test_a_script_is_told_that_nothing_was_saved(cut_off):
    answer = cut_off.get("/sign-in", 503, headers={"Accept": "application/json"})
    assert answer.json == {"problem": "Not saved. Keep this page open and try again."}


def test_health_says_so(cut_off):
    assert cut_off.get("/healthz", 503).json["status"] == "database out of reach"


def test_an_unknown_address_is_still_a_404(cut_off):
    cut_off.get("/nowhere", 404)


def test_an_unexpected_error_is_a_page_with_a_number_and_quotes_nobody_in_the_log(
    cut_off, monkeypatch, caplog
):
    written = "-".join(["CANARY", "what", "somebody", "wrote"])

    def fail(**_):
        raise RuntimeError(written)

    monkeypatch.setitem(cut_off.client.application.view_functions, "visitor.help_page", fail)
    fail.open_to = frozenset({"everyone"})
    page = cut_off.get("/help", 500)
    number = page.headers["X-Request-ID"]
    assert "Answers you saved are safe" in page.text
    assert f"give this number: {number}" in page.text
    assert written not in page.html
    assert "RuntimeError" in caplog.text
    assert written not in caplog.text


@pytest.mark.parametrize("path", ["/help", "/privacy", "/accessibility"])
def test_a_page_that_needs_no_database_stands_without_it(cut_off, path):
    cut_off.get(path)


@pytest.fixture
def locked(engine):
    """The database, which another program lets nobody read."""
    if engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(engine.url.database, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield
        return
    tables = ", ".join(Base.metadata.tables)
    with engine.connect() as other:
        other.execute(text(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE"))
        yield


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_a_view_of_help_makes_the_database_start_nothing_anew(app, visitor):
    """PostgreSQL begins a process for each connection; SQLite only opens a file."""
    made = []

    def note(*_):
        made.append("a connection")

    visitor.get("/help")
    with app.app_context():
        engines = db.engine, watching_engine()
    for each in engines:
        event.listen(each, "connect", note)
    visitor.get("/help")
    for each in engines:
        event.remove(each, "connect", note)
    assert made == []


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_who_looks_at_help_waits_for_nobody_elses_connection(app, visitor):
    visitor.get("/help")
    with app.app_context(), ExitStack() as busy:
        while db.engine.pool.checkedin():
            busy.enter_context(db.engine.connect())
        before = db.engine.pool.status()
        assert answers()
        assert db.engine.pool.status() == before, "it was not one of the site's own"


def test_help_is_there_while_the_database_is_locked(as_trainee, request):
    assert "Sign out" in as_trainee.get("/help").html
    request.getfixturevalue("locked")
    began = monotonic()
    page = as_trainee.get("/help")
    assert monotonic() - began < 2
    assert "Training office" in page.text
    assert "Sign out" not in page.html
