"""What a coordinator sees of one person beside the proof: attempts, and what was changed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from course.records.tables import Attempt, AuditEvent, Enrollment, LateResponse, Person

MOST_CHANGES = 50
"""How many changes a page lists, the newest first."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """An attempt with its responses and scores, and what came too late to count."""

    attempt: Attempt
    late: Sequence[LateResponse]


@dataclass(frozen=True, slots=True)
class Change:
    """One audit event as a log shows it. ``actor`` is "" for the site and its operator."""

    at: datetime
    action: str
    actor: str
    role: str
    reason: str
    detail: Mapping[str, Any]


def sittings_of(session: Session, enrollment: Enrollment) -> list[Sitting]:
    """Return the attempts of an enrollment, oldest first, in four queries whatever they hold."""
    attempts = session.scalars(
        select(Attempt)
        .where(Attempt.enrollment_id == enrollment.id)
        .options(selectinload(Attempt.responses), selectinload(Attempt.scores))
        .order_by(Attempt.id)
        .execution_options(populate_existing=True)
    ).all()
    late = session.scalars(
        select(LateResponse)
        .where(LateResponse.attempt_id.in_([attempt.id for attempt in attempts]))
        .order_by(LateResponse.id)
    ).all()
    return [
        Sitting(attempt, [each for each in late if each.attempt_id == attempt.id])
        for attempt in attempts
    ]


def changes_of(
    session: Session,
    enrollments: Collection[Enrollment],
    *,
    person_id: int,
    actions: Collection[str],
) -> list[Change]:
    """Return what was changed for a person, newest first: only these actions and enrollments.

    ``actions`` is a list of what may be shown: an event of a reflection would tell a coordinator
    that it was shared, so no page lists whatever there is.
    """
    seen = [enrollment.id for enrollment in enrollments]
    found = session.execute(
        select(
            AuditEvent.at,
            AuditEvent.action,
            Person.name,
            AuditEvent.actor_role,
            AuditEvent.reason,
            AuditEvent.detail,
        )
        .outerjoin(Person, Person.id == AuditEvent.actor_id)
        .where(
            AuditEvent.person_id == person_id,
            AuditEvent.action.in_(list(actions)),
            or_(AuditEvent.enrollment_id.is_(None), AuditEvent.enrollment_id.in_(seen)),
        )
        .order_by(AuditEvent.id.desc())
        .limit(MOST_CHANGES)
    )
    return [
        Change(at, action, name or "", role, reason, detail)
        for at, action, name, role, reason, detail in found
    ]
