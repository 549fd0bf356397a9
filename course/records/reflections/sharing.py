"""What trainers may read of reflections: those that are shared with them, and nothing else.

Only versions that were sent and are shared now are selected at all: a draft, a private version
or one whose sharing was stopped never leaves the database for a trainer. Nor does one that its
author could not take back.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from course.records import audit
from course.records.base import LARGEST_KEY
from course.records.progress.counting import lock
from course.records.reflections.reach import shared_with
from course.records.tables import (
    AuditEvent,
    Cohort,
    CohortStaff,
    Enrollment,
    Person,
    PersonRole,
    ReflectionMessage,
    WrittenReflection,
)
from course.records.transaction import transaction

State = Literal["sent", "changes-asked", "accepted"]


STATES: tuple[State, ...] = get_args(State)
READ = "read-reflection"
LATELY = timedelta(minutes=30)
"""Whoever opened a reflection within this time may still be writing about it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a thread, as a trainer may read it; in no log (see ``Draft``).

    ``own`` says whether it is by the trainer who reads.
    """

    kind: str
    author: str
    text: str = field(repr=False)
    at: datetime
    own: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """Which other trainer opened a reflection a moment ago."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SharedThread:
    """A reflection that is shared with a trainer: the versions sent, and the replies.

    ``opened``: another trainer opened it within LATELY, and may be writing too.
    """

    id: int
    reflection: str
    edition: str
    course: str
    person: str
    cohort: str
    state: State
    sent_at: datetime
    entries: tuple[Entry, ...]
    opened: Opened | None = None


def readers(session: Session, enrollment: Enrollment) -> list[str]:
    """Return the names of those who read what this trainee shares: exactly who ``thread`` lets."""
    staffed = select(CohortStaff.person_id)
    here = staffed.where(
        CohortStaff.cohort_id == enrollment.cohort_id, CohortStaff.role == "trainer"
    )
    named = (
        select(Person.name)
        .join(PersonRole, and_(PersonRole.person_id == Person.id, PersonRole.role == "trainer"))
        .where(Person.disabled_at.is_(None), or_(Person.id.in_(here), Person.id.not_in(staffed)))
        .order_by(Person.name)
    )
    return list(session.scalars(named))


def thread_for_trainer(
    session: Session, trainer: Person, written_id: int, *, now: datetime
) -> SharedThread | None:
    """Return a reflection that is shared with this trainer, and record that they read it.

    None where there is no such reflection, it is not shared, its author cannot take it back, or
    its cohort is not theirs: a page answers 404 to all four.
    """
    if not 0 < written_id <= LARGEST_KEY:
        return None
    with transaction(session):
        head = session.execute(
            heads().where(WrittenReflection.id == written_id, shared_with(session, trainer))
        ).one_or_none()
        if head is None:
            return None
        # So that nobody stops the sharing before it is written down who read it.
        enrollment = lock(session, head.enrollment_id, to_read=True)
        entries = _entries(session, trainer, written_id)
        shared = any(entry.kind == "version" for entry in entries)
        if not shared or enrollment.state == "withdrawn":
            return None  # its author took it back, or left, while we waited
        opened = _opened_lately(session, trainer, enrollment, head.reflection, now)
        record_act(session, trainer, enrollment, (READ, head.reflection), now)
    return SharedThread(
        id=head.id,
        reflection=head.reflection,
        edition=head.edition_id,
        course=head.course,
        person=head.person,
        cohort=head.cohort,
        state=head.state,
        sent_at=head.sent_at,
        entries=entries,
        opened=opened,
    )


def record_act(
    session: Session,
    trainer: Person,
    enrollment: Enrollment,
    act: tuple[str, str],
    now: datetime,
) -> None:
    """Write an audit event of what a trainer did with a reflection. ``act`` is (action, id)."""
    action, reflection = act
    audit.record(
        session,
        action=action,
        actor=trainer,
        role="trainer",
        now=now,
        enrollment=enrollment,
        detail={"reflection": reflection},
    )


def heads() -> Select[*tuple[Any, ...]]:
    """Select what a trainer may know of a reflection beside its shared versions."""
    return (
        select(
            WrittenReflection.id,
            WrittenReflection.reflection,
            WrittenReflection.edition_id,
            WrittenReflection.enrollment_id,
            WrittenReflection.state,
            WrittenReflection.sent_at,
            Enrollment.course,
            Person.name.label("person"),
            Cohort.name.label("cohort"),
        )
        .join(Enrollment, Enrollment.id == WrittenReflection.enrollment_id)
        .join(Person, Person.id == Enrollment.person_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
    )


def _opened_lately(
    session: Session, trainer: Person, enrollment: Enrollment, reflection: str, now: datetime
) -> Opened | None:
    event = AuditEvent
    found = session.execute(
        select(Person.name, event.at)
        .join(Person, Person.id == event.actor_id)
        .where(
            event.enrollment_id == enrollment.id,
            event.action == READ,
            event.actor_id != trainer.id,
            event.at > now - LATELY,
            event.detail["reflection"].as_string() == reflection,
        )
        .order_by(event.id.desc())
        .limit(1)
    ).one_or_none()
    return Opened(*found) if found else None


def _entries(session: Session, trainer: Person, written_id: int) -> tuple[Entry, ...]:
    message = ReflectionMessage
    rows = session.execute(
        select(message.kind, Person.name, message.text, message.created_at)
        .add_columns(message.author_id == trainer.id)
        .join(Person, Person.id == message.author_id)
        .where(message.reflection_id == written_id, or_(message.kind != "version", message.shared))
        .order_by(message.id)
    )
    return tuple(Entry(*row) for row in rows)
