"""How much stands open on the whole site, for who watches the machine: counts of nobody."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from course.records.tables import Attempt, OutboxMail


@dataclass(frozen=True, slots=True)
class Open:
    """What waits or is under way at this moment."""

    letters: int
    attempts: int


def open_now(session: Session) -> Open:
    """Count the letters that were not sent yet, and the exams that somebody is in."""
    letters = select(func.count()).where(OutboxMail.sent_at.is_(None)).scalar_subquery()
    attempts = select(func.count()).where(Attempt.submitted_at.is_(None)).scalar_subquery()
    return Open(*session.execute(select(letters, attempts)).one())
