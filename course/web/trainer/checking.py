"""The content check: what the files say, what is live, and when it went live (PAGES A1)."""

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from course import clock
from course.content.reading import CourseReading
from course.web.access import open_to
from course.web.database import database
from course.web.editions import shelf
from course.web.listing import here, page_key
from course.web.publishing import publishes_on_save
from course.web.trainer import bp
from course.web.trainer.check_view import check_of, summary_of
from course.web.trainer.files import has_files, live_of, reading_of, readings, settings


@bp.get("/author")
@open_to("trainer")
def content() -> str:
    """List the courses of the files, each with what its check says."""
    live = shelf().live()
    found = readings()
    courses = [summary_of(reading, live.get(reading.course)) for reading in found]
    there = any(has_files(reading) for reading in found)
    return render_template("trainer/content.html", courses=courses, there=there)


@bp.get("/author/<course>")
@open_to("trainer")
def content_of(course: str) -> ResponseReturnValue:
    """Show the problems of one course by file, what is live, and what publishing would change."""
    return check_page(reading_of(course))


def check_page(reading: CourseReading, problem: str = "") -> ResponseReturnValue:
    """Show the check of a course, with what kept it from being published."""
    check = check_of(
        database(),
        reading,
        live_of(reading.course),
        settings(),
        now=clock.now(),
        before=page_key("before"),
    )
    page = render_template(
        "trainer/content-check.html",
        check=check,
        problem=problem,
        older=here(before=check.history.older) if check.history.older else "",
        on_save=publishes_on_save(current_app),
    )
    return page, 422 if problem else 200
