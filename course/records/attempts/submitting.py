"""Send an attempt, score it once, and close what nobody sent before its time ended."""

from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.grading import forms, scoring
from course.grading.deeds import Deeds
from course.records import audit
from course.records.editions import edition_of, kept_edition, live_id
from course.records.progress.counting import lock, record_progress, recount, refuse_inactive
from course.records.progress.deeds import deeds_of
from course.records.tables import Attempt, Enrollment, Person, Response, Score
from course.records.transaction import NotSaved, transaction

GRACE = timedelta(seconds=30)
"""How long after the end of the time an answer still counts: a slow line is nobody's fault."""

_AT_ONCE = 500
"""How many attempts one sweep closes; the next one takes the rest."""


def submit(session: Session, attempt: Attempt, *, edition: Edition, now: datetime) -> Score:
    """Send an attempt and return its score; sent again, return the same score.

    ``edition`` is the live one, for progress; the score comes from the attempt's own. After the
    end of the time and its grace, the attempt counts as sent when the time ended. Raise NotActive
    where the enrollment is withdrawn or on hold.
    """
    with transaction(session):
        enrollment, held = _lock(session, attempt)
        again = held.submitted_at is not None
        if not again:
            refuse_inactive(enrollment.state)
            _close(session, held, edition=edition, now=now)
            record_progress(session, enrollment, edition=edition, now=now)
        audit.record(
            session,
            action="submit-again" if again else "submit",
            actor=session.get_one(Person, enrollment.person_id),
            role="trainee",
            now=now,
            enrollment=enrollment,
            detail={"attempt": held.id, "exam": held.exam},
        )
        session.flush()
        score = score_of(session, held)
        if score is None:
            raise LookupError(f"attempt {held.id} was sent but has no score")
    return score


def score_of(session: Session, attempt: Attempt) -> Score | None:
    """Return the score that counts now, the newest; None before the attempt is sent."""
    newest = select(Score).where(Score.attempt_id == attempt.id).order_by(Score.id.desc()).limit(1)
    return session.scalar(newest)


def answers_of(session: Session, attempt: Attempt) -> dict[str, Response]:
    """Return what was answered, by item. Items without an answer are not in it."""
    found = session.scalars(select(Response).where(Response.attempt_id == attempt.id))
    return {response.item: response for response in found}


def is_overdue(due_at: datetime | None, now: datetime) -> bool:
    """Say whether the time of an attempt ended, its grace too."""
    return due_at is not None and now > due_at + GRACE


def close_overdue(session: Session, now: datetime, *, enrollment: Enrollment | None = None) -> int:
    """Close and score the open attempts whose time ended; return how many.

    Each is closed in its own transaction, at its end and not at the moment when somebody looks.
    Whoever is about to read attempts calls this first; for one enrollment where that is enough.
    """
    overdue = select(Attempt).where(Attempt.submitted_at.is_(None), Attempt.due_at < now - GRACE)
    if enrollment is not None:
        overdue = overdue.where(Attempt.enrollment_id == enrollment.id)
    found = session.scalars(overdue.order_by(Attempt.due_at).limit(_AT_ONCE)).all()
    return sum(_close_one(session, attempt, now) for attempt in found)


def settled_deeds(session: Session, enrollment: Enrollment, now: datetime) -> Deeds:
    """Return everything a trainee did in a course, attempts whose time has ended closed first.

    Where nothing can be saved now, such an attempt is told as still open.
    """
    deeds = deeds_of(session, enrollment)
    if any(exam.open_attempt for exam in deeds.exams.values()):
        with suppress(NotSaved):
            if close_overdue(session, now, enrollment=enrollment):
                return deeds_of(session, enrollment)
    return deeds


def _close_one(session: Session, attempt: Attempt, now: datetime) -> bool:
    with transaction(session):
        enrollment, held = _lock(session, attempt)
        if held.submitted_at is not None:
            return False
        edition = kept_edition(session, live_id(session, enrollment.course) or held.edition_id)
        _close(session, held, edition=edition, now=now)
        recount(session, enrollment, edition=edition, now=now)  # nobody was active
        audit.record(
            session,
            action="close-attempt",
            actor=None,
            role="system",
            now=now,
            enrollment=enrollment,
            detail={"attempt": held.id, "exam": held.exam},
        )
    return True


def _lock(session: Session, attempt: Attempt) -> tuple[Enrollment, Attempt]:
    """Lock the enrollment, which every save and every close of its attempts locks too."""
    enrollment = lock(session, attempt.enrollment_id)
    return enrollment, session.get_one(Attempt, attempt.id, populate_existing=True)


def _close(session: Session, attempt: Attempt, *, edition: Edition, now: datetime) -> None:
    attempt.submitted_at = attempt.due_at if is_overdue(attempt.due_at, now) else now
    own = edition_of(session, attempt, edition)
    session.add(_score(session, attempt, own, now))


def _score(session: Session, attempt: Attempt, own: Edition, now: datetime) -> Score:
    answers = {item: each.answer for item, each in answers_of(session, attempt).items()}
    card = scoring.score(
        own.assessment_by_id[attempt.exam],
        forms.from_rows(attempt.form),
        answers=answers,
        domain_of={topic.id: topic.domain for topic in own.topics},
    )
    return Score(
        attempt_id=attempt.id,
        raw=scoring.thousandths(card.raw),
        maximum=scoring.thousandths(card.maximum),
        passed=card.passed,
        topics=scoring.as_rows(card),
        reason="",
        created_at=now,
    )
