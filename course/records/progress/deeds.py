"""What a trainee did so far: the rows of one enrollment as the values that grading reads."""

from datetime import datetime
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    ScalarSelect,
    bindparam,
    cast,
    func,
    literal_column,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from course.grading.deeds import Deeds, ExamDeed, LessonDeed, ReflectionDeed, SentAttempt
from course.grading.scoring import percent
from course.records.tables import (
    Attempt,
    Enrollment,
    LessonProgress,
    PracticeResponse,
    ReflectionMessage,
    Score,
    WrittenReflection,
)


def deeds_of(session: Session, enrollment: Enrollment) -> Deeds:
    """Return everything a trainee did in a course, in one query. No text, no answer is read."""
    kinds: dict[str, list[_Deed]] = {"reflection": [], "lesson": [], "item": [], "exam": []}
    for row in session.execute(_DEEDS, {"enrollment": enrollment.id}).all():
        kinds[row.kind].append(_Deed(*row))
    return Deeds(
        enrolled_at=enrollment.enrolled_at,
        lessons={each.key: _lesson(each) for each in kinds["lesson"]},
        answered={each.key: each.began for each in kinds["item"]},
        reflections={each.key: _reflection(each) for each in kinds["reflection"]},
        exams=_exams(kinds["exam"]),
    )


class _Deed(NamedTuple):
    """One row of any kind; what a kind does not have is None."""

    kind: str
    key: str
    row: int
    began: datetime
    ended: datetime | None
    decided: datetime | None
    state: Any
    flag: bool | None
    raw: int | None
    maximum: int | None


def _lesson(deed: _Deed) -> LessonDeed:
    return LessonDeed(opened_at=deed.began, done_at=deed.ended, edition=deed.state)


def _reflection(deed: _Deed) -> ReflectionDeed:
    return ReflectionDeed(
        state=deed.state,
        shared=bool(deed.flag),
        saved_at=deed.began,
        sent_at=deed.ended,
        decided_at=deed.decided,
        replied=bool(deed.raw),
    )


def _exams(attempts: list[_Deed]) -> dict[str, ExamDeed]:
    by_exam: dict[str, list[_Deed]] = {}
    for attempt in sorted(attempts, key=lambda each: each.row):
        by_exam.setdefault(attempt.key, []).append(attempt)
    return {exam: _exam(each) for exam, each in by_exam.items()}


def _exam(attempts: list[_Deed]) -> ExamDeed:
    """Sum up the attempts at one exam: the first one passed counts, else the latest sent."""
    sent = tuple(
        SentAttempt(each.row, number, each.ended, _percent(each), each.flag)
        for number, each in enumerate(attempts, start=1)
        if each.ended is not None
    )
    passed = next((each for each in sent if each.passed), None)
    counts = passed or (sent[-1] if sent else None)
    return ExamDeed(
        open_attempt=next((each.row for each in attempts if each.ended is None), None),
        taken_at=sent[0].at if sent else None,
        passed_at=passed.at if passed else None,
        percent=counts.percent if counts else None,
        attempts_used=len(attempts),
        attempt=counts.attempt if counts else None,
        sent=sent,
    )


def _percent(attempt: _Deed) -> int:
    return percent(Fraction(attempt.raw or 0), Fraction(attempt.maximum or 0))


def _deeds() -> CompoundSelect[Any]:
    """Select all kinds at once; the first select has every column, so it decides the types."""
    enrollment_id = bindparam("enrollment", type_=Integer)
    nothing, number = null(), cast(null(), Integer)
    written, lesson, practice = WrittenReflection, LessonProgress, PracticeResponse
    of_attempt = select(func.max(Score.id)).where(Score.attempt_id == Attempt.id)
    newest = of_attempt.correlate(Attempt).scalar_subquery()
    return union_all(
        select(
            _kind("reflection").label("kind"), written.reflection, written.id, written.saved_at,
            written.sent_at, written.decided_at, written.state, written.shared, _replies(), number,
        ).where(written.enrollment_id == enrollment_id),
        select(
            _kind("lesson"), lesson.lesson, nothing, lesson.opened_at,
            lesson.done_at, nothing, lesson.edition_id, nothing, nothing, nothing,
        ).where(lesson.enrollment_id == enrollment_id),
        select(
            _kind("item"), practice.item, nothing, practice.answered_at,
            nothing, nothing, nothing, nothing, nothing, nothing,
        ).where(practice.enrollment_id == enrollment_id),
        select(
            _kind("exam"), Attempt.exam, Attempt.id, Attempt.started_at,
            Attempt.submitted_at, nothing, nothing, Score.passed, Score.raw, Score.maximum,
        )
        .outerjoin(Score, Score.id == newest)
        .where(Attempt.enrollment_id == enrollment_id),
    )  # fmt: skip


def _replies() -> ScalarSelect[Any]:
    """Select how many replies a trainer wrote about the version that was sent last."""
    message = ReflectionMessage
    return (
        select(func.count())
        .where(
            message.reflection_id == WrittenReflection.id,
            message.kind == "reply",
            message.created_at >= WrittenReflection.sent_at,
        )
        .correlate(WrittenReflection)
        .scalar_subquery()
    )


def _kind(name: str) -> ColumnElement[str]:
    return literal_column(f"'{name}'")


_DEEDS = _deeds()
"""Built once: every page of a trainee asks it, and to build it costs more than to run it."""
