"""The files of a site that a trainer works on, and a reflection that waits for them."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.content.reading import Counts, CourseReading
from course.records.tables import Enrollment, WrittenReflection
from tests.builders import COURSE, write_course
from tests.cast import Cast
from tests.story import do_the_first_lesson, send


@pytest.fixture
def files(app: Flask, tmp_path: Path) -> Path:
    """The small course as files, where the site looks for them."""
    root = write_course(tmp_path / "site")
    app.extensions["settings"] = replace(app.extensions["settings"], course_root=root)
    return root


def break_course(files: Path) -> None:
    """Misspell a setting of a lesson."""
    lesson = files / "lessons" / COURSE / "the-role.md"
    lesson.write_text(lesson.read_text("utf-8").replace("summary:", "sumary:"), "utf-8")


def reading_of(edition: Edition) -> CourseReading:
    """Return an edition as if its files had just been read."""
    return CourseReading(edition.course, edition, (), {}, Counts(3, 2, 14, 4.0))


def share(
    session: Session, enrollment: Enrollment, edition: Edition, at: datetime, text: str = ""
) -> int:
    """Send the shared reflection of an enrollment, and give its number."""
    words = {"text": text} if text else {}
    do_the_first_lesson(session, enrollment, edition, at)
    send(session, enrollment, edition, at, shared=True, **words)
    mine = WrittenReflection.enrollment_id == enrollment.id
    return session.scalars(select(WrittenReflection.id).where(mine)).one()


@pytest.fixture
def shared(session: Session, cast: Cast, edition: Edition, now: datetime) -> int:
    """The number of Ana's reflection, shared with Theo."""
    return share(session, cast.ana_enrolled, edition, now)
