"""What `course doctor` asks of the records."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from course.records.outbox import MOST_TRIES
from course.records.tables import AuditEvent, OutboxMail, Person, SignInSession

_UNSENT = OutboxMail.sent_at.is_(None)


def newest_moment(session: Session) -> datetime | None:
    """Return the latest moment that any record was written at, as its clock then said."""
    moments = (
        session.scalar(select(func.max(AuditEvent.at))),
        session.scalar(select(func.max(SignInSession.last_seen_at))),
    )
    return max((moment for moment in moments if moment), default=None)


def last_backup(session: Session) -> datetime | None:
    """Return when the last backup was made that these records know of.

    Restored records know the one that they came from.
    """
    last = session.scalar(
        select(AuditEvent)
        .where(AuditEvent.action.in_(("backup", "restore")))
        .order_by(AuditEvent.id.desc())
        .limit(1)
    )
    if last is None or last.action == "backup":
        return last.at if last else None
    return datetime.fromisoformat(last.detail["made_at"])


def has_people(session: Session) -> bool:
    """Tell whether anybody is here."""
    return session.scalar(select(Person.id).limit(1)) is not None


def letters_since(session: Session, moment: datetime) -> int:
    """Count the letters that wait since before a moment, and are tried still."""
    waiting = (_UNSENT, OutboxMail.tries < MOST_TRIES, OutboxMail.created_at < moment)
    return session.scalar(select(func.count()).select_from(OutboxMail).where(*waiting)) or 0


def letters_given_up(session: Session) -> int:
    """Count the letters that were refused too often to be tried again."""
    given_up = (_UNSENT, OutboxMail.tries >= MOST_TRIES)
    return session.scalar(select(func.count()).select_from(OutboxMail).where(*given_up)) or 0
