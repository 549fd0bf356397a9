"""A trainer begins a reply: the draft is theirs alone until they send it."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from course.records.reflections.reach import hold_shared, shared_with
from course.records.reflections.writing import LONGEST, Saved, keep_save
from course.records.refusals import TooLong
from course.records.tables import (
    Enrollment,
    Person,
    ReflectionMessage,
    ReplyDraft,
    WrittenReflection,
)
from course.records.transaction import transaction


@dataclass(frozen=True, slots=True)
class Begun:
    """What the form holds, and the number of the script's save; in no log (see ``Draft``)."""

    text: str = field(repr=False)
    sequence: int | None = None


def save_draft(
    session: Session, trainer: Person, written_id: int, begun: Begun, *, now: datetime
) -> Saved:
    """Keep the reply that a trainer is writing; an older save never overwrites a newer one.

    A save that was under way while the same words were sent brings no draft back, and one of no
    words begins none. Raise Unknown where the reflection is not shared with this trainer, Stale or
    TooLong.
    """
    check_length(begun.text)
    with transaction(session):
        hold_shared(session, trainer, written_id)
        draft = session.get(ReplyDraft, (written_id, trainer.id), populate_existing=True)
        if draft is None:
            said = said_last(session, trainer, written_id)
            if not begun.text.strip() or (said and said[1] == begun.text):
                return Saved(now, begun.sequence or 1)
            draft = ReplyDraft(
                reflection_id=written_id, trainer_id=trainer.id, text="", sequence=0, saved_at=now
            )
            session.add(draft)
        keep_save(draft, begun.text, begun.sequence, now)
        return Saved(draft.saved_at, draft.sequence)


def draft_of(session: Session, trainer: Person, written_id: int) -> ReplyDraft | None:
    """Return the reply that this trainer has begun; None where the reflection is not shared."""
    return session.scalar(
        select(ReplyDraft)
        .join(WrittenReflection, WrittenReflection.id == ReplyDraft.reflection_id)
        .join(Enrollment, Enrollment.id == WrittenReflection.enrollment_id)
        .where(
            ReplyDraft.reflection_id == written_id,
            ReplyDraft.trainer_id == trainer.id,
            shared_with(session, trainer),
        )
        .execution_options(populate_existing=True)
    )


def forget_draft(session: Session, trainer: Person, written_id: int) -> None:
    """Drop what was begun, as it is sent now, inside the caller's transaction."""
    session.execute(
        delete(ReplyDraft).where(
            ReplyDraft.reflection_id == written_id, ReplyDraft.trainer_id == trainer.id
        )
    )


def said_last(session: Session, trainer: Person, written_id: int) -> tuple[str, str] | None:
    """Return kind and text of the newest entry of a thread, None where it is by somebody else."""
    newest = session.scalars(
        select(ReflectionMessage)
        .where(ReflectionMessage.reflection_id == written_id)
        .order_by(ReflectionMessage.id.desc())
        .limit(1)
    ).one()
    return (newest.kind, newest.text) if newest.author_id == trainer.id else None


def check_length(text: str) -> None:
    """Raise TooLong for a message that no page takes."""
    if len(text) > LONGEST:
        raise TooLong(f"Your message has {len(text):,} characters. Make it {LONGEST:,} or fewer.")
