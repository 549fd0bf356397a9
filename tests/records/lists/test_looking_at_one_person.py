"""What a coordinator sees of one person: their attempts, and the changes that may be shown."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.records.cohorts import enrolling
from course.records.lists import one_person
from course.records.people.correcting import correct_person, facts_of
from course.records.tables import AuditEvent
from tests.cast import Cast
from tests.queries import counting_queries
from tests.story import begin_pre_course, do_everything_but_the_final, send, take_the_final

SHOWN = ("person-rename", "enrollment-hold", "complete")


def test_changes_are_listed_newest_first_with_their_reasons(
    session: Session, cast: Cast, now: datetime
) -> None:
    ana = facts_of(cast.ana)
    why = {"instead_of": ana.mark, "reason": "Married", "actor": cast.cora, "now": now}
    correct_person(session, cast.ana, replace(ana, name="Ana Díaz"), **why)
    enrolling.change_state(
        session, cast.ana_enrolled, "hold", reason="A break", actor=cast.cora, now=now
    )
    found = one_person.changes_of(
        session, [cast.ana_enrolled], person_id=cast.ana.id, actions=SHOWN
    )
    assert [(each.action, each.actor, each.reason) for each in found] == [
        ("enrollment-hold", "Cora Example", "A break"),
        ("person-rename", "Cora Example", "Married"),
    ]
    seen_from_elsewhere = one_person.changes_of(session, [], person_id=cast.ana.id, actions=SHOWN)
    assert [each.action for each in seen_from_elsewhere] == ["person-rename"]


def test_an_event_that_is_not_asked_for_is_not_shown(
    session: Session, cast: Cast, edition: Edition, now: datetime
) -> None:
    begin_pre_course(session, cast.ana_enrolled, edition, now)
    send(session, cast.ana_enrolled, edition, now, shared=True)
    assert "share-reflection" in session.scalars(select(AuditEvent.action)).all()
    found = one_person.changes_of(
        session, [cast.ana_enrolled], person_id=cast.ana.id, actions=SHOWN
    )
    assert found == []


def test_attempts_come_in_four_queries_whatever_they_hold(
    engine: Engine, session: Session, cast: Cast, edition: Edition, now: datetime
) -> None:
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    take_the_final(session, cast.ana_enrolled, edition, now)
    with counting_queries(engine) as asked:
        sittings = one_person.sittings_of(session, cast.ana_enrolled)
    assert [each.attempt.exam for each in sittings] == ["pre-course", "final"]
    assert len(sittings[1].attempt.responses) == 4
    assert len(asked) == 4
