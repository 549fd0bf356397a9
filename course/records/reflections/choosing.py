"""A trainee chooses who reads what they sent: share it, or stop sharing. No text is touched."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.records.progress.counting import hold, lock, open_step, record_progress, recount
from course.records.progress.deeds import deeds_of
from course.records.reflections.by_author import STOP, find, record_own, stop_sharing
from course.records.reflections.sharing import READ
from course.records.refusals import Refused, Unknown
from course.records.tables import AuditEvent, Enrollment, Person, WrittenReflection
from course.records.transaction import transaction


class NeverShared(Refused):
    """The course keeps this reflection for its author alone."""

    def __init__(self) -> None:
        super().__init__("This reflection cannot be shared. Only you can read it.")


class AnotherVersion(Refused):
    """A newer version was sent: its author would share what they did not choose."""

    def __init__(self) -> None:
        super().__init__("You sent another version after this one. Read it, then choose again.")


def share_sent(
    session: Session,
    enrollment: Enrollment,
    reflection: str,
    version: str,
    *,
    edition: Edition,
    now: datetime,
) -> None:
    """Share the version that was sent last with the trainers of the cohort; twice is once.

    ``version`` is the key of the one that the author read. A draft stays as it is, and so do
    earlier versions: nobody but their author reads them. Where no trainer has answered that
    version, it waits for them from now on; but what was accepted stays accepted, and waits for
    nobody: there is nothing left to decide. Raise AnotherVersion, Unknown where nothing was sent,
    NeverShared, NotYet or NotActive.
    """
    asked = edition.reflection_by_id.get(reflection)
    if asked is None:
        raise Unknown
    if asked.share == "never":
        raise NeverShared
    with transaction(session):
        held = hold(session, enrollment.id)
        written = _sent(session, held, reflection)
        open_step(edition, deeds_of(session, held), "lesson", asked.lesson)
        if written.shared:
            return
        newest = [each for each in written.messages if each.kind == "version"][-1]
        if str(newest.id) != version:
            raise AnotherVersion
        newest.shared = written.shared = True
        if written.messages[-1] is newest:
            written.sent_at = now
        record_own(session, held, written, "share-reflection", now)
        record_progress(session, held, edition=edition, now=now)


def keep_private(
    session: Session, enrollment: Enrollment, reflection: str, *, edition: Edition, now: datetime
) -> Sequence[str]:
    """Take back what was sent from the trainers, at any time; twice is once.

    Also on hold, or where the step is not open now: who may not write may still stop. Return the
    names of those who opened it since it was private last. Raise Unknown where nothing was sent.
    """
    with transaction(session):
        held = lock(session, enrollment.id)
        written = _sent(session, held, reflection)
        stop_sharing(session, held, written, now)
        recount(session, held, edition=edition, now=now)
        return _opened_by(session, held, reflection)


def _sent(session: Session, enrollment: Enrollment, reflection: str) -> WrittenReflection:
    """Return the row of what was sent: in a draft, ``shared`` is a wish and no sharing."""
    written = find(session, enrollment, reflection)
    if written is None or written.state == "draft":
        raise Unknown
    return written


def _opened_by(session: Session, enrollment: Enrollment, reflection: str) -> Sequence[str]:
    """Return who opened it in the sharing that was stopped last: not what was read before that."""

    def about(action: str) -> ColumnElement[bool]:
        return and_(
            AuditEvent.enrollment_id == enrollment.id,
            AuditEvent.action == action,
            AuditEvent.detail["reflection"].as_string() == reflection,
        )

    stops = select(AuditEvent.id).where(about(STOP)).order_by(AuditEvent.id.desc())
    before = func.coalesce(stops.offset(1).limit(1).scalar_subquery(), 0)
    opened = select(AuditEvent.actor_id).where(about(READ), AuditEvent.id > before)
    return session.scalars(
        select(Person.name).where(Person.id.in_(opened)).order_by(Person.name)
    ).all()
