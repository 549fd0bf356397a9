"""The app for a command: with its settings, its tables, and its database session."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy.orm import Session

from course.config import Settings
from course.web import build
from course.web.database import database, db, settle_schema


@contextmanager
def site(settings: Settings) -> Iterator[tuple[Flask, Session]]:
    """Give the app and a session of its database for the length of a command."""
    app = build(settings)
    with app.app_context():
        settle_schema(db.engine)
        yield app, database()
