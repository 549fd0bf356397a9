"""A trainer answers a reflection that is shared with them: reply, accept, ask for changes."""

from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.records.base import LARGEST_KEY
from course.records.progress.counting import lock, recount
from course.records.reflections.sharing import record_act, shared_with
from course.records.reflections.writing import LONGEST
from course.records.refusals import Refused, TooLong, Unknown
from course.records.tables import Enrollment, Person, ReflectionMessage, WrittenReflection
from course.records.transaction import transaction


class NothingWritten(Refused):
    """A reply or a request for changes has no words."""


class AcceptedAlready(Refused):
    """The reflection was accepted, and that stays."""

    def __init__(self) -> None:
        super().__init__("This reflection was accepted already. You can still write a reply.")


def reply(session: Session, trainer: Person, written_id: int, text: str, *, now: datetime) -> None:
    """Write to the author, and leave the reflection where it stands. Sent twice is once.

    Raise Unknown where it is not shared with this trainer, NothingWritten, TooLong.
    """
    _check(text, "Write your reply")
    with transaction(session):
        enrollment, written = _held(session, trainer, written_id)
        if _said_already(session, trainer, written, ("reply", text)):
            return
        _say(session, trainer, written, ("reply", text), now)
        record_act(session, trainer, enrollment, ("reply-to-reflection", written.reflection), now)


def accept(
    session: Session,
    trainer: Person,
    written_id: int,
    text: str = "",
    *,
    edition: Edition,
    now: datetime,
) -> None:
    """Accept a shared reflection, with a word or without; twice is once.

    ``edition`` is the live one of its course. Raise Unknown or TooLong.
    """
    if text.strip():
        _check(text, "")
    with transaction(session):
        enrollment, written = _held(session, trainer, written_id)
        if written.state == "accepted":
            return
        written.state, written.decided_at = "accepted", now
        _say(session, trainer, written, ("accept", text), now)
        record_act(session, trainer, enrollment, ("accept-reflection", written.reflection), now)
        recount(session, enrollment, edition=edition, now=now)


def ask_for_changes(
    session: Session, trainer: Person, written_id: int, text: str, *, now: datetime
) -> None:
    """Ask the author for another version, and say what to change. Sent twice is once.

    Raise Unknown, NothingWritten, TooLong, or AcceptedAlready: what counts is not taken back.
    """
    _check(text, "Tell the trainee what to change")
    with transaction(session):
        enrollment, written = _held(session, trainer, written_id)
        if written.state == "accepted":
            raise AcceptedAlready
        if _said_already(session, trainer, written, ("ask", text)):
            return
        written.state, written.decided_at = "changes-asked", now
        _say(session, trainer, written, ("ask", text), now)
        record_act(session, trainer, enrollment, ("ask-for-changes", written.reflection), now)


def _held(
    session: Session, trainer: Person, written_id: int
) -> tuple[Enrollment, WrittenReflection]:
    """Lock a reflection that is shared with this trainer, its enrollment first."""
    known = select(WrittenReflection.enrollment_id).join(
        Enrollment, Enrollment.id == WrittenReflection.enrollment_id
    )
    mine = and_(WrittenReflection.id == written_id, shared_with(session, trainer))
    enrollment_id = session.scalar(known.where(mine)) if written_id <= LARGEST_KEY else None
    if enrollment_id is None:
        raise Unknown
    enrollment = lock(session, enrollment_id)
    written = session.get_one(WrittenReflection, written_id, populate_existing=True)
    if not written.shared:
        raise Unknown  # its author stopped sharing it while we waited
    return enrollment, written


def _check(text: str, sentence: str) -> None:
    if not text.strip():
        raise NothingWritten(sentence)
    if len(text) > LONGEST:
        raise TooLong(f"Your message has {len(text):,} characters. Make it {LONGEST:,} or fewer.")


def _said_already(
    session: Session, trainer: Person, written: WrittenReflection, said: tuple[str, str]
) -> bool:
    """Say whether the newest entry of the thread is just this: the button was pressed twice."""
    newest = session.scalars(
        select(ReflectionMessage)
        .where(ReflectionMessage.reflection_id == written.id)
        .order_by(ReflectionMessage.id.desc())
        .limit(1)
    ).first()
    return newest is not None and (newest.author_id, newest.kind, newest.text) == (
        trainer.id,
        *said,
    )


def _say(
    session: Session,
    trainer: Person,
    written: WrittenReflection,
    said: tuple[str, str],
    now: datetime,
) -> None:
    kind, text = said
    session.add(
        ReflectionMessage(
            reflection_id=written.id,
            author_id=trainer.id,
            kind=kind,
            shared=True,
            text=text,
            created_at=now,
        )
    )
