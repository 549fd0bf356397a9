"""Cohorts: added, staffed, seen; and enrollments that are withdrawn, on hold, and go on."""

from datetime import date, datetime

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from course.records.cohorts import adding, enrolling, enrollments, sight, staffing
from course.records.cohorts.adding import NewCohort
from course.records.cohorts.enrolling import Change
from course.records.refusals import Refused
from course.records.tables import AuditEvent, Cohort, Enrollment, Person
from course.records.transaction import transaction
from tests.builders import COURSE, make_edition
from tests.cast import Cast, make_person
from tests.story import go_live
from tests.together import together


def names(session: Session, person: Person) -> list[str]:
    return list(sight.sight(session, person).cohorts.values())


def test_a_cohort_is_added_with_an_audit_event(session: Session, cast: Cast, now: datetime) -> None:
    new = NewCohort("  Summer   2027 ", COURSE, date(2027, 6, 1), date(2027, 8, 31))
    cohort = adding.add_cohort(session, new, actor=cast.cora, now=now)
    assert cohort.name == "Summer 2027"
    assert cohort.join_code is None
    event = session.scalars(select(AuditEvent)).one()
    assert (event.action, event.cohort_id) == ("cohort-add", cohort.id)


def test_a_name_that_is_taken_is_refused(session: Session, cast: Cast, now: datetime) -> None:
    with pytest.raises(Refused, match="another name"):
        adding.add_cohort(session, NewCohort("Fall 2026", COURSE), actor=cast.cora, now=now)


def test_dates_the_wrong_way_round_are_refused(session: Session, cast: Cast, now: datetime) -> None:
    new = NewCohort("Summer", COURSE, date(2027, 6, 1), date(2027, 5, 1))
    with pytest.raises(Refused, match="before"):
        adding.add_cohort(session, new, actor=cast.cora, now=now)


def test_who_has_cohorts_sees_those_and_who_has_none_sees_all(session: Session, cast: Cast) -> None:
    assert names(session, cast.theo) == ["Fall 2026"]
    assert names(session, cast.cora) == ["Fall 2026", "Spring 2027"]


def test_a_cohort_that_is_not_ones_own_is_not_there(session: Session, cast: Cast) -> None:
    assert sight.cohort_for(session, cast.theo, cast.fall.id) is cast.fall
    assert sight.cohort_for(session, cast.theo, cast.spring.id) is None
    assert sight.cohort_for(session, cast.cora, cast.spring.id) is cast.spring
    assert sight.cohort_for(session, cast.cora, 999_999) is None


def test_a_person_is_seen_through_their_enrollments(session: Session, cast: Cast) -> None:
    assert enrollments.enrollments_for(session, cast.theo, cast.ana.id) == [cast.ana_enrolled]
    assert enrollments.enrollments_for(session, cast.theo, cast.ben.id) == []
    assert enrollments.enrollments_for(session, cast.cora, cast.ben.id) == [cast.ben_enrolled]


def test_assigning_staff_gives_the_role_and_is_written_once(
    session: Session, cast: Cast, now: datetime
) -> None:
    for _ in range(2):
        staffing.assign_staff(
            session, cast.spring, cast.theo, "coordinator", actor=cast.cora, now=now
        )
    assert cast.theo.role_names == {"trainer", "coordinator"}
    assert names(session, cast.theo) == ["Fall 2026", "Spring 2027"]
    assert session.scalars(select(AuditEvent.action)).all() == ["staff-assign"]


def test_enrolling_twice_at_once_gives_one_enrollment(
    engine: Engine, session: Session, cast: Cast, now: datetime
) -> None:
    with transaction(session):
        vera = make_person("vera")
        session.add(vera)

    def enroll(own: Session) -> Enrollment:
        person, cohort = own.get_one(Person, vera.id), own.get_one(type(cast.fall), cast.fall.id)
        return enrolling.enroll(own, person, cohort, now=now, actor=None)

    results = together(engine, [enroll] * 4)
    assert len({result.id for result in results if isinstance(result, Enrollment)}) == 1
    assert all(isinstance(result, Enrollment) for result in results), results


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        (["hold"], "on-hold"),
        (["hold", "return"], "enrolled"),
        (["withdraw"], "withdrawn"),
        (["hold", "withdraw"], "withdrawn"),
        (["withdraw", "return"], "enrolled"),
    ],
)
def test_an_enrollment_changes_and_goes_on(
    session: Session, cast: Cast, now: datetime, changes: list[Change], state: str
) -> None:
    for change in changes:
        enrolling.change_state(
            session, cast.ana_enrolled, change, reason="asked", actor=cast.cora, now=now
        )
    assert cast.ana_enrolled.state == state
    events = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    assert [event.action for event in events] == [f"enrollment-{change}" for change in changes]
    assert events[-1].detail["after"] == state
    assert {(event.reason, event.enrollment_id) for event in events} == {
        ("asked", cast.ana_enrolled.id)
    }


