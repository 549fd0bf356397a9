"""What the content check shows: findings as the command line prints them, and the two editions."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from course.config import Settings
from course.content import report
from course.content.edition import Assessment, Edition, Lesson
from course.content.findings import errors
from course.content.reading import CourseReading
from course.records.publishing import WentLive, publications
from course.web.problems import ProblemFile, problem_files
from course.web.trainer.files import has_files, shown_of
from course.web.trainer.impact import Impact, impact

MOST_EDITIONS = 10
"""How many times that an edition went live stand on one page."""
LONG_SENTENCE = "R702"


@dataclass(frozen=True, slots=True)
class Summary:
    """One course in the list."""

    course: str
    title: str
    problems: str
    state: str


@dataclass(frozen=True, slots=True)
class LessonRow:
    """How one lesson reads. ``overdue`` where the day of its next review has passed."""

    lesson: Lesson
    long_sentences: int
    overdue: bool


@dataclass(frozen=True, slots=True)
class History:
    """When editions went live, newest first. ``older`` is the row to go on after, 0 at the end."""

    turns: tuple[WentLive, ...]
    older: int


@dataclass(frozen=True, slots=True)
class Check:
    """The whole check of a course. ``edition`` is "" while errors keep it from being one.

    ``live`` is the last time that an edition went live: trainees read that one, and take its
    ``exams``.
    """

    course: str
    title: str
    problems: str
    error_count: int
    files: tuple[ProblemFile, ...]
    live: WentLive | None
    exams: tuple[Assessment, ...]
    edition: str
    impact: Impact | None
    lessons: tuple[LessonRow, ...]
    history: History


def summary_of(reading: CourseReading, live: Edition | None) -> Summary:
    """Return a course's line in the list."""
    if live is None:
        state = "Not published yet"
    elif reading.edition is not None and reading.edition.id == live.id:
        state = "Live as it is"
    elif not has_files(reading):
        state = "Live, but its files are gone"
    else:
        state = "Live, but the files differ"
    return Summary(reading.course, title_of(reading, live), problems_of(reading), state)


def check_of(
    session: Session,
    reading: CourseReading,
    live: Edition | None,
    settings: Settings,
    *,
    now: datetime,
    before: int | None,
) -> Check:
    """Return the check of a course for its page. ``before`` is as in ``publications``."""
    edition = reading.edition
    differ = live and edition and live.id != edition.id
    return Check(
        course=reading.course,
        title=title_of(reading, live),
        problems=problems_of(reading),
        error_count=len(errors(reading.findings)),
        files=problem_files(reading.findings, settings),
        live=next(iter(publications(session, reading.course, most=1)), None),
        exams=_exams(live) if live else (),
        edition=edition.id if edition else "",
        impact=impact(session, live, edition, now=now) if differ and live and edition else None,
        lessons=tuple(_lessons(reading, now.date())),
        history=_history(session, reading.course, before),
    )


def title_of(reading: CourseReading, live: Edition | None) -> str:
    """Return a course's title, the live one while the files cannot say it."""
    edition = reading.edition or live
    return edition.title if edition else reading.course


def problems_of(reading: CourseReading) -> str:
    """Return how many findings a course has, as the command line says it."""
    return report.total(reading.findings).strip() if reading.findings else "No problems."


def _exams(live: Edition) -> tuple[Assessment, ...]:
    return tuple(each for each in live.assessments if each.kind == "exam")


def _lessons(reading: CourseReading, today: date) -> Iterator[LessonRow]:
    """Measure the lessons of an edition; of a course with errors, those that can be read."""
    long = Counter(each.place.path for each in reading.findings if each.code == LONG_SENTENCE)
    for lesson in shown_of(reading).lessons:
        path = f"lessons/{reading.course}/{lesson.id}.md"
        overdue = bool(lesson.review_by and lesson.review_by < today)
        yield LessonRow(lesson, long[path], overdue)


def _history(session: Session, course: str, before: int | None) -> History:
    found = publications(session, course, most=MOST_EDITIONS + 1, before=before)
    turns = found[:MOST_EDITIONS]
    return History(tuple(turns), turns[-1].id if len(found) > MOST_EDITIONS else 0)
