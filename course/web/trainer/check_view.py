"""What the content check shows: findings as the command line prints them, and the two editions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from sqlalchemy.orm import Session

from course.config import Settings
from course.content import report
from course.content.changes import changes
from course.content.edition import Edition, Lesson
from course.content.findings import Finding, errors
from course.content.reading import CourseReading
from course.records.editions import published_edition
from course.records.tables import Person


@dataclass(frozen=True, slots=True)
class Summary:
    """One course in the list."""

    course: str
    title: str
    problems: str
    state: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding in the words of the command line; ``remedies`` are each a name and a text.

    ``address`` opens it in an editor, on one's own machine only.
    """

    headline: str
    excerpt: str
    remedies: tuple[tuple[str, str], ...]
    address: str


@dataclass(frozen=True, slots=True)
class ProblemFile:
    """The findings of one file."""

    path: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Live:
    """The edition that trainees read."""

    id: str
    commit: str
    published_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Check:
    """The whole check of a course. ``edition`` is "" while errors keep it from being one."""

    course: str
    title: str
    problems: str
    error_count: int
    files: tuple[ProblemFile, ...]
    live: Live | None
    edition: str
    changes: tuple[str, ...]
    lessons: tuple[Lesson, ...]


def summary_of(reading: CourseReading, live: Edition | None) -> Summary:
    """Return a course's line in the list."""
    if live is None:
        state = "Not published yet"
    elif reading.edition is not None and reading.edition.id == live.id:
        state = "Live as it is"
    else:
        state = "Live, but the files differ"
    return Summary(reading.course, _title(reading, live), _problems(reading), state)


def check_of(
    session: Session, reading: CourseReading, live: Edition | None, settings: Settings
) -> Check:
    """Return the check of a course for its page."""
    root = settings.course_root if settings.loopback else None
    edition = reading.edition
    return Check(
        course=reading.course,
        title=_title(reading, live),
        problems=_problems(reading),
        error_count=len(errors(reading.findings)),
        files=tuple(_files(reading.findings, root)),
        live=_live(session, live) if live else None,
        edition=edition.id if edition else "",
        changes=changes(live, edition) if live and edition else (),
        lessons=edition.lessons if edition else (),
    )


def _title(reading: CourseReading, live: Edition | None) -> str:
    edition = reading.edition or live
    return edition.title if edition else reading.course


def _problems(reading: CourseReading) -> str:
    return report.total(reading.findings).strip() if reading.findings else "No problems."


def _files(findings: tuple[Finding, ...], root: Path | None) -> Iterator[ProblemFile]:
    for path, group in groupby(findings, key=lambda finding: finding.place.path):
        yield ProblemFile(path, tuple(_problem(finding, root) for finding in group))


def _problem(finding: Finding, root: Path | None) -> Problem:
    place = finding.place
    address = f"vscode://file{root / place.path}:{place.line}:{place.column}" if root else ""
    excerpt = "\n".join(report.excerpt(finding))
    return Problem(report.headline(finding), excerpt, tuple(report.remedies(finding)), address)


def _live(session: Session, live: Edition) -> Live | None:
    row = published_edition(session, live.id)
    if row is None:
        return None
    by = session.get(Person, row.published_by) if row.published_by else None
    name = by.name if by else "the operator of this site"
    return Live(row.id, row.commit or "", row.published_at, name)
