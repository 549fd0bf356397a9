"""What `course doctor` asks of the records, and the dashboard with it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from course.records.outbox import MOST_TRIES
from course.records.tables import AuditEvent, OutboxMail, Person, SignInSession

BACKUP_AGE = timedelta(days=2)
"""How old the last backup may be: one that is made each night has failed twice then."""
_UNSENT = OutboxMail.sent_at.is_(None)


def newest_moment(session: Session) -> datetime | None:
    """Return the latest moment that any record was written at, as its clock then said."""
    moments = (
        session.scalar(select(func.max(AuditEvent.at))),
        session.scalar(select(func.max(SignInSession.last_seen_at))),
    )
    return max((moment for moment in moments if moment), default=None)


@dataclass(frozen=True, slots=True)
class LastBackup:
    """The last backup that these records know of.

    ``file`` is where its records were written, with ``size`` bytes of the hash ``sha256``; None
    where these records came out of it, or were told no more than its name.
    """

    made_at: datetime
    file: Path | None = None
    size: int = 0
    sha256: str = ""


def last_backup(session: Session) -> LastBackup | None:
    """Return the last backup; restored records know the one that they came from."""
    last = session.scalar(of_last_backup(AuditEvent))
    if last is None:
        return None
    told = last.detail
    if last.action == "restore":
        return LastBackup(datetime.fromisoformat(told["made_at"]))
    if "folder" not in told:
        return LastBackup(last.at)
    file = Path(told["folder"]) / told["file"]
    return LastBackup(last.at, file, told["size"], told["sha256"])


def of_last_backup(what: Any) -> Select[Any]:
    """Select something of the event that tells of the last backup, or of its restore."""
    copied = AuditEvent.action.in_(("backup", "restore"))
    return select(what).where(copied).order_by(AuditEvent.id.desc()).limit(1)


def too_old(backup: datetime, now: datetime) -> bool:
    """Tell whether the last backup is so old that somebody has to look after it."""
    return now - backup > BACKUP_AGE


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
