from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from course.records.attempts import starting, submitting
from course.records.refusals import NotActive, NotYet, Unknown
from course.records.tables import Attempt, AuditEvent
from course.records.transaction import transaction
from tests.builders import make_edition
from tests.story import begin_final, begin_pre_course


def test_an_attempt_keeps_its_edition_form_and_end(session, cast, edition, now):
    attempt = begin_final(session, cast.ana_enrolled, edition, now)

    assert attempt.edition_id == edition.id
    assert attempt.number == 1
    assert attempt.allowed == 2
    assert len(attempt.form) == 4
    assert attempt.due_at == now + timedelta(hours=1)
    assert len(attempt.seed) == 64


def test_starting_again_gives_the_open_attempt(session, cast, edition, now):
    first = begin_pre_course(session, cast.ana_enrolled, edition, now)

    again = starting.start(session, cast.ana_enrolled, "pre-course", edition=edition, now=now)

    assert again.id == first.id
    assert again.form == first.form


def test_an_exam_cannot_start_before_the_steps_ahead_of_it(session, cast, edition, now):
    with pytest.raises(NotYet, match="Finish “How it works” first"):
        starting.start(session, cast.ana_enrolled, "pre-course", edition=edition, now=now)

    assert session.scalars(select(Attempt)).all() == []


def test_an_exam_that_the_course_does_not_have_is_unknown(session, cast, edition, now):
    for exam in ("no-such-exam", "practice", "gifts"):
        with pytest.raises(Unknown):
            starting.start(session, cast.ana_enrolled, exam, edition=edition, now=now)


def test_nobody_starts_while_their_course_is_on_hold(session, cast, edition, now):
    with transaction(session):
        cast.ana_enrolled.state = "on-hold"

    with pytest.raises(NotActive, match="on hold"):
        starting.start(session, cast.ana_enrolled, "pre-course", edition=edition, now=now)


def test_after_the_last_attempt_none_is_left(session, cast, edition, now):
    attempt = begin_pre_course(session, cast.ana_enrolled, edition, now)
    submitting.submit(session, attempt, edition=edition, now=now)

    with pytest.raises(starting.NoAttemptsLeft, match="You have sent it, and you can take it once"):
        starting.start(session, cast.ana_enrolled, "pre-course", edition=edition, now=now)


def test_the_next_attempt_waits_its_time(session, cast, edition, now):
    attempt = begin_final(session, cast.ana_enrolled, edition, now)
    submitting.submit(session, attempt, edition=edition, now=now)
    tomorrow = now + timedelta(days=1)

    with pytest.raises(starting.Waiting) as refusal:
        starting.start(
            session,
            cast.ana_enrolled,
            "final",
            edition=edition,
            now=tomorrow - timedelta(seconds=1),
        )
    second = starting.start(session, cast.ana_enrolled, "final", edition=edition, now=tomorrow)

    assert refusal.value.until == tomorrow
    assert second.number == 2
    assert second.form != attempt.form or second.seed != attempt.seed


def test_a_page_can_ask_why_an_exam_cannot_start_without_writing(session, cast, edition, now):
    def why(exam, when=now):
        return starting.refusal_to_start(
            session, cast.ana_enrolled, exam, edition=edition, now=when
        )

    assert isinstance(why("pre-course"), NotYet)
    attempt = begin_final(session, cast.ana_enrolled, edition, now)
    assert why("final") is None
    submitting.submit(session, attempt, edition=edition, now=now)
    assert isinstance(why("final"), starting.Waiting)
    assert isinstance(why("pre-course"), starting.NoAttemptsLeft)
    assert why("final", now + timedelta(days=1)) is None


def test_a_new_edition_does_not_give_another_attempt(session, cast, edition, now):
    attempt = begin_pre_course(session, cast.ana_enrolled, edition, now)
    submitting.submit(session, attempt, edition=edition, now=now)
    newer = make_edition("second")

    with pytest.raises(starting.NoAttemptsLeft):
        starting.start(session, cast.ana_enrolled, "pre-course", edition=newer, now=now)


def test_the_database_refuses_a_second_open_attempt_and_one_too_many(session, cast, edition, now):
    attempt = begin_pre_course(session, cast.ana_enrolled, edition, now)
    open_too = {"number": 2, "allowed": 2, "submitted_at": None}
    too_many = {"number": 2, "allowed": 1, "submitted_at": now}

    for wrong in (open_too, too_many):
        row = {
            "enrollment_id": attempt.enrollment_id,
            "exam": attempt.exam,
            "edition_id": edition.id,
            "seed": "0" * 64,
            "form": [],
            "started_at": now,
        }
        with pytest.raises(IntegrityError), transaction(session):
            session.add(Attempt(**row, **wrong))


def test_an_attempt_is_fetched_by_its_own_person_only(session, cast, edition, now):
    attempt = begin_pre_course(session, cast.ana_enrolled, edition, now)

    def fetch(person, key):
        return starting.attempt_of(session, person, key, now=now)

    assert fetch(cast.ana, attempt.id).id == attempt.id
    assert fetch(cast.ben, attempt.id) is None
    assert fetch(cast.cora, attempt.id) is None
    for unknown in (0, -1, attempt.id + 1, 2**31, 2**80):
        assert fetch(cast.ana, unknown) is None


def test_a_start_is_in_the_audit_log_once(session, cast, edition, now):
    begin_pre_course(session, cast.ana_enrolled, edition, now)
    starting.start(session, cast.ana_enrolled, "pre-course", edition=edition, now=now)

    events = session.scalars(select(AuditEvent).where(AuditEvent.action == "start-attempt")).all()

    assert [event.actor_id for event in events] == [cast.ana.id]


def test_starting_sends_an_attempt_whose_time_ended_first(session, cast, edition, now):
    first = begin_final(session, cast.ana_enrolled, edition, now)
    later = now + timedelta(days=3)

    second = starting.start(session, cast.ana_enrolled, "final", edition=edition, now=later)

    assert second.number == 2
    assert session.get_one(Attempt, first.id).submitted_at == first.due_at
