"""Who looks after a cohort: given and taken with a reason, and nobody sees more by losing it."""

from datetime import datetime

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from course.records.cohorts import adding, sight, staffing
from course.records.cohorts.adding import NewCohort
from course.records.refusals import Refused
from course.records.tables import AuditEvent, Cohort, Person
from tests.builders import COURSE
from tests.cast import Cast
from tests.together import together


def test_the_reason_is_kept_with_the_act(session: Session, cast: Cast, now: datetime) -> None:
    staffing.assign_staff(
        session, cast.spring, cast.theo, "trainer", reason="Covers", actor=cast.cora, now=now
    )
    staffing.take_off_staff(
        session, cast.spring, cast.theo, "trainer", reason="Is back", actor=cast.cora, now=now
    )
    events = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    assert [(each.action, each.reason, each.cohort_id) for each in events] == [
        ("staff-assign", "Covers", cast.spring.id),
        ("staff-take-off", "Is back", cast.spring.id),
    ]
    assert staffing.staff_of(session, cast.spring) == []
    assert cast.theo.role_names == {"trainer"}, "he still has a cohort"


def test_who_loses_their_last_cohort_does_not_see_all_of_them(
    session: Session, cast: Cast, now: datetime
) -> None:
    staffing.take_off_staff(
        session, cast.fall, cast.theo, "trainer", reason="Left", actor=cast.cora, now=now
    )
    assert cast.theo.role_names == frozenset()


def test_who_loses_their_last_cohort_reads_no_other_in_another_role(
    session: Session, cast: Cast, now: datetime
) -> None:
    """Theo is a trainer too: with no cohort at all he would read what every trainee shares."""
    staffing.assign_staff(session, cast.fall, cast.theo, "coordinator", actor=None, now=now)
    for role in ("trainer", "coordinator"):
        staffing.take_off_staff(
            session, cast.fall, cast.theo, role, reason="Left", actor=cast.cora, now=now
        )
    assert cast.theo.role_names == frozenset()


def test_taking_somebody_off_twice_at_once_is_once(
    engine: Engine, session: Session, cast: Cast, now: datetime
) -> None:
    def take_off(own: Session) -> None:
        cohort = own.get_one(Cohort, cast.fall.id)
        theo, cora = own.get_one(Person, cast.theo.id), own.get_one(Person, cast.cora.id)
        staffing.take_off_staff(own, cohort, theo, "trainer", reason="Left", actor=cora, now=now)

    assert together(engine, [take_off] * 4) == [None] * 4
    assert session.scalars(select(AuditEvent.action)).all() == ["staff-take-off"]


def test_nobody_takes_themselves_off(session: Session, cast: Cast, now: datetime) -> None:
    with pytest.raises(Refused):
        staffing.take_off_staff(
            session, cast.fall, cast.theo, "trainer", reason="Left", actor=cast.theo, now=now
        )
    assert [each.name for each in staffing.staff_of(session, cast.fall)] == ["Theo Example"]


def test_who_sees_their_own_cohorts_gets_the_one_they_add(
    session: Session, cast: Cast, now: datetime
) -> None:
    staffing.assign_staff(session, cast.fall, cast.cora, "coordinator", actor=None, now=now)
    added = adding.add_cohort(session, NewCohort("Summer", COURSE), actor=cast.cora, now=now)
    assert sight.cohort_for(session, cast.cora, added.id) is added
    assert sight.cohort_for(session, cast.cora, cast.spring.id) is None
