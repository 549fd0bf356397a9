"""Who is affected by making another edition live: counts of people, in words."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.records.tables import Attempt
from course.records.transaction import transaction
from course.web.trainer.impact import impact
from tests.builders import (
    make_edition,
    make_final,
    make_lesson,
    make_lessons,
    make_practice,
    make_pre_course,
    make_reflections,
)
from tests.cast import NOW, Cast
from tests.story import (
    begin_final,
    do_everything_but_the_final,
    do_the_first_lesson,
    send,
    take_the_final,
)


def told(session: Session, before: Edition, **changes: object) -> tuple[str, ...]:
    return impact(session, before, make_edition("next", **changes), now=NOW).people


def test_nobody_is_told_where_there_is_nobody(session: Session, edition: Edition) -> None:
    assert told(session, edition) == ("Nobody is on this course yet.",)


def test_who_withdrew_is_not_counted(session: Session, edition: Edition, cast: Cast) -> None:
    with transaction(session):
        cast.ben_enrolled.state = "withdrawn"
    assert told(session, edition) == ("1 person is on this course now.",)


def test_people_in_an_attempt_finish_with_their_edition(
    session: Session, edition: Edition, cast: Cast, now: datetime
) -> None:
    begin_final(session, cast.ana_enrolled, edition, now)
    assert told(session, edition)[1] == (
        "1 person is in an attempt (Final exam: 1). "
        "They finish it with the edition that they began with."
    )


def test_who_withdrew_in_the_middle_of_an_exam_is_in_no_attempt(
    session: Session, edition: Edition, cast: Cast, now: datetime
) -> None:
    begin_final(session, cast.ana_enrolled, edition, now)
    with transaction(session):
        cast.ana_enrolled.state = "withdrawn"
    assert not [line for line in told(session, edition) if "in an attempt" in line]


def test_an_attempt_whose_time_is_over_is_none(
    session: Session, edition: Edition, cast: Cast, now: datetime
) -> None:
    begin_final(session, cast.ana_enrolled, edition, now)
    attempt = session.scalars(select(Attempt).where(Attempt.submitted_at.is_(None))).one()
    for left, counted in ((timedelta(seconds=-29), True), (timedelta(seconds=-31), False)):
        with transaction(session):
            attempt.due_at = now + left
        assert any("in an attempt" in line for line in told(session, edition)) is counted


def test_who_completed_stays_complete(
    session: Session, edition: Edition, cast: Cast, now: datetime
) -> None:
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    take_the_final(session, cast.ana_enrolled, edition, now)
    if cast.ana_enrolled.completed_at is None:
        with transaction(session):
            cast.ana_enrolled.state = "completed"
    assert told(session, edition)[:2] == (
        "1 person is on this course now.",
        "1 person has completed the course. They stay complete.",
    )


def test_something_new_to_do_is_counted(session: Session, edition: Edition, cast: Cast) -> None:
    lessons = (*make_lessons(), make_lesson("new", "New"))
    assert told(session, edition, lessons=lessons)[1] == (
        "2 people have something new to do: 1 lesson."
    )


def test_another_certificate_is_told(session: Session, edition: Edition, cast: Cast) -> None:
    less = edition.certificate.model_copy(update={"requires": edition.certificate.requires[:1]})
    assert told(session, edition, certificate=less)[1] == (
        "For 2 people the certificate needs something else."
    )


def test_lessons_and_reflections_that_were_done_are_counted(
    session: Session, edition: Edition, cast: Cast, now: datetime
) -> None:
    do_the_first_lesson(session, cast.ana_enrolled, edition, now)
    send(session, cast.ana_enrolled, edition, now, shared=False)
    first, second, third = make_lessons()
    changed = first.model_copy(update={"summary": "Another"})
    other, gift = make_reflections()
    written = other.model_copy(update={"title": "Another"})
    assert told(session, edition, lessons=(changed, second, third), reflections=(written, gift))[
        1:
    ] == (
        "1 person has done a lesson that changes. It stays done for them.",
        "1 person has written a reflection that changes. Their texts stay.",
    )
    assert told(session, edition, lessons=(second, third), reflections=(gift,))[1:] == (
        "1 person has done a lesson that is taken out. It counts no more.",
        "1 person has written a reflection that is taken out. Their texts are kept, but not shown.",
    )


def test_answers_to_what_affects_scoring_are_counted_once_sent(
    session: Session, edition: Edition, cast: Cast, now: datetime
) -> None:
    dearer = tuple(item.model_copy(update={"points": 2}) for item in make_final().items)
    exams = (make_pre_course(), make_final(items=dearer), make_practice())
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    before = told(session, edition, assessments=exams)
    take_the_final(session, cast.ana_enrolled, edition, now, rights=0)
    after = told(session, edition, assessments=exams)
    assert after[len(before) :] == (
        (
            "1 person has answered a question that affects scoring, in an exam they sent. "
            "Their scores stay."
        ),
    )


def test_what_trainees_would_lose_is_in_the_words_of_the_command_line(
    session: Session, edition: Edition, cast: Cast, now: datetime
) -> None:
    do_the_first_lesson(session, cast.ana_enrolled, edition, now)
    send(session, cast.ana_enrolled, edition, now, shared=False)
    _, gift = make_reflections()
    after = make_edition("next", reflections=(gift,))
    ((headline, remedies),) = impact(session, edition, after, now=NOW).lost
    assert headline.startswith("warning[K801]:")
    assert "first-day" in headline
    assert "help" in dict(remedies)
    assert impact(session, edition, edition, now=NOW).lost == ()
