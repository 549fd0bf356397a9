"""What a publish would take away although trainees have answers for it."""

from datetime import datetime

from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.records.lists.vanishing import vanishing
from tests.cast import Cast
from tests.queries import counting_queries
from tests.story import begin_final, do_everything_but_the_final


def emptied(edition: Edition) -> Edition:
    return edition.model_copy(update={"assessments": (), "reflections": ()})


def test_before_anybody_has_answered_everything_may_go(
    session: Session, cast: Cast, edition: Edition
) -> None:
    assert vanishing(session, edition, emptied(edition)) == ()


def test_each_exam_question_and_reflection_with_answers_is_told(
    session: Session, cast: Cast, edition: Edition, now: datetime
) -> None:
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    told = [each.message for each in vanishing(session, edition, emptied(edition))]
    assert told == [
        'the exam "pre-course" is gone, but trainees have results for it',
        'the question "ethics-p-1" is gone, but trainees have answers for it',
        *(
            f'the reflection "{each}" is gone, but trainees have texts for it'
            for each in ("first-day", "a-gift")
        ),
    ]


def test_an_attempt_that_is_not_sent_yet_counts(
    session: Session, cast: Cast, edition: Edition, now: datetime
) -> None:
    begin_final(session, cast.ana_enrolled, edition, now)
    kept = tuple(each for each in edition.assessments if each.id != "final")
    [told] = vanishing(session, edition, edition.model_copy(update={"assessments": kept}))
    assert 'the exam "final"' in told.message


def test_the_answers_of_another_course_say_nothing(
    session: Session, cast: Cast, edition: Edition, now: datetime
) -> None:
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    other = edition.model_copy(update={"course": "another"})
    assert vanishing(session, other, emptied(other)) == ()


def test_where_nothing_goes_nothing_is_asked(
    engine, session: Session, cast: Cast, edition: Edition
) -> None:
    with counting_queries(engine) as asked:
        assert vanishing(session, edition, edition) == ()
    assert asked == []
