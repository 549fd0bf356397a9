"""The site on both databases, and a browser for each person of the cast."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, select

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


@pytest.fixture(scope="session")
def apps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Flask]]:
    """The apps of this run by their database: making one compiles every template anew."""
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


def signed_in(app: Flask, email: str) -> Pages:
    """Return a browser in which a person has signed in. (The form has tests of its own.)"""
    pages = Pages(app.test_client())
    with app.app_context():
        person = database().scalars(select(Person).where(Person.email == email)).one()
        shelf().live()  # as after the page of the form
        token = sessions.open_session(database(), person, device="A test", now=clock.now())
    with pages.client.session_transaction() as cookie:
        cookie.update(_user_id=token, _fresh=True)
    return pages


@pytest.fixture
def as_trainee(app: Flask, cast: Cast) -> Pages:
    """Ana's browser."""
    return signed_in(app, cast.ana.email)


@pytest.fixture
def as_trainer(app: Flask, cast: Cast) -> Pages:
    """Theo's browser."""
    return signed_in(app, cast.theo.email)


@pytest.fixture
def as_coordinator(app: Flask, cast: Cast) -> Pages:
    """Cora's browser."""
    return signed_in(app, cast.cora.email)
