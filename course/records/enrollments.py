"""A trainee's own enrollments, as their pages ask for them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from course.records.refusals import NotActive
from course.records.tables import Enrollment, Person, PracticeResponse

WITHDRAWN = "You are not on this course now. Ask your coordinator if you want to be."


def enrollments_of(session: Session, person: Person) -> Sequence[Enrollment]:
    """Return the courses that a person is on, oldest first; those they left are left out."""
    return session.scalars(
        select(Enrollment)
        .where(Enrollment.person_id == person.id, Enrollment.state != "withdrawn")
        .order_by(Enrollment.id)
    ).all()


def own_enrollment(
    session: Session, person: Person, course: str, *, items: Iterable[str] = ()
) -> tuple[Enrollment, dict[str, PracticeResponse]] | None:
    """Return a person's enrollment in a course with their answers to ``items``, in one query.

    None where they never were on it. Raise NotActive where they are on it no more.
    """
    wanted = {"person": person.id, "course": course, "items": list(items)}
    rows = session.execute(_OWN, wanted).all()
    current: list[tuple[Enrollment, PracticeResponse | None]] = [
        (row[0], row[1]) for row in rows if row[0].state != "withdrawn"
    ]
    if rows and not current:
        raise NotActive(WITHDRAWN)
    if not current:
        return None
    return current[0][0], {given.item: given for _, given in current if given}


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
"""Built once: every page of a trainee asks it."""
