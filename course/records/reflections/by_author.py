"""One's own reflection: read it with its thread, and stop sharing it.

The promise (DESIGN 2.11): a text is read by its author, and by the trainers of the cohort where
its author shares it. So no function of this package but ``thread_for_author`` and
``sharing.thread_for_trainer`` returns a text, and no audit event, letter or export holds one.
A draft is never shared: trainers read versions that were sent.
"""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, selectinload

from course.records import audit
from course.records.tables import (
    Enrollment,
    Person,
    ReflectionMessage,
    ReplyDraft,
    WrittenReflection,
)

STOP = "stop-sharing-reflection"


def thread_for_author(
    session: Session, person: Person, enrollment: Enrollment, reflection: str
) -> WrittenReflection | None:
    """Return one's own reflection with its thread; None before the first save, or a stranger's."""
    if enrollment.person_id != person.id:
        return None
    return session.scalar(
        select(WrittenReflection)
        .where(
            WrittenReflection.enrollment_id == enrollment.id,
            WrittenReflection.reflection == reflection,
        )
        .options(
            selectinload(WrittenReflection.messages)
            .joinedload(ReflectionMessage.author)
            .joinedload(Person.roles)
        )
        .execution_options(populate_existing=True)
    )


def find(session: Session, enrollment: Enrollment, reflection: str) -> WrittenReflection | None:
    """Return the row of a reflection as it stands now; None before its first save."""
    return session.scalar(
        select(WrittenReflection)
        .where(
            WrittenReflection.enrollment_id == enrollment.id,
            WrittenReflection.reflection == reflection,
        )
        .execution_options(populate_existing=True)
    )


def stop_sharing(
    session: Session, enrollment: Enrollment, written: WrittenReflection, now: datetime
) -> None:
    """Take every version back from the trainers, inside the caller's transaction.

    What trainers have begun to write back goes too: it can quote what is private again.
    """
    if not written.shared:
        return
    written.shared = False
    session.execute(
        update(ReflectionMessage)
        .where(ReflectionMessage.reflection_id == written.id, ReflectionMessage.kind == "version")
        .values(shared=False)
    )
    session.execute(delete(ReplyDraft).where(ReplyDraft.reflection_id == written.id))
    record_own(session, enrollment, written, STOP, now)


def record_own(
    session: Session,
    enrollment: Enrollment,
    written: WrittenReflection,
    action: str,
    now: datetime,
) -> None:
    """Write an audit event of what the author did: which reflection, and no word of it."""
    session.flush()
    audit.record(
        session,
        action=action,
        actor=session.get_one(Person, enrollment.person_id),
        role="trainee",
        now=now,
        enrollment=enrollment,
        detail={"reflection": written.reflection},
    )
