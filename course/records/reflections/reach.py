"""Which reflections a trainer may know of at all: the one condition, and a lock under it."""

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from course.records.base import LARGEST_KEY
from course.records.cohorts.sight import sight
from course.records.editions import kept_editions, live_ids
from course.records.progress.counting import lock
from course.records.refusals import Unknown
from course.records.tables import Enrollment, Person, WrittenReflection


def shared_with(session: Session, trainer: Person) -> ColumnElement[bool]:
    """Return the one condition under which a trainer may know of a reflection at all."""
    if "trainer" not in trainer.role_names:
        return false()
    return and_(
        WrittenReflection.shared,
        WrittenReflection.state != "draft",
        can_be_taken_back(session),
        sight(session, trainer, role="trainer").enrollments,
    )


def can_be_taken_back(session: Session) -> ColumnElement[bool]:
    """Return the condition under which the author of a reflection can open its page.

    Who withdrew cannot, nor anybody where the live edition has the reflection no more. What they
    shared is read by nobody meanwhile, and waits for nobody; where they or it come back, it is
    shared as they left it.
    """
    live = kept_editions(session, live_ids(session))
    there = [
        and_(
            Enrollment.course == course,
            WrittenReflection.reflection.in_(list(edition.reflection_by_id)),
        )
        for course, edition in live.items()
    ]
    return and_(Enrollment.state != "withdrawn", or_(false(), *there))


def hold_shared(
    session: Session, trainer: Person, written_id: int
) -> tuple[Enrollment, WrittenReflection]:
    """Lock a reflection that is shared with this trainer, its enrollment first; else Unknown."""
    known = select(WrittenReflection.enrollment_id).join(
        Enrollment, Enrollment.id == WrittenReflection.enrollment_id
    )
    mine = and_(WrittenReflection.id == written_id, shared_with(session, trainer))
    enrollment_id = session.scalar(known.where(mine)) if written_id <= LARGEST_KEY else None
    if enrollment_id is None:
        raise Unknown
    enrollment = lock(session, enrollment_id)
    written = session.get_one(WrittenReflection, written_id, populate_existing=True)
    if not written.shared or enrollment.state == "withdrawn":
        raise Unknown  # its author took it back, or left, while we waited
    return enrollment, written
