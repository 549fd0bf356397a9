"""Cohorts as lists: the overview, who looks after one, and who has not come yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from course.records.sight import sight
from course.records.tables import Cohort, CohortStaff, Enrollment, Invitation, Person

_MOST_INVITATIONS = 100
"""How many unused invitations a page lists at most, the oldest first."""


@dataclass(frozen=True, slots=True)
class CohortSummary:
    """One cohort in the overview. ``people`` does not count who withdrew."""

    id: int
    name: str
    course: str
    starts_on: date | None
    ends_on: date | None
    people: int
    invitations_unused: int


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who looks after a cohort."""

    person_id: int
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class UnusedInvitation:
    """An invitation that nobody has used."""

    email: str
    role: str
    created_at: datetime
    expires_at: datetime


def summaries(session: Session, viewer: Person) -> list[CohortSummary]:
    """Return the cohorts that somebody on the staff sees, by name, in two queries."""
    seen = sight(session, viewer)
    people = (
        select(func.count(Enrollment.id))
        .where(Enrollment.cohort_id == Cohort.id, Enrollment.state != "withdrawn")
        .scalar_subquery()
    )
    unused = (
        select(func.count(Invitation.id))
        .where(Invitation.cohort_id == Cohort.id, Invitation.used_at.is_(None))
        .scalar_subquery()
    )
    found = session.execute(
        select(Cohort.id, Cohort.name, Cohort.course, Cohort.starts_on, Cohort.ends_on)
        .add_columns(people, unused)
        .where(Cohort.id.in_(list(seen.cohorts)))
        .order_by(Cohort.name)
    )
    return [CohortSummary(*row) for row in found]


def staff_of(session: Session, cohort: Cohort) -> list[Staff]:
    """Return who looks after a cohort, by role and name."""
    found = session.execute(
        select(Person.id, Person.name, CohortStaff.role)
        .join(Person, Person.id == CohortStaff.person_id)
        .where(CohortStaff.cohort_id == cohort.id)
        .order_by(CohortStaff.role, Person.name)
    )
    return [Staff(*row) for row in found]


def unused_invitations(session: Session, cohort: Cohort) -> Sequence[UnusedInvitation]:
    """Return the invitations to a cohort that nobody has used, the oldest first."""
    found = session.execute(
        select(Invitation.email, Invitation.role, Invitation.created_at, Invitation.expires_at)
        .where(Invitation.cohort_id == cohort.id, Invitation.used_at.is_(None))
        .order_by(Invitation.id)
        .limit(_MOST_INVITATIONS)
    )
    return [UnusedInvitation(*row) for row in found]
