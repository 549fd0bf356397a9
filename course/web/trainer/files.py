"""A course as its files are now, and the edition that is live: for its trainers."""

from flask import current_app
from flask_login import current_user
from werkzeug.exceptions import NotFound

from course import clock
from course.config import Settings
from course.content.edition import Edition
from course.content.reading import CourseReading, Site, read_site
from course.records import editions
from course.records.cohorts.sight import closed_courses
from course.web.database import database
from course.web.editions import shelf

_READ = "files-as-last-read"


def settings() -> Settings:
    """Return the settings of this site."""
    found: Settings = current_app.extensions["settings"]
    return found


def readings() -> tuple[CourseReading, ...]:
    """Read the courses that are for this trainer: of the files, and live ones without files."""
    from course.content.courses.whole import read_course_files  # noqa: PLC0415  # as in reading

    closed = closed_courses(database(), current_user.person)
    there = _site().courses
    gone = sorted({*shelf().live()} - {reading.course for reading in there})
    empty = (read_course_files(name, {}, today=clock.now().date()) for name in gone)
    return tuple(reading for reading in (*there, *empty) if reading.course not in closed)


def has_files(reading: CourseReading) -> bool:
    """Say whether there are files of a course, and not only its live edition."""
    return bool(reading.parts and reading.parts.sources.texts)


def _site() -> Site:
    """Read the files of now. What they were the last time saves the work for those as they were.

    Owner: the app of this process. Bound: the last reading of each course.
    """
    memory = current_app.extensions
    site = read_site(settings().course_root, today=clock.now().date(), before=memory.get(_READ))
    memory[_READ] = site
    return site


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
    from course.content.courses.sketch import sketch  # noqa: PLC0415  # as in reading

    if reading.parts is None:
        raise NotFound
    return sketch(reading.parts)


def live_of(course: str) -> Edition | None:
    """Return the edition that is live at this moment, None where none was published.

    The database is asked: what another process published a second ago is to be replaced knowingly.
    """
    live = editions.live_id(database(), course)
    return editions.kept_edition(database(), live) if live else None
