"""The site on both databases, and a browser for each person of the cast."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

from course import clock
from course.config import Settings
from course.content.edition import Edition
from course.web import create_app
from course.web.database import db
from tests.cast import NOW, PASSWORD, Cast
from tests.pages import Pages


@pytest.fixture
def app(
    engine: Engine, edition: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Flask]:
    """The site with the small course live, at the moment of the tests."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    settings = Settings(
        base_url="http://localhost",
        database_url=engine.url.render_as_string(hide_password=False),
        instance_dir=tmp_path,
        keys_dir=tmp_path,
        site_name="Peer Training",
    )
    made = create_app(settings)
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def visitor(app: Flask) -> Pages:
    """A browser in which nobody is signed in."""
    return Pages(app.test_client())


def signed_in(app: Flask, email: str) -> Pages:
    """Return a browser in which a person has signed in by the form."""
    pages = Pages(app.test_client())
    form = pages.get("/sign-in").form("/sign-in")
    form.fill(email=email, password=PASSWORD).send()
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
