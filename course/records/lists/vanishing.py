"""What a publish would take away although trainees have answers for it (K801)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.content.findings import Finding
from course.content.vanished import Ids, gone, vanished
from course.records.tables import (
    Attempt,
    Enrollment,
    PracticeResponse,
    Response,
    WrittenReflection,
)


def vanishing(session: Session, live: Edition, new: Edition) -> tuple[Finding, ...]:
    """Return a warning for each id that ``new`` has no more and trainees have answers for."""
    return vanished(live, new, _answered(session, live.course, gone(live, new)))


def _answered(session: Session, course: str, among: Ids) -> Ids:
    """Return those of some ids under which a trainee of the course has stored something."""
    exams = (
        select(Attempt.exam)
        .join(Enrollment)
        .where(Enrollment.course == course, Attempt.exam.in_(among.exams))
    )
    asked = (
        select(Response.item)
        .join(Attempt, Response.attempt_id == Attempt.id)
        .join(Enrollment)
        .where(Enrollment.course == course, Response.item.in_(among.items))
    )
    practised = (
        select(PracticeResponse.item)
        .join(Enrollment)
        .where(Enrollment.course == course, PracticeResponse.item.in_(among.items))
    )
    written = (
        select(WrittenReflection.reflection)
        .join(Enrollment)
        .where(Enrollment.course == course, WrittenReflection.reflection.in_(among.reflections))
    )
    return Ids(
        exams=frozenset(session.scalars(exams.distinct()) if among.exams else ()),
        items=frozenset(session.scalars(asked.union(practised)) if among.items else ()),
        reflections=frozenset(session.scalars(written.distinct()) if among.reflections else ()),
    )
