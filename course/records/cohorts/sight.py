"""Who sees whom: a trainer or coordinator who has cohorts sees those only, one with none all."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, or_, select, true
from sqlalchemy.orm import Session

from course.records.tables import Cohort, CohortStaff, Enrollment, Person


@dataclass(frozen=True, slots=True)
class Sight:
    """The cohorts that somebody sees, name by id in the order of names; ``all`` of them or not."""

    cohorts: Mapping[int, str]
    all: bool

    @property
    def enrollments(self) -> ColumnElement[bool]:
        """The condition under which an enrollment is seen."""
        return true() if self.all else Enrollment.cohort_id.in_(list(self.cohorts))


def sight(session: Session, person: Person, *, role: str | None = None) -> Sight:
    """Return what a person sees, in one query; with ``role``, only their cohorts in that role.

    Reading reflections asks for ``trainer``: to coordinate a cohort is not to read in it.
    """
    theirs = and_(CohortStaff.cohort_id == Cohort.id, CohortStaff.person_id == person.id)
    has_none = ~exists().where(CohortStaff.person_id == person.id)
    rows = session.execute(
        select(Cohort.id, Cohort.name, CohortStaff.role)
        .outerjoin(CohortStaff, theirs)
        .where(or_(CohortStaff.role.is_not(None), has_none))
        .order_by(Cohort.name)
    ).all()
    has_cohorts = any(row.role is not None for row in rows)
    seen = {
        row.id: row.name
        for row in rows
        if not has_cohorts or (row.role is not None and role in (None, row.role))
    }
    return Sight(seen, all=not has_cohorts)


def answers_for(session: Session, viewer: Person, person: Person) -> bool:
    """Tell whether a viewer may act on a person's whole account, not on an enrollment alone.

    Who sees some cohorts may, of a trainee who is in no other: to add somebody to a cohort of
    one's own must not open what they are elsewhere.
    """
    seen = sight(session, viewer)
    elsewhere = exists().where(Enrollment.person_id == person.id, ~seen.enrollments)
    return seen.all or (person.role_names == {"trainee"} and not session.scalar(select(elsewhere)))


def cohort_for(session: Session, viewer: Person, cohort_id: int) -> Cohort | None:
    """Return a cohort that somebody on the staff sees, None where they do not or there is none."""
    if cohort_id not in sight(session, viewer).cohorts:
        return None
    return session.get(Cohort, cohort_id)


def closed_courses(session: Session, trainer: Person) -> frozenset[str]:
    """Return the courses whose files are not for a trainer: others look after their cohorts.

    A course that no cohort takes yet is open to every trainer: somebody has to begin it.
    """
    taken = set(session.scalars(select(Cohort.course).distinct()))
    seen = sight(session, trainer, role="trainer")
    if seen.all:
        return frozenset()
    mine = select(Cohort.course).where(Cohort.id.in_(list(seen.cohorts))).distinct()
    return frozenset(taken - set(session.scalars(mine)))
