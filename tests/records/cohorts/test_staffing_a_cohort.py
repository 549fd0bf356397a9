"""Who looks after a cohort: given and taken with a reason, and nobody sees more by losing it."""

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.records.cohorts import adding, sight, staffing
from course.records.cohorts.adding import NewCohort
from course.records.refusals import Refused
from course.records.tables import AuditEvent
from tests.builders import COURSE
from tests.cast import Cast


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
