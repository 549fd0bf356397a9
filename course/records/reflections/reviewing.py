"""A trainer answers a reflection that is shared with them: reply, accept, ask for changes."""

from datetime import datetime

from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.records.progress.counting import recount
from course.records.reflections.drafting import check_length, forget_draft, said_last
from course.records.reflections.reach import hold_shared
from course.records.reflections.sharing import record_act
from course.records.refusals import Refused
from course.records.tables import Person, ReflectionMessage, WrittenReflection
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
        enrollment, written = hold_shared(session, trainer, written_id)
        if said_last(session, trainer, written.id) == ("reply", text):
            forget_draft(session, trainer, written.id)
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

    ``edition`` is the live one of its course. Raise Unknown or TooLong; AcceptedAlready for words
    that would go nowhere, as another trainer was first.
    """
    if text.strip():
        _check(text, "")
    with transaction(session):
        enrollment, written = hold_shared(session, trainer, written_id)
        if written.state == "accepted":
            if text.strip() and said_last(session, trainer, written.id) != ("accept", text):
                raise AcceptedAlready
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
        enrollment, written = hold_shared(session, trainer, written_id)
        if written.state == "accepted":
            raise AcceptedAlready
        if said_last(session, trainer, written.id) == ("ask", text):
            forget_draft(session, trainer, written.id)
            return
        written.state, written.decided_at = "changes-asked", now
        _say(session, trainer, written, ("ask", text), now)
        record_act(session, trainer, enrollment, ("ask-for-changes", written.reflection), now)


def _check(text: str, sentence: str) -> None:
    if not text.strip():
        raise NothingWritten(sentence)
    check_length(text)


def _say(
    session: Session,
    trainer: Person,
    written: WrittenReflection,
    said: tuple[str, str],
    now: datetime,
) -> None:
    """Add what a trainer says to the thread; what they had begun is sent by it."""
    kind, text = said
    forget_draft(session, trainer, written.id)
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
