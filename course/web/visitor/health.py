"""Health, for the proxy and the operator."""

from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from course.records import migrate
from course.records.hurry import hurried
from course.web.access import open_to_everyone
from course.web.database import database, db
from course.web.editions import shelf
from course.web.visitor import bp

MOST_SECONDS = 0.5
"""How long a locked database is waited for: who asks wants to know now (FAULTS F-12)."""


@bp.get("/healthz")
@open_to_everyone
def healthz() -> ResponseReturnValue:
    """Answer with the live editions, the schema and the database; 503 where it cannot be asked."""
    kind = db.engine.dialect.name
    try:
        with hurried(database(), seconds=MOST_SECONDS):
            schema = migrate.version_of(database().connection())
            editions = {course: edition.id for course, edition in shelf().live().items()}
    except SQLAlchemyError:
        return {"status": "database out of reach", "database": kind}, 503
    return {"status": "ok", "editions": editions, "schema": schema, "database": kind}
