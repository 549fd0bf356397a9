"""The site on both databases, and a browser for each person of the cast."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine

from course import clock
from course.config import Settings
from course.content.edition import Edition
from course.records.people import sessions
from course.records.tables import Person
from course.web import create_app
from course.web.database import database, db
from course.web.editions import Shelf, shelf
from course.web.flood import Flood
from course.web.once import Parts
from tests.cast import NOW, Cast
from tests.pages import Pages


@pytest.fixture(scope="session", autouse=True)
def _templates_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let each app of this run read what the first one compiled."""
    cache = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": cache})
        yield


@pytest.fixture(scope="session")
def apps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Flask]]:
    """The apps of this run by their database: making one takes longer than most tests."""
    made: dict[str, Flask] = {}
    yield made
    for app in made.values():
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def app(
    engine: Engine,
    edition: Edition,
    apps: dict[str, Flask],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Flask:
    """The site with the small course live, at the moment of the tests, remembering nothing."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    url = engine.url.render_as_string(hide_password=False)
    if url not in apps:
        apps[url] = create_app(_settings(url, tmp_path_factory.mktemp("instance")))
    settings = apps[url].extensions["settings"]
    fresh = {"settings": _settings(url, settings.keys_dir), "shelf": Shelf(), "flood": Flood()}
    fresh["parts"] = Parts()
    apps[url].extensions.update(fresh)
    return apps[url]


def _settings(url: str, folder: Path) -> Settings:
    return Settings(
        base_url="http://localhost",
        database_url=url,
        instance_dir=folder,
        keys_dir=folder,
        site_name="Peer Training",
    )


@pytest.fixture
def visitor(app: Flask) -> Pages:
    """A browser in which nobody is signed in."""
    return Pages(app.test_client())


def signed_in(app: Flask, person: Person) -> Pages:
    """Return a browser in which a person has signed in. (The form has tests of its own.)"""
    pages = Pages(app.test_client())
    with app.app_context():
        shelf().live()  # as after the page of the form
        known = database().merge(person, load=False)
        token = sessions.open_session(database(), known, device="A test", now=clock.now())
    signed = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signed
    pages.client.set_cookie("session", signed.dumps({"_user_id": token, "_fresh": True}))
    return pages


@pytest.fixture
def as_trainee(app: Flask, cast: Cast) -> Pages:
    """Ana's browser."""
    return signed_in(app, cast.ana)


@pytest.fixture
def as_trainer(app: Flask, cast: Cast) -> Pages:
    """Theo's browser."""
    return signed_in(app, cast.theo)


@pytest.fixture
def as_coordinator(app: Flask, cast: Cast) -> Pages:
    """Cora's browser."""
    return signed_in(app, cast.cora)
