"""The bare view that the site is measured against (PERFORMANCE: targets).

The same server and the same database. A signed-in Flask view that loads the person and their
progress by two SELECTs and returns a stored page of the same size in the same layout; and an
insert of one answer under the same durable settings. No rule of the course is kept here.
"""

import gc
import os
from pathlib import Path
from typing import Any

from flask import Flask, render_template, request, session
from sqlalchemy import Engine, create_engine, event, select, text
from sqlalchemy.orm import Session

from course.records.tables import LessonProgress, Person

SETTINGS = (
    "busy_timeout = 10000",
    "journal_mode = PERSIST",
    "synchronous = EXTRA",
    "foreign_keys = ON",
)
TABLE = "CREATE TABLE IF NOT EXISTS bare (attempt INT, item TEXT, answer TEXT, sequence INT)"
INSERT = "INSERT INTO bare VALUES (:attempt, :item, :answer, :sequence)"
LAYOUT, BODY = "layout.html", "body.html"


def write_page(folder: Path, html: str) -> None:
    """Keep a page of the site: its layout as a template, its main part as it is stored."""
    before, rest = html.split('<main id="main"', 1)
    body, after = rest.rsplit("</main>", 1)
    layout = (
        "{% raw %}" + before + '<main id="main"{% endraw %}{{ body|safe }}</main>{% raw %}' + after
    )
    (folder / LAYOUT).write_text(layout + "{% endraw %}<!-- {{ name }} {{ done }} -->")
    (folder / BODY).write_text(body)


def _durable(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for setting in SETTINGS:
        connection.execute(f"PRAGMA {setting}").close()


def _engines(url: str) -> tuple[Engine, Engine]:
    """Return an engine that reads without a transaction, and one that writes durably."""
    reader = create_engine(url, isolation_level="AUTOCOMMIT")
    writer = create_engine(url)
    if writer.dialect.name == "sqlite":
        event.listen(writer, "connect", _durable)
        event.listen(writer, "begin", lambda begun: begun.exec_driver_sql("BEGIN IMMEDIATE"))
    with writer.begin() as connection:
        connection.execute(text(TABLE))
    return reader, writer


def create_bare() -> Flask:
    """Return the bare app over the site's database; its page lies in the working folder."""
    app = Flask(__name__, template_folder=str(Path.cwd()))
    app.secret_key = "bare"
    reader, writer = _engines(os.environ["WAYMARK_DATABASE_URL"])
    body = Path(BODY).read_text(encoding="utf-8")

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    @app.get("/in/<int:person>")
    def sign_in(person: int) -> str:
        session["person"] = person
        return "in"

    @app.get("/page")
    def page() -> str:
        mine = LessonProgress.enrollment_id == session["person"]
        with Session(reader) as rows:
            name = rows.get_one(Person, session["person"]).name
            done = len(rows.scalars(select(LessonProgress).where(mine)).all())
        return render_template(LAYOUT, body=body, name=name, done=done)

    @app.post("/answer")
    def answer() -> dict[str, bool]:
        row = {"attempt": session["person"], **request.form.to_dict()}
        with writer.begin() as connection:
            connection.execute(text(INSERT), row)
        return {"saved": True}

    gc.freeze()  # as the site's server does
    return app
