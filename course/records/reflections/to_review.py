"""The queue of a trainer: the reflections that are shared with them and wait."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Label,
    and_,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from course.content.language import count_words
from course.records.reflections.sharing import STATES, State, heads, shared_with
from course.records.tables import (
    Enrollment,
    Person,
    ReflectionMessage,
    WrittenReflection,
)


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which shared reflections to list. ``after`` is the ``id`` of the last row seen."""

    cohort: int | None = None
    reflection: str | None = None
    state: State = "sent"
    after: int | None = None
    limit: int = 25


@dataclass(frozen=True, slots=True)
class Waiting:
    """One row of the queue; how long the text is, never the text."""

    id: int
    reflection: str
    person: str
    cohort: str
    sent_at: datetime
    words: int


def queue(session: Session, trainer: Person, wanted: QueueFilter) -> tuple[list[Waiting], bool]:
    """Return the shared reflections that a trainer may read, oldest first, and if more follow.

    In two queries, a page by key.
    """
    where = [shared_with(session, trainer), WrittenReflection.state == _literal(wanted.state)]
    if wanted.cohort is not None:
        where.append(Enrollment.cohort_id == wanted.cohort)
    if wanted.reflection is not None:
        where.append(WrittenReflection.reflection == wanted.reflection)
    if wanted.after is not None:
        where.append(_sent_after(wanted.after))
    rows = session.execute(
        heads()
        .add_columns(_newest_shared_text())
        .where(*where)
        .order_by(WrittenReflection.sent_at, WrittenReflection.id)
        .limit(wanted.limit + 1)
    ).all()
    listed = [
        Waiting(row.id, row.reflection, row.person, row.cohort, row.sent_at, count_words(row.text))
        for row in rows[: wanted.limit]
    ]
    return listed, len(rows) > wanted.limit


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
