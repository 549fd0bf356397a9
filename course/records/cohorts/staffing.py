"""Who looks after a cohort: its trainers and coordinators."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.records import audit
from course.records.cohorts.enrolling import put_in_cohort
from course.records.cohorts.sight import sight
from course.records.people.accounts import drop_role
from course.records.refusals import Refused
from course.records.tables import Cohort, CohortStaff, Person
from course.records.transaction import transaction

StaffRole = Literal["trainer", "coordinator"]


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who looks after a cohort."""

    person_id: int
    name: str
    role: str


def assign_staff(  # noqa: PLR0913  who, where, as what, why, by whom and when
    session: Session,
    cohort: Cohort,
    person: Person,
    role: StaffRole,
    *,
    actor: Person | None,
    now: datetime,
    reason: str = "",
) -> None:
    """Let somebody look after a cohort; from then on they see their cohorts only."""
    with transaction(session):
        put_in_cohort(session, person, cohort, role=role, actor=actor, now=now, reason=reason)


def take_off_staff(  # noqa: PLR0913  who, where, as what, why, by whom and when
    session: Session,
    cohort: Cohort,
    person: Person,
    role: StaffRole,
    *,
    actor: Person | None,
    now: datetime,
    reason: str,
) -> None:
    """Let somebody look after a cohort no longer. They keep their account.

    Who had this cohort alone would see all from then on, so their role goes with it. Raise
    Refused for oneself: nobody locks themselves out by mistake.
    """
    if actor is not None and actor.id == person.id:
        raise Refused("You cannot take yourself off. Ask another coordinator")
    with transaction(session):
        member = session.get(CohortStaff, (cohort.id, person.id, role))
        if member is None:
            return
        session.delete(member)
        session.flush()
        session.expire(cohort, ["staff"])
        last = sight(session, person).all
        if last:
            drop_role(session, person, role)
        audit.record(
            session,
            action="staff-take-off",
            actor=actor,
            role=audit.role_of(actor),
            now=now,
            person=person,
            cohort=cohort,
            reason=reason,
            detail={"role": role, "role-ends": last},
        )


def staff_of(session: Session, cohort: Cohort) -> list[Staff]:
    """Return who looks after a cohort, by role and name."""
    found = session.execute(
        select(Person.id, Person.name, CohortStaff.role)
        .join(Person, Person.id == CohortStaff.person_id)
        .where(CohortStaff.cohort_id == cohort.id)
        .order_by(CohortStaff.role, Person.name)
    )
    return [Staff(*row) for row in found]
