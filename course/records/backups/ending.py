"""What may not come back to life when records of an earlier time take the place of later ones.

Each row here lets somebody in. It may have been used up, taken back or signed out of since the
backup was made, and nobody can know any more.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, delete
from sqlalchemy.orm import Session

from course.records import audit
from course.records.backups.manifest import Manifest
from course.records.base import Base
from course.records.tables import Invitation, OutboxMail, SetUp, SignInLink, SignInSession


def end_ways_in(session: Session, manifest: Manifest, *, now: datetime) -> dict[str, int]:
    """End all ways in inside the caller's transaction, and write down that this was restored.

    Returns how many went, by table. Letters that wait go with them: they carry such links, or
    were sent already, and a restore to try it out must not write to anybody.
    """
    ended = {
        "sessions": _delete(session, SignInSession),
        "sign_in_links": _delete(session, SignInLink),
        "set_up": _delete(session, SetUp),
        "invitations": _delete(session, Invitation, Invitation.used_at.is_(None)),
        "outbox": _delete(session, OutboxMail, OutboxMail.sent_at.is_(None)),
    }
    audit.record(
        session,
        action="restore",
        actor=None,
        role="operator",
        now=now,
        detail={"made_at": manifest.made_at.isoformat(), "version": manifest.version, **ended},
    )
    session.flush()
    return ended


def _delete(session: Session, table: type[Base], *which: ColumnElement[bool]) -> int:
    return len(session.scalars(delete(table).where(*which).returning(*_key(table))).all())


def _key(table: type[Base]) -> tuple[ColumnElement[object], ...]:
    return tuple(table.__table__.primary_key)
