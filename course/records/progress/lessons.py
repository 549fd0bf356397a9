"""Lessons: opened once, and done when the trainee says so."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.grading.deeds import Deeds, LessonDeed
from course.records.progress.counting import hold, open_step, record_progress
from course.records.progress.deeds import deeds_of
from course.records.refusals import NotActive
from course.records.tables import Enrollment, LessonProgress
from course.records.transaction import NotSaved, transaction


def open_lesson(
    session: Session, enrollment: Enrollment, lesson: str, *, edition: Edition, now: datetime
) -> Deeds:
    """Return the trainee's deeds with this lesson opened; only its first view writes.

    Raise Unknown where the course has no such lesson, NotYet where it cannot start yet.
    """
    deeds = deeds_of(session, enrollment)
    open_step(edition, deeds, "lesson", lesson)
    if lesson in deeds.lessons:
        return deeds
    try:
        with transaction(session):
            held = hold(session, enrollment.id)
            if _progress(session, held, lesson) is None:
                session.add(_opened(held, lesson, edition=edition, now=now))
                record_progress(session, held, edition=edition, now=now)
    except (NotSaved, NotActive):
        # Reading goes on where nothing can be written: a full disk, a course on hold. The next
        # view writes the row.
        return deeds
    opened = {**deeds.lessons, lesson: LessonDeed(opened_at=now, edition=edition.id)}
    return replace(deeds, lessons=opened)


def mark_done(
    session: Session, enrollment: Enrollment, lesson: str, *, edition: Edition, now: datetime
) -> None:
    """Mark a lesson as done, in the edition that was read. A second time changes nothing.

    Raise Unknown, NotYet or NotActive.
    """
    with transaction(session):
        held = hold(session, enrollment.id)
        open_step(edition, deeds_of(session, held), "lesson", lesson)
        progress = _progress(session, held, lesson)
        if progress is None:
            progress = _opened(held, lesson, edition=edition, now=now)
            session.add(progress)
        if progress.done_at is None:
            progress.done_at, progress.edition_id = now, edition.id
            record_progress(session, held, edition=edition, now=now)


def _progress(session: Session, enrollment: Enrollment, lesson: str) -> LessonProgress | None:
    # populate_existing: what this session read before the lock may be old by now.
    return session.get(LessonProgress, (enrollment.id, lesson), populate_existing=True)


def _opened(
    enrollment: Enrollment, lesson: str, *, edition: Edition, now: datetime
) -> LessonProgress:
    return LessonProgress(
        enrollment_id=enrollment.id,
        lesson=lesson,
        edition_id=edition.id,
        opened_at=now,
        done_at=None,
    )
