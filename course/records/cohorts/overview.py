"""The cohorts that somebody on the staff sees, each in one row."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from course.records.cohorts.sight import sight
from course.records.tables import Cohort, Enrollment, Invitation, Person


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
