"""A cohort is corrected: its name and its dates, with a reason, over no other correction."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from course.records.cohorts.correcting import CohortFacts, correct_cohort, facts_of
from course.records.facts import Overtaken
from course.records.refusals import Refused
from course.records.tables import AuditEvent, Cohort, Enrollment, Person
from tests.cast import Cast
from tests.together import together

WINTER = CohortFacts("Winter 2026", date(2026, 12, 1), date(2027, 2, 28))


def correct(session: Session, cast: Cast, facts: CohortFacts, now: datetime, **more: str) -> None:
    asked = {"instead_of": facts_of(cast.fall).mark, "reason": "A typo."} | more
    correct_cohort(session, cast.fall, facts, **asked, actor=cast.cora, now=now)


def test_a_name_and_dates_are_corrected(session: Session, cast: Cast, now: datetime) -> None:
    correct(session, cast, replace(WINTER, name="  Winter   2026 "), now, reason=" A typo. ")
    session.expire_all()
    assert facts_of(cast.fall) == WINTER
    (event,) = session.scalars(select(AuditEvent))
    assert (event.action, event.cohort_id, event.reason) == (
        "cohort-correct",
        cast.fall.id,
        "A typo.",
    )
    assert (event.actor_id, event.actor_role, event.at) == (cast.cora.id, "coordinator", now)
    assert event.detail == {
        "before": {"name": "Fall 2026", "starts_on": "2026-11-01", "ends_on": ""},
        "after": {"name": "Winter 2026", "starts_on": "2026-12-01", "ends_on": "2027-02-28"},
    }


def test_people_and_the_join_code_stay(session: Session, cast: Cast, now: datetime) -> None:
    code, until = cast.fall.join_code, cast.fall.join_until
    staff = [each.person_id for each in cast.fall.staff]
    correct(session, cast, WINTER, now)
    session.expire_all()
    assert (cast.fall.join_code, cast.fall.join_until) == (code, until)
    assert [each.person_id for each in cast.fall.staff] == staff == [cast.theo.id]
    here = select(Enrollment.person_id).where(Enrollment.cohort_id == cast.fall.id)
    assert session.scalars(here).all() == [cast.ana.id]


def test_dates_can_be_taken_away(session: Session, cast: Cast, now: datetime) -> None:
    correct(session, cast, CohortFacts("Fall 2026", None, None), now)
    session.expire_all()
    assert facts_of(cast.fall) == CohortFacts("Fall 2026", None, None)


@pytest.mark.parametrize(
    ("facts", "reason", "why"),
    [
        (replace(WINTER, name="Spring 2027"), "A typo.", "with this name already"),
        (replace(WINTER, ends_on=date(2026, 11, 30)), "A typo.", "last day comes before the first"),
        (WINTER, "  ", "Enter why"),
        (CohortFacts(" Fall  2026", date(2026, 11, 1), None), "A typo.", "Nothing is different"),
    ],
)
def test_a_correction_that_is_refused_changes_nothing(
    session: Session, cast: Cast, now: datetime, facts: CohortFacts, reason: str, why: str
) -> None:
    before = facts_of(cast.fall)
    with pytest.raises(Refused, match=why):
        correct(session, cast, facts, now, reason=reason)
    session.expire_all()
    assert facts_of(cast.fall) == before
    assert session.scalars(select(AuditEvent)).all() == []


def test_a_name_is_free_once_its_cohort_has_another(
    session: Session, cast: Cast, now: datetime
) -> None:
    correct(session, cast, WINTER, now)
    spring = facts_of(cast.spring)
    named = replace(spring, name="Fall 2026")
    why = {"instead_of": spring.mark, "reason": "Postponed."}
    correct_cohort(session, cast.spring, named, **why, actor=cast.cora, now=now)
    assert cast.spring.name == "Fall 2026"


def test_a_page_that_is_older_than_a_correction_is_refused(
    session: Session, cast: Cast, now: datetime
) -> None:
    shown = facts_of(cast.fall).mark
    correct(session, cast, WINTER, now)
    with pytest.raises(Overtaken, match="after this page was shown"):
        correct(session, cast, replace(WINTER, name="Autumn"), now, instead_of=shown)
    assert facts_of(cast.fall) == WINTER


def test_of_two_corrections_at_once_one_is_refused(
    engine: Engine, session: Session, cast: Cast, now: datetime
) -> None:
    shown, fall, cora = facts_of(cast.fall).mark, cast.fall.id, cast.cora.id
    session.rollback()

    def correct_it(own: Session) -> None:
        cohort, actor = own.get_one(Cohort, fall), own.get_one(Person, cora)
        why = {"instead_of": shown, "reason": "So."}
        correct_cohort(own, cohort, WINTER, **why, actor=actor, now=now)

    outcomes = together(engine, [correct_it] * 4)
    assert sorted(type(each).__name__ for each in outcomes) == ["NoneType", *["Overtaken"] * 3]
    assert len(session.scalars(select(AuditEvent)).all()) == 1
