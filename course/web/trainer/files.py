"""A course as its files are now, and the edition that is live: for its trainers."""

from flask import current_app
from flask_login import current_user
from werkzeug.exceptions import NotFound

from course import clock
from course.config import Settings
from course.content.courses.sketch import sketch
from course.content.edition import Edition
from course.content.reading import CourseReading, read_site
from course.records import editions
from course.records.cohorts.sight import closed_courses
from course.web.database import database
from course.web.editions import shelf


def settings() -> Settings:
    """Return the settings of this site."""
    found: Settings = current_app.extensions["settings"]
    return found


def readings() -> tuple[CourseReading, ...]:
    """Read the courses of the files that are for this trainer."""
    site = read_site(settings().course_root, today=clock.now().date())
    closed = closed_courses(database(), current_user.person)
    return tuple(reading for reading in site.courses if reading.course not in closed)


def refuse_closed(course: str) -> None:
    """Answer 404 where a course is for other trainers."""
    if course in closed_courses(database(), current_user.person):
        raise NotFound


def reading_of(course: str) -> CourseReading:
    """Read a course from its files, 404 where there is none or it is for other trainers."""
    found = next((reading for reading in readings() if reading.course == course), None)
    if found is None:
        raise NotFound
    return found


def shown_of(reading: CourseReading) -> Edition:
    """Return what can be shown of the files, also while they have errors, and with drafts."""
    if reading.parts is None:
        raise NotFound
    return sketch(reading.parts)


def live_of(course: str) -> Edition | None:
    """Return the edition that is live at this moment, None where none was published.

    The database is asked: what another process published a second ago is to be replaced knowingly.
    """
    live = editions.live_id(database(), course)
    return shelf().edition(live) if live else None