def test_who_had_begun_or_completed_goes_on_from_there(
    session: Session, cast: Cast, now: datetime
) -> None:
    with transaction(session):
        cast.ana_enrolled.last_active_at = now
        cast.ben_enrolled.completed_at = now
    for enrollment, state in ((cast.ana_enrolled, "in-progress"), (cast.ben_enrolled, "completed")):
        for change in ("withdraw", "return"):
            enrolling.change_state(
                session, enrollment, change, reason="asked", actor=cast.cora, now=now
            )
        assert enrollment.state == state


@pytest.mark.parametrize("changes", [["return"], ["withdraw", "withdraw"], ["withdraw", "hold"]])
def test_a_change_that_does_not_fit_is_refused(
    session: Session, cast: Cast, now: datetime, changes: list[Change]
) -> None:
    for change in changes[:-1]:
        enrolling.change_state(
            session, cast.ana_enrolled, change, reason="asked", actor=cast.cora, now=now
        )
    with pytest.raises(Refused, match="another change"):
        enrolling.change_state(
            session, cast.ana_enrolled, changes[-1], reason="asked", actor=cast.cora, now=now
        )


def test_a_change_needs_a_reason(session: Session, cast: Cast, now: datetime) -> None:
    with pytest.raises(Refused, match="why"):
        enrolling.change_state(
            session, cast.ana_enrolled, "hold", reason=" ", actor=cast.cora, now=now
        )


def test_who_goes_on_is_counted_under_the_edition_of_today(
    session: Session, cast: Cast, now: datetime
) -> None:
    edition = make_edition()
    go_live(session, edition)
    enrolling.change_state(
        session, cast.ana_enrolled, "hold", reason="asked", actor=cast.cora, now=now
    )
    shorter = make_edition("second", modules=edition.modules[:1])
    go_live(session, shorter)
    enrolling.change_state(
        session, cast.ana_enrolled, "return", reason="asked", actor=cast.cora, now=now
    )
    assert (cast.ana_enrolled.steps_done, cast.ana_enrolled.steps_total) == (0, 2)


def test_coming_back_and_enrolling_at_once_gives_one_place_on_the_course(
    engine: Engine, session: Session, cast: Cast, now: datetime
) -> None:
    enrolling.change_state(
        session, cast.ana_enrolled, "withdraw", reason="moved", actor=cast.cora, now=now
    )

    def come_back(own: Session) -> None:
        left, cora = own.get_one(Enrollment, cast.ana_enrolled.id), own.get_one(Person, cora_id)
        enrolling.change_state(own, left, "return", reason="back", actor=cora, now=now)

    def enroll(own: Session) -> None:
        ana, spring = own.get_one(Person, ana_id), own.get_one(Cohort, spring_id)
        enrolling.enroll(own, ana, spring, now=now, actor=None)

    ana_id, cora_id, spring_id = cast.ana.id, cast.cora.id, cast.spring.id
    outcomes = together(engine, [come_back, enroll] * 3)
    assert all(each is None or isinstance(each, Refused) for each in outcomes), outcomes
    open_ones = select(Enrollment).where(
        Enrollment.person_id == ana_id, Enrollment.state != "withdrawn"
    )
    assert len(session.scalars(open_ones).all()) == 1


def test_a_withdrawn_enrollment_does_not_come_back_beside_a_new_one(
    session: Session, cast: Cast, now: datetime
) -> None:
    enrolling.change_state(
        session, cast.ana_enrolled, "withdraw", reason="moved", actor=cast.cora, now=now
    )
    assert enrollments.enrollment_of(session, cast.ana, COURSE) is None
    second = enrolling.enroll(session, cast.ana, cast.spring, now=now, actor=cast.cora)
    assert enrollments.enrollment_of(session, cast.ana, COURSE) is second
    with pytest.raises(Refused, match="again already"):
        enrolling.change_state(
            session, cast.ana_enrolled, "return", reason="back", actor=cast.cora, now=now
        )
