"""The content check: what the files say, what is live, and publishing (PAGES A1)."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import NotFound

from course import clock
from course.config import Settings
from course.content.reading import CourseReading, read_site
from course.records.editions import NotPublishable
from course.web.access import open_to
from course.web.database import database
from course.web.editions import shelf
from course.web.flood import PUBLISHING, refuse_flood
from course.web.publishing import publish as publish_files
from course.web.trainer import bp
from course.web.trainer.check_view import check_of, summary_of


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


@bp.get("/author")
@open_to("trainer")
def content() -> str:
    """List the courses of the files, each with what its check says."""
    site = read_site(_settings().course_root, today=clock.now().date())
    live = shelf().live()
    courses = [summary_of(reading, live.get(reading.course)) for reading in site.courses]
    return render_template("trainer/content.html", courses=courses)


@bp.get("/author/<course>")
@open_to("trainer")
def content_of(course: str) -> ResponseReturnValue:
    """Show the problems of one course by file, what is live, and what publishing would change."""
    return _page(_reading(course))


@bp.post("/author/<course>")
@open_to("trainer")
def publish(course: str) -> ResponseReturnValue:
    """Make the files that the page showed the live edition."""
    refuse_flood(PUBLISHING, current_user.person.id)
    reading = _reading(course)
    if reading.edition is None:
        return _page(reading, "Mend the errors first. Trainees keep the edition they have.")
    if request.form.get("edition") != reading.edition.id:
        return _page(reading, "The files changed after this page was shown. Look at it again.")
    try:
        publish_files(
            database(), reading, _settings().course_root, now=clock.now(), actor=current_user.person
        )
    except NotPublishable as refusal:
        return _page(reading, f"This cannot be published: {refusal}.")
    shelf().forget()
    flash("Trainees read this edition from now on.", "Published")
    return redirect(url_for("trainer.content_of", course=course), 303)


def _reading(course: str) -> CourseReading:
    """Read a course from its files, 404 where the files have no such course."""
    site = read_site(_settings().course_root, today=clock.now().date())
    found = next((reading for reading in site.courses if reading.course == course), None)
    if found is None:
        raise NotFound
    return found


def _page(reading: CourseReading, problem: str = "") -> ResponseReturnValue:
    check = check_of(database(), reading, shelf().live().get(reading.course), _settings())
    page = render_template("trainer/content-check.html", check=check, problem=problem)
    return page, 422 if problem else 200
