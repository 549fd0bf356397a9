"""Fetch an enrollment: one's own, or one that somebody on the staff sees."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import Session, joinedload

from course.records.cohorts.sight import sight
from course.records.refusals import Withdrawn
from course.records.tables import Enrollment, Person, PracticeResponse


class Courses(NamedTuple):
    """One's enrollments by course, the newest last: where one is on it ``now``, and where not."""

    now: dict[str, Enrollment]
    left: dict[str, Enrollment]


def enrollments_of(session: Session, person: Person) -> Courses:
    """Return the courses that a person is on, and those they left and are not on again."""
    courses = Courses({}, {})
    for each in session.scalars(_ALL_OWN, {"person": person.id}):
        stands = courses.left if each.state == "withdrawn" else courses.now
        stands.pop(each.course, None)  # so that the newest is last
        stands[each.course] = each
    for course in courses.now:
        courses.left.pop(course, None)
    return courses


def own_enrollment(
    session: Session, person: Person, course: str, *, items: Iterable[str] = ()
) -> tuple[Enrollment, dict[str, PracticeResponse]] | None:
    """Return a person's enrollment in a course with their answers to ``items``, in one query.

    None where they never were on it. Raise Withdrawn where they are on it no more.
    """
    wanted = {"person": person.id, "course": course, "items": list(items)}
    rows = session.execute(_OWN, wanted).all()
    current: list[tuple[Enrollment, PracticeResponse | None]] = [
        (row[0], row[1]) for row in rows if row[0].state != "withdrawn"
    ]
    if rows and not current:
        raise Withdrawn(course)
    if not current:
        return None
    return current[0][0], {given.item: given for _, given in current if given}


def enrollment_of(session: Session, person: Person, course: str) -> Enrollment | None:
    """Return a person's enrollment in a course, None where there is none or it is withdrawn."""
    return session.scalars(
        _with_names().where(
            Enrollment.person_id == person.id,
            Enrollment.course == course,
            Enrollment.state != "withdrawn",
        )
    ).one_or_none()


def enrollments_for(session: Session, viewer: Person, person_id: int) -> Sequence[Enrollment]:
    """Return the enrollments of a person that somebody on the staff sees, the newest first.

    Empty means 404: a person is seen through their enrollments.
    """
    return session.scalars(
        _with_names()
        .where(Enrollment.person_id == person_id, sight(session, viewer).enrollments)
        .order_by(Enrollment.id.desc())
    ).all()


def _with_names() -> Select[Enrollment]:
    return select(Enrollment).options(
        joinedload(Enrollment.cohort), joinedload(Enrollment.person, innerjoin=True)
    )


_OWN = (
    select(Enrollment, PracticeResponse)
    .outerjoin(
        PracticeResponse,
        and_(
            PracticeResponse.enrollment_id == Enrollment.id,
            PracticeResponse.item.in_(bindparam("items", expanding=True)),
        ),
    )
    .where(
        Enrollment.person_id == bindparam("person"),
        Enrollment.course == bindparam("course"),
    )
)
_ALL_OWN = (
    select(Enrollment).where(Enrollment.person_id == bindparam("person")).order_by(Enrollment.id)
)
# Built once, both: every page of a trainee asks one of them.
