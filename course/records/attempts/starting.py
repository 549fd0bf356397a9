"""Attempts at an exam: begin one, and fetch one's own.

An attempt runs under its own edition, whatever is live by now (DESIGN 2.2, 2.5).
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, contains_eager

from course.content.edition import Assessment, Edition
from course.grading import forms
from course.grading.deeds import Deeds, ExamDeed
from course.grading.tries import barred
from course.records import audit
from course.records.attempts.submitting import close_overdue, is_overdue
from course.records.base import LARGEST_KEY
from course.records.progress.counting import hold, open_step, record_progress
from course.records.progress.deeds import deeds_of
from course.records.refusals import NotYet, Refused, Unknown
from course.records.tables import Attempt, Enrollment, Person
from course.records.transaction import transaction

# Built once: it runs at every save and on every page of an exam.
_OWN = (
    select(Attempt)
    .join(Attempt.enrollment)
    .where(Attempt.id == bindparam("attempt"), Enrollment.person_id == bindparam("person"))
    .options(contains_eager(Attempt.enrollment))
)


class NoAttemptsLeft(Refused):
    """Every attempt that the exam allows was used. ``ask``: the exam is not completed."""

    def __init__(self, message: str, *, ask: bool) -> None:
        super().__init__(message)
        self.ask = ask


class Waiting(NotYet):
    """The time between two attempts is not over. ``until`` is when it is."""

    def __init__(self, message: str, until: datetime) -> None:
        super().__init__(message)
        self.until = until


def start(
    session: Session, enrollment: Enrollment, exam: str, *, edition: Edition, now: datetime
) -> Attempt:
    """Return the open attempt at an exam, or begin one: two tabs get the same attempt.

    Raise Unknown, NotActive, NotYet, Waiting or NoAttemptsLeft. Behind them stand the
    constraints of the table, which no race gets past.
    """
    assessment = _exam(edition, exam)
    close_overdue(session, now, enrollment=enrollment)
    with transaction(session):
        held = hold(session, enrollment.id)
        before = attempts_of(session, held)
        attempts = [each for each in before if each.exam == exam]
        if attempts and attempts[-1].submitted_at is None:
            return attempts[-1]
        deeds = deeds_of(session, held)
        open_step(edition, deeds, "exam", exam)
        refusal = _refusal(assessment, deeds, now)
        if refusal is not None:
            raise refusal
        attempt = _begin(held, assessment, before, edition=edition, now=now)
        session.add(attempt)
        record_progress(session, held, edition=edition, now=now)
        _record_start(session, held, attempt, now)
    return attempt


def refusal_to_start(
    session: Session, enrollment: Enrollment, exam: str, *, edition: Edition, now: datetime
) -> Refused | None:
    """Return why a new attempt cannot begin now, None where it can or one is open. Read only."""
    assessment = _exam(edition, exam)
    attempts = attempts_of(session, enrollment, exam)
    if attempts and attempts[-1].submitted_at is None and not is_overdue(attempts[-1].due_at, now):
        return None
    deeds = deeds_of(session, enrollment)
    try:
        open_step(edition, deeds, "exam", exam)
    except NotYet as refusal:
        return refusal
    return _refusal(assessment, deeds, now)


def attempts_of(
    session: Session, enrollment: Enrollment, exam: str | None = None
) -> Sequence[Attempt]:
    """Return the attempts of an enrollment, oldest first; at one exam, or at all."""
    wanted = select(Attempt).where(Attempt.enrollment_id == enrollment.id).order_by(Attempt.id)
    if exam is not None:
        wanted = wanted.where(Attempt.exam == exam)
    return session.scalars(wanted.execution_options(populate_existing=True)).all()


def attempt_of(
    session: Session, person: Person, attempt_id: int, *, now: datetime
) -> Attempt | None:
    """Return one's own attempt with its enrollment, in one query; None to anybody else.

    An attempt whose time ended is closed and scored first.
    """
    if not 0 < attempt_id <= LARGEST_KEY:
        return None
    attempt = session.scalar(_OWN, {"attempt": attempt_id, "person": person.id})
    if attempt and attempt.submitted_at is None and is_overdue(attempt.due_at, now):
        close_overdue(session, now, enrollment=attempt.enrollment)
    return attempt


def _exam(edition: Edition, exam: str) -> Assessment:
    found = edition.exam(exam)
    if found is None:
        raise Unknown
    return found


def _refusal(exam: Assessment, deeds: Deeds, now: datetime) -> Refused | None:
    bar = barred(exam, deeds.exams.get(exam.id, ExamDeed()), now)
    if bar is None:
        return None
    return Waiting(bar.words, bar.until) if bar.until else NoAttemptsLeft(bar.words, ask=bar.ask)


def _begin(
    enrollment: Enrollment,
    exam: Assessment,
    before: Sequence[Attempt],
    *,
    edition: Edition,
    now: datetime,
) -> Attempt:
    """Return a new attempt, which asks as little as it can of what any attempt before it asked."""
    seed = secrets.token_hex(32)
    seen = (item for attempt in before for item, _ in attempt.form)
    return Attempt(
        enrollment_id=enrollment.id,
        exam=exam.id,
        number=sum(each.exam == exam.id for each in before) + 1,
        allowed=exam.attempts or 0,
        edition_id=edition.id,
        seed=seed,
        form=forms.as_rows(forms.draw(exam, seed, seen=seen)),
        started_at=now,
        due_at=now + timedelta(seconds=exam.time_limit) if exam.time_limit else None,
        submitted_at=None,
    )


def _record_start(
    session: Session, enrollment: Enrollment, attempt: Attempt, now: datetime
) -> None:
    audit.record(
        session,
        action="start-attempt",
        actor=session.get_one(Person, enrollment.person_id),
        role="trainee",
        now=now,
        enrollment=enrollment,
        detail={"attempt": attempt.id, "exam": attempt.exam, "number": attempt.number},
    )
