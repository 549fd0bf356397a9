"""Add a cohort: people who take a course together."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course.records import audit
from course.records.cohorts.enrolling import put_in_cohort
from course.records.cohorts.sight import sight
from course.records.refusals import Refused
from course.records.tables import Cohort, Person
from course.records.transaction import transaction


@dataclass(frozen=True, slots=True)
class NewCohort:
    """What a coordinator says of a new cohort."""

    name: str
    course: str
    starts_on: date | None = None
    ends_on: date | None = None


def add_cohort(session: Session, new: NewCohort, *, actor: Person | None, now: datetime) -> Cohort:
    """Add a cohort. Raise Refused where the name is taken or the dates are the wrong way round."""
    if new.starts_on and new.ends_on and new.ends_on < new.starts_on:
        raise Refused("The last day comes before the first. Change one of them")
    try:
        with transaction(session):
            cohort = make_cohort(session, new, actor=actor, now=now)
            if actor is not None and not sight(session, actor).all:
                # Who sees their own cohorts only would not see the one they have just made.
                put_in_cohort(session, actor, cohort, role="coordinator", actor=actor, now=now)
            return cohort
    except IntegrityError as error:
        raise Refused("There is a cohort with this name already. Choose another name") from error


def make_cohort(session: Session, new: NewCohort, *, actor: Person | None, now: datetime) -> Cohort:
    """Make a cohort inside the caller's transaction."""
    cohort = Cohort(
        name=" ".join(new.name.split()),
        course=new.course,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        created_at=now,
    )
    session.add(cohort)
    session.flush()
    role = audit.role_of(actor)
    audit.record(session, action="cohort-add", actor=actor, role=role, now=now, cohort=cohort)
    return cohort
