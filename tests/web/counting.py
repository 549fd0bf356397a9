"""How often a page asks the database, the session's own query and the editions' included."""

from flask import Flask

from course.web.database import db
from tests.pages import Pages
from tests.queries import counting_queries


def queries_of(app: Flask, pages: Pages, path: str) -> int:
    """Fetch a page as it is when the live editions are in memory, and count its queries."""
    with app.app_context():
        engine = db.engine
    app.extensions["shelf"].forget()
    pages.get("/profile")  # asks which editions are live, for the next two seconds
    with counting_queries(engine) as asked:
        pages.get(path)
    live = [statement for statement in asked if "FROM editions" in statement]
    return len(asked) - len(live)
