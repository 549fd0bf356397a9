"""Health, for the proxy and the operator."""

from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from course.records import editions, migrate
from course.records.hurry import is_locked
from course.web.access import open_to_everyone
from course.web.visitor import bp
from course.web.watching import watched, watching_engine


@bp.get("/healthz")
@open_to_everyone
def healthz() -> ResponseReturnValue:
    """Answer with the live editions, the schema and the database; 503 where it cannot be asked."""
    kind = watching_engine().dialect.name
    try:
        with watched() as session:
            schema = migrate.version_of(session.connection())
            live = editions.live_ids(session)
    except SQLAlchemyError as error:
        status = "database locked" if is_locked(error) else "database out of reach"
        return {"status": status, "database": kind}, 503
    return {"status": "ok", "editions": live, "schema": schema, "database": kind}
