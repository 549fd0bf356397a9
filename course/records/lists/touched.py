"""Whom a change of a course touches, as counts of people: never who they are."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, Select, func, or_, select
from sqlalchemy.orm import Session

from course.records.attempts.submitting import GRACE
from course.records.tables import (
    Attempt,
    Enrollment,
    LessonProgress,
    PracticeResponse,
    Response,
    WrittenReflection,
)


@dataclass(frozen=True, slots=True)
class OnCourse:
    """Who is on a course now. ``sitting`` counts who can still answer an exam, by the exam."""

    active: int
    completed: int
    sitting: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Deeds:
    """How many people have done something with what is named: each person once in each count."""

    lessons_done: int
    reflections_written: int
    practice_answered: int
    exam_answered: int


def on_course(session: Session, course: str, *, now: datetime) -> OnCourse:
    """Count who is on a course; who withdrew is not, nor in an exam whose time is over."""
    states = session.execute(
        select(Enrollment.state, func.count(Enrollment.id))
        .where(Enrollment.course == course, Enrollment.state != "withdrawn")
        .group_by(Enrollment.state)
    )
    by_state = dict(states.all())
    completed = by_state.pop("completed", 0)
    sitting = session.execute(
        select(Attempt.exam, func.count(Attempt.id))
        .join(Enrollment)
        .where(
            Enrollment.course == course,
            Enrollment.state != "withdrawn",
            Attempt.submitted_at.is_(None),
            or_(Attempt.due_at.is_(None), Attempt.due_at >= now - GRACE),
        )
        .group_by(Attempt.exam)
        .order_by(Attempt.exam)
    )
    return OnCourse(sum(by_state.values()), completed, dict(sitting.all()))


def deeds_with(
    session: Session,
    course: str,
    *,
    lessons: Collection[str] = (),
    reflections: Collection[str] = (),
    items: Collection[str] = (),
) -> Deeds:
    """Count who has done these lessons, written these reflections, answered these questions.

    An answer in an exam counts when the exam was sent.
    """
    done = select(LessonProgress.enrollment_id).where(
        LessonProgress.lesson.in_(lessons), LessonProgress.done_at.is_not(None)
    )
    written = select(WrittenReflection.enrollment_id).where(
        WrittenReflection.reflection.in_(reflections)
    )
    practised = select(PracticeResponse.enrollment_id).where(PracticeResponse.item.in_(items))
    answered = (
        select(Attempt.enrollment_id)
        .join(Response, Response.attempt_id == Attempt.id)
        .where(Response.item.in_(items), Attempt.submitted_at.is_not(None))
    )
    row = session.execute(
        select(
            _people(course, done),
            _people(course, written),
            _people(course, practised),
            _people(course, answered),
        )
    ).one()
    return Deeds(*row)


def _people(course: str, found: Select[int]) -> ScalarSelect[int]:
    return (
        select(func.count(Enrollment.id))
        .where(
            Enrollment.course == course,
            Enrollment.state != "withdrawn",
            Enrollment.id.in_(found),
        )
        .scalar_subquery()
    )
