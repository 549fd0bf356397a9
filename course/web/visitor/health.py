"""Health, for the proxy and the operator."""

from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from course.records import migrate
from course.web.access import open_to_everyone
from course.web.database import database, db
from course.web.editions import shelf
from course.web.visitor import bp


@bp.get("/healthz")
@open_to_everyone
def healthz() -> ResponseReturnValue:
    """Answer with the live editions, the schema and the database; 503 where it cannot be asked."""
    kind = db.engine.dialect.name
    try:
        database().execute(text("SELECT 1"))
        editions = {course: edition.id for course, edition in shelf().live().items()}
        schema = migrate.current(db.engine)
    except SQLAlchemyError:
        return {"status": "database out of reach", "database": kind}, 503
    return {"status": "ok", "editions": editions, "schema": schema, "database": kind}
