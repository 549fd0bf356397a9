"""Add a cohort: people who take a course together."""

from collections.abc import Iterator
from contextlib import contextmanager
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
    refuse_backward(new.starts_on, new.ends_on)
    with name_is_free(), transaction(session):
        cohort = make_cohort(session, new, actor=actor, now=now)
        if actor is not None and not sight(session, actor).all:
            # Who sees their own cohorts only would not see the one they have just made.
            put_in_cohort(session, actor, cohort, role="coordinator", actor=actor, now=now)
        return cohort


def refuse_backward(starts_on: date | None, ends_on: date | None) -> None:
    """Raise Refused where the last day comes before the first."""
    if starts_on and ends_on and ends_on < starts_on:
        raise Refused("The last day comes before the first. Change one of them")


@contextmanager
def name_is_free() -> Iterator[None]:
    """Turn the database's refusal of a second cohort of one name into Refused."""
    try:
        yield
    except IntegrityError as error:
        raise Refused("There is a cohort with this name already. Choose another name") from error


def one_line(name: str) -> str:
    """Return a name as it is kept: its words, one space between them."""
    return " ".join(name.split())


def make_cohort(session: Session, new: NewCohort, *, actor: Person | None, now: datetime) -> Cohort:
    """Make a cohort inside the caller's transaction."""
    cohort = Cohort(
        name=one_line(new.name),
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
