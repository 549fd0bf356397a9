"""Cohorts: who takes a course together, who looks after them, and who sees whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Select, exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from course.records import audit
from course.records.editions import live_edition
from course.records.people import add_role
from course.records.progress import recount
from course.records.refusals import Refused
from course.records.sight import sight
from course.records.tables import Cohort, CohortStaff, Enrollment, Person
from course.records.transaction import transaction
from course.records.upsert import insert_into

Change = Literal["withdraw", "hold", "return"]


class AlreadyEnrolled(Refused):
    """The person is on this course already, in another cohort."""

    def __init__(self, person: Person, enrollment: Enrollment) -> None:
        super().__init__(f"{person.name} is on this course already, in {enrollment.cohort.name}.")


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


def enroll(
    session: Session, person: Person, cohort: Cohort, *, now: datetime, actor: Person | None
) -> Enrollment:
    """Enroll a person in a cohort's course. Doing it twice gives the same enrollment.

    Raise AlreadyEnrolled where they are on the course in another cohort.
    """
    with transaction(session):
        put_in_cohort(session, person, cohort, role="trainee", actor=actor, now=now)
    enrollment = enrollment_of(session, person, cohort.course)
    if enrollment is None:
        raise RuntimeError("an enrollment vanished right after it was made")
    return enrollment


def put_in_cohort(  # noqa: PLR0913  who, where, as what, why, by whom and when
    session: Session,
    person: Person,
    cohort: Cohort,
    *,
    role: str,
    actor: Person | None,
    now: datetime,
    reason: str = "",
) -> None:
    """Make a person a trainee or staff of a cohort, inside the caller's transaction."""
    add_role(session, person, role)
    if role == "trainee":
        _put_on_course(session, person, cohort, actor=actor, now=now)
        return
    given = session.scalar(
        insert_into(session, CohortStaff)
        .values(cohort_id=cohort.id, person_id=person.id, role=role)
        .on_conflict_do_nothing()
        .returning(CohortStaff.role)
    )
    if given is None:
        return
    session.expire(cohort, ["staff"])
    audit.record(
        session,
        action="staff-assign",
        actor=actor,
        role=audit.role_of(actor),
        now=now,
        person=person,
        cohort=cohort,
        reason=reason,
        detail={"role": role},
    )


def change_state(
    session: Session,
    enrollment: Enrollment,
    change: Change,
    *,
    reason: str,
    actor: Person | None,
    now: datetime,
) -> None:
    """Withdraw an enrollment, put it on hold, or let it go on. Nothing that was done is lost.

    Raise Refused without a reason, or where the change does not fit how it stands now.
    """
    if not reason.strip():
        raise Refused("Enter why you are making this change")
    with transaction(session):
        held = session.get_one(
            Enrollment, enrollment.id, with_for_update={"key_share": True}, populate_existing=True
        )
        before, held.state = held.state, _state_after(session, held, change)
        audit.record(
            session,
            action=f"enrollment-{change}",
            actor=actor,
            role=audit.role_of(actor),
            now=now,
            enrollment=held,
            reason=reason.strip(),
            detail={"before": before, "after": held.state},
        )


def visible_cohorts(session: Session, person: Person) -> Sequence[Cohort]:
    """Return the cohorts that somebody on the staff sees, by name."""
    ids = list(sight(session, person).cohorts)
    return session.scalars(select(Cohort).where(Cohort.id.in_(ids)).order_by(Cohort.name)).all()


def cohort_for(session: Session, viewer: Person, cohort_id: int) -> Cohort | None:
    """Return a cohort that somebody on the staff sees, None where they do not or there is none."""
    if cohort_id not in sight(session, viewer).cohorts:
        return None
    return session.get(Cohort, cohort_id)


def enrollments_for(session: Session, viewer: Person, person_id: int) -> Sequence[Enrollment]:
    """Return the enrollments of a person that somebody on the staff sees, the newest first.

    Empty means 404: a person is seen through their enrollments.
    """
    return session.scalars(
        _with_names()
        .where(Enrollment.person_id == person_id, sight(session, viewer).enrollments)
        .order_by(Enrollment.id.desc())
    ).all()


def enrollment_of(session: Session, person: Person, course: str) -> Enrollment | None:
    """Return a person's enrollment in a course, None where there is none or it is withdrawn."""
    return session.scalars(
        _with_names().where(
            Enrollment.person_id == person.id,
            Enrollment.course == course,
            Enrollment.state != "withdrawn",
        )
    ).one_or_none()


def _with_names() -> Select[Enrollment]:
    return select(Enrollment).options(
        joinedload(Enrollment.cohort), joinedload(Enrollment.person, innerjoin=True)
    )


def _put_on_course(
    session: Session, person: Person, cohort: Cohort, *, actor: Person | None, now: datetime
) -> None:
    # Of two at once the second waits for the person's row, and then finds the enrollment.
    session.get_one(Person, person.id, with_for_update={"key_share": True})
    there = enrollment_of(session, person, cohort.course)
    if there is not None:
        if there.cohort_id != cohort.id:
            raise AlreadyEnrolled(person, there)
        return
    enrollment = Enrollment(
        person=person,
        cohort=cohort,
        course=cohort.course,
        state="enrolled",
        enrolled_at=now,
        counts={},
    )
    session.add(enrollment)
    session.flush()
    edition = live_edition(session, cohort.course)
    if edition is not None:  # so that lists say "0 of 8" from the first day
        recount(session, enrollment, edition=edition, now=now)
    role = audit.role_of(actor)
    audit.record(session, action="enroll", actor=actor, role=role, now=now, enrollment=enrollment)


def _state_after(session: Session, enrollment: Enrollment, change: Change) -> str:
    state = enrollment.state
    if change == "withdraw" and state != "withdrawn":
        return "withdrawn"
    if change == "hold" and state in {"enrolled", "in-progress"}:
        return "on-hold"
    if change == "return" and state in {"withdrawn", "on-hold"}:
        _refuse_second(session, enrollment)
        if enrollment.completed_at is not None:
            return "completed"
        return "in-progress" if enrollment.last_active_at else "enrolled"
    raise Refused(f"This enrollment is {state.replace('-', ' ')} now. Choose another change")


def _refuse_second(session: Session, enrollment: Enrollment) -> None:
    second = exists().where(
        Enrollment.person_id == enrollment.person_id,
        Enrollment.course == enrollment.course,
        Enrollment.state != "withdrawn",
        Enrollment.id != enrollment.id,
    )
    if session.scalar(select(second)):
        raise Refused("They are on this course again already, in another enrollment")
