"""The app for a command: with its settings, its tables, and its database session."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from flask import Flask
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from course.cli.program import as_called
from course.config import Settings
from course.records.reasons import reason
from course.records.transaction import NotSaved, is_outage
from course.web import build
from course.web.database import database, db
from course.web.ready import WrongSchema, make_ready, readable


class NoSite(click.ClickException):
    """The database is not of this code's version, or cannot be written: exit 3, one line."""

    exit_code = 3

    def show(self, file: Any = None) -> None:
        """Print the line as every other message of the command."""
        click.echo(as_called(f"course: {self.message}"), err=True)


@contextmanager
def site(settings: Settings) -> Iterator[tuple[Flask, Session]]:
    """Give the app and a session of its database for the length of a command."""
    try:
        with readable(settings):
            make_ready(settings)
            with _opened(build(settings)) as app:
                yield app, database()
    except WrongSchema as problem:
        raise NoSite(str(problem)) from problem
    except (NotSaved, DBAPIError) as problem:
        if not is_outage(problem):
            raise
        raise NoSite(_why(problem)) from problem


def _why(problem: NotSaved | DBAPIError) -> str:
    if isinstance(problem, NotSaved):
        return f"{problem}: {reason(problem.__cause__)}" if problem.__cause__ else str(problem)
    return f"the database does not answer: {reason(problem)}"


@contextmanager
def _opened(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()
