"""Who looks after a cohort: its trainers and coordinators."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import delete, select
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
    """Let somebody look after a cohort; from then on they see their cohorts only.

    Raise Refused where they see every cohort now and the actor does not: it would be taken away
    by somebody who has it not.
    """
    if actor is not None and not sight(session, actor).all and _sees_all(session, person):
        raise Refused("They look after every cohort now. Ask a coordinator who does too")
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

    Who had this cohort alone would see all from then on, in whatever role, so they are on the
    staff no longer. Raise Refused for oneself: nobody locks themselves out by mistake.
    """
    if actor is not None and actor.id == person.id:
        raise Refused("You cannot take yourself off. Ask another coordinator")
    with transaction(session):
        if not _take(session, cohort, person, role):
            return
        session.expire(cohort, ["staff"])
        last = sight(session, person).all
        if last:
            for each in get_args(StaffRole):
                drop_role(session, person, each)
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


def _sees_all(session: Session, person: Person) -> bool:
    return not person.role_names <= {"trainee"} and sight(session, person).all


def _take(session: Session, cohort: Cohort, person: Person, role: StaffRole) -> bool:
    """Take the place away, and tell whether there was one: of two at once, one does."""
    place = (
        CohortStaff.cohort_id == cohort.id,
        CohortStaff.person_id == person.id,
        CohortStaff.role == role,
    )
    taken = delete(CohortStaff).where(*place).returning(CohortStaff.role)
    return session.scalar(taken) is not None


def staff_of(session: Session, cohort: Cohort) -> list[Staff]:
    """Return who looks after a cohort, by role and name."""
    found = session.execute(
        select(Person.id, Person.name, CohortStaff.role)
        .join(Person, Person.id == CohortStaff.person_id)
        .where(CohortStaff.cohort_id == cohort.id)
        .order_by(CohortStaff.role, Person.name)
    )
    return [Staff(*row) for row in found]
