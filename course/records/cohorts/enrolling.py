"""Put people into a cohort, as its trainees or its staff, and change how they are enrolled."""

from datetime import datetime
from typing import Literal

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from course.records import audit
from course.records.cohorts.enrollments import enrollment_of
from course.records.editions import live_edition
from course.records.people.accounts import add_role, hold
from course.records.progress.counting import lock, recount
from course.records.refusals import Refused
from course.records.tables import Cohort, CohortStaff, Enrollment, Person
from course.records.transaction import transaction
from course.records.upsert import insert_into

Change = Literal["withdraw", "hold", "return"]


class AlreadyEnrolled(Refused):
    """The person is on this course already, in another cohort."""

    def __init__(self, person: Person, enrollment: Enrollment) -> None:
        super().__init__(f"{person.name} is on this course already, in {enrollment.cohort.name}.")
        self.enrollment = enrollment


def enroll(
    session: Session,
    person: Person,
    cohort: Cohort,
    *,
    now: datetime,
    actor: Person | None,
    reason: str = "",
) -> Enrollment:
    """Enroll a person in a cohort's course. Doing it twice gives the same enrollment.

    Raise AlreadyEnrolled where they are on the course in another cohort.
    """
    with transaction(session):
        put_in_cohort(session, person, cohort, role="trainee", actor=actor, now=now, reason=reason)
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
    name, _ = hold(session, person.id)
    add_role(session, person, role)
    if role == "trainee":
        _put_on_course(session, person, name, cohort, actor=actor, now=now, reason=reason)
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
        hold(session, enrollment.person_id)
        held = lock(session, enrollment.id)
        before, held.state = held.state, _state_after(session, held, change)
        if change == "return":  # the course may be another one by now
            _count(session, held, now)
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


def _count(session: Session, enrollment: Enrollment, now: datetime) -> None:
    edition = live_edition(session, enrollment.course)
    if edition is not None:
        recount(session, enrollment, edition=edition, now=now)


def _put_on_course(  # noqa: PLR0913  who, by what name, where, by whom, when and why
    session: Session,
    person: Person,
    name: str,
    cohort: Cohort,
    *,
    actor: Person | None,
    now: datetime,
    reason: str,
) -> None:
    there = enrollment_of(session, person, cohort.course)
    if there is not None:
        if there.cohort_id != cohort.id:
            raise AlreadyEnrolled(person, there)
        return
    enrollment = Enrollment(
        person=person,
        name=name,
        cohort=cohort,
        course=cohort.course,
        state="enrolled",
        enrolled_at=now,
        counts={},
    )
    session.add(enrollment)
    session.flush()
    _count(session, enrollment, now)  # so that lists say "0 of 8" from the first day
    audit.record(
        session,
        action="enroll",
        actor=actor,
        role=audit.role_of(actor),
        now=now,
        enrollment=enrollment,
        reason=reason,
    )


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
