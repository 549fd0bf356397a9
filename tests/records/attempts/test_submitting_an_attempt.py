from datetime import timedelta

import pytest
from sqlalchemy import select

from course.records.attempts import submitting
from course.records.progress.deeds import deeds_of
from course.records.tables import Attempt, AuditEvent, Response, Score
from tests.builders import make_edition
from tests.story import (
    answer_all,
    begin_final,
    begin_pre_course,
    do_everything_but_the_final,
    take_the_final,
)


@pytest.mark.parametrize(("rights", "passed"), [(4, True), (3, True), (2, False)])
def test_three_of_four_is_exactly_the_passing_score(session, cast, edition, now, rights, passed):
    attempt = begin_final(session, cast.ana_enrolled, edition, now)
    answer_all(session, attempt, edition, now, rights=rights)

    score = submitting.submit(session, attempt, edition=edition, now=now)

    assert (score.raw, score.maximum, score.passed) == (rights * 1000, 4000, passed)


def test_an_exam_without_a_passing_score_is_neither_passed_nor_failed(session, cast, edition, now):
    attempt = begin_pre_course(session, cast.ana_enrolled, edition, now)

    score = submitting.submit(session, attempt, edition=edition, now=now)

    assert score.passed is None
    assert [row["answered"] for row in score.topics] == [0, 0]


def test_sending_twice_gives_the_same_score_and_says_so_in_the_log(session, cast, edition, now):
    attempt = begin_final(session, cast.ana_enrolled, edition, now)
    answer_all(session, attempt, edition, now)

    first = submitting.submit(session, attempt, edition=edition, now=now)
    later = now + timedelta(minutes=5)
    again = submitting.submit(session, attempt, edition=edition, now=later)

    assert again.id == first.id
    assert session.get_one(Attempt, attempt.id).submitted_at == now
    actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert actions[-2:] == ["submit", "submit-again"]


def test_what_nobody_sent_is_closed_at_its_end_with_the_answers_saved(session, cast, edition, now):
    attempt = begin_final(session, cast.ana_enrolled, edition, now)
    answer_all(session, attempt, edition, now)

    assert submitting.close_overdue(session, attempt.due_at + timedelta(seconds=30)) == 0
    assert submitting.close_overdue(session, now + timedelta(days=1)) == 1
    assert submitting.close_overdue(session, now + timedelta(days=1)) == 0

    session.expire_all()
    assert attempt.submitted_at == attempt.due_at
    assert submitting.score_of(session, attempt).passed
    deed = deeds_of(session, cast.ana_enrolled).exams["final"]
    assert deed.passed_at == attempt.due_at


def test_an_attempt_without_a_time_limit_stays_open(session, cast, edition, now):
    begin_pre_course(session, cast.ana_enrolled, edition, now)

    assert submitting.close_overdue(session, now + timedelta(days=1000)) == 0


def test_sending_after_the_end_counts_as_sent_at_the_end(session, cast, edition, now):
    attempt = begin_final(session, cast.ana_enrolled, edition, now)

    submitting.submit(session, attempt, edition=edition, now=now + timedelta(hours=5))

    assert session.get_one(Attempt, attempt.id).submitted_at == now + timedelta(hours=1)


def test_a_score_comes_from_the_attempts_own_edition(session, cast, edition, now):
    attempt = begin_final(session, cast.ana_enrolled, edition, now)
    answer_all(session, attempt, edition, now)
    newer = make_edition(
        "second",
        modules=edition.modules[:1],
        assessments=edition.assessments[:1],
        certificate=edition.certificate.model_copy(update={"requires": ()}),
    )

    score = submitting.submit(session, attempt, edition=newer, now=now)

    assert score.raw == 4000


def test_a_score_is_not_changed_by_a_later_attempt_that_is_worse(session, cast, edition, now):
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    take_the_final(session, cast.ana_enrolled, edition, now, rights=4)
    take_the_final(session, cast.ana_enrolled, edition, now + timedelta(days=2), rights=0)

    deed = deeds_of(session, cast.ana_enrolled).exams["final"]

    assert (deed.passed_at, deed.percent, deed.attempts_used) == (now, 100, 2)


def test_until_one_is_passed_the_latest_attempt_counts(session, cast, edition, now):
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    take_the_final(session, cast.ana_enrolled, edition, now, rights=2)
    take_the_final(session, cast.ana_enrolled, edition, now + timedelta(days=2), rights=1)

    deed = deeds_of(session, cast.ana_enrolled).exams["final"]

    assert (deed.passed_at, deed.percent, deed.taken_at) == (None, 25, now)


def test_answers_come_by_their_item(session, cast, edition, now):
    attempt = begin_final(session, cast.ana_enrolled, edition, now)
    answer_all(session, attempt, edition, now)

    answers = submitting.answers_of(session, attempt)

    assert set(answers) == {item for item, _ in attempt.form}
    assert len(session.scalars(select(Response)).all()) == 4
    assert session.scalars(select(Score)).all() != []
