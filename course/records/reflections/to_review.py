"""The queue of a trainer: the reflections that are shared with them and wait."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import (
    ColumnElement,
    Label,
    ScalarSelect,
    and_,
    exists,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from course.content.language import count_words
from course.records.reflections.reach import shared_with
from course.records.reflections.sharing import STATES, State, heads
from course.records.tables import (
    Enrollment,
    Person,
    ReflectionMessage,
    ReplyDraft,
    WrittenReflection,
)

Standing = Literal[State, "replied"]
"""Where a shared reflection stands for its trainers: "replied" was sent, and has an answer."""


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which shared reflections to list. ``after`` is the ``id`` of the last row seen.

    ``mine``: only those that this trainer wrote about, or has begun to.
    """

    cohort: int | None = None
    reflection: str | None = None
    state: Standing = "sent"
    mine: bool = False
    after: int | None = None
    limit: int = 25


@dataclass(frozen=True, slots=True)
class Waiting:
    """One row of the queue; how long the text is, never the text.

    ``replied_at`` is when this trainer last wrote a reply, None where they wrote none; ``begun``
    says whether a draft of theirs is there.
    """

    id: int
    reflection: str
    person: str
    cohort: str
    sent_at: datetime
    words: int
    replied_at: datetime | None
    begun: bool


def queue(session: Session, trainer: Person, wanted: QueueFilter) -> tuple[list[Waiting], bool]:
    """Return the shared reflections that a trainer may read, oldest first, and if more follow.

    In three queries, a page by key.
    """
    where = [shared_with(session, trainer), _stands(wanted.state)]
    if wanted.cohort is not None:
        where.append(Enrollment.cohort_id == wanted.cohort)
    if wanted.reflection is not None:
        where.append(WrittenReflection.reflection == wanted.reflection)
    if wanted.mine:
        where.append(or_(_begun(trainer), _wrote(trainer)))
    if wanted.after is not None:
        where.append(_sent_after(wanted.after))
    rows = session.execute(
        heads()
        .add_columns(_newest_shared_text(), _replied_at(trainer), _begun(trainer).label("begun"))
        .where(*where)
        .order_by(WrittenReflection.sent_at, WrittenReflection.id)
        .limit(wanted.limit + 1)
    ).all()
    listed = [
        Waiting(
            row.id,
            row.reflection,
            row.person,
            row.cohort,
            row.sent_at,
            count_words(row.text),
            row.replied_at,
            row.begun,
        )
        for row in rows[: wanted.limit]
    ]
    return listed, len(rows) > wanted.limit


def waits() -> ColumnElement[bool]:
    """Return the condition under which a sent reflection waits: its author wrote last."""
    return and_(WrittenReflection.state == _literal("sent"), _newest_kind() == "version")


def _stands(standing: Standing) -> ColumnElement[bool]:
    if standing == "sent":
        return waits()
    if standing == "replied":
        return and_(WrittenReflection.state == _literal("sent"), _newest_kind() != "version")
    return WrittenReflection.state == _literal(standing)


def _newest_kind() -> ScalarSelect[str]:
    message = ReflectionMessage
    return (
        select(message.kind)
        .where(message.reflection_id == WrittenReflection.id)
        .order_by(message.id.desc())
        .limit(1)
        .correlate(WrittenReflection)
        .scalar_subquery()
    )


def _replied_at(trainer: Person) -> Label[datetime]:
    message = ReflectionMessage
    return (
        select(func.max(message.created_at))
        .where(
            message.reflection_id == WrittenReflection.id,
            message.kind == "reply",
            message.author_id == trainer.id,
        )
        .scalar_subquery()
        .label("replied_at")
    )


def _begun(trainer: Person) -> ColumnElement[bool]:
    draft = ReplyDraft
    return exists().where(
        draft.reflection_id == WrittenReflection.id,
        draft.trainer_id == trainer.id,
        draft.text != "",
    )


def _wrote(trainer: Person) -> ColumnElement[bool]:
    message = ReflectionMessage
    return exists().where(
        message.reflection_id == WrittenReflection.id, message.author_id == trainer.id
    )


def _newest_shared_text() -> Label[str]:
    message = ReflectionMessage
    return (
        select(message.text)
        .where(
            message.reflection_id == WrittenReflection.id,
            message.kind == "version",
            message.shared,
        )
        .order_by(message.id.desc())
        .limit(1)
        .scalar_subquery()
        .label("text")
    )


def _sent_after(last: int) -> ColumnElement[bool]:
    other = aliased(WrittenReflection)
    sent = select(other.sent_at).where(other.id == last).scalar_subquery()
    return and_(
        WrittenReflection.sent_at >= sent,
        or_(WrittenReflection.sent_at > sent, WrittenReflection.id > last),
    )


def _literal(state: State) -> ColumnElement[str]:
    # A literal, not a parameter: SQLite uses the index of those that wait only for a literal.
    return literal_column(f"'{state}'" if state in STATES else "''")
