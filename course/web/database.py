"""The database of the app: Flask-SQLAlchemy over the tables of ``records``."""

from collections.abc import Iterator
from typing import cast

from flask import Flask, stream_with_context
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import Session

from course.config import Settings
from course.records.engine import prepare
from course.records.tables import Base

# What a request has read stays read after its one commit: nothing is asked for twice.
db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


def install(app: Flask, settings: Settings) -> None:
    """Bind the app to its database and put the rules of the engine on it."""
    settings.instance_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)


def database() -> Session:
    """Return the session of this request."""
    return cast("Session", db.session())


def streamed(lines: Iterator[str]) -> Iterator[str]:
    """Give lines that are read from this request's session when the request itself is over.

    Its connection goes back at the last line, or when the reader hangs up: nobody else does that.
    """
    session = database()

    def read() -> Iterator[str]:
        try:
            yield from lines
        finally:
            session.close()

    return stream_with_context(read())
