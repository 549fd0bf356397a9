import pytest
from sqlalchemy import select

from course.grading.item_types import NotAnAnswer
from course.records.progress import lessons
from course.records.progress.practice import PracticeOutcome, answer_practice
from course.records.refusals import Unknown
from course.records.tables import PracticeResponse
from tests.builders import right, wrong


@pytest.fixture
def item(edition):
    return edition.assessment_by_id["practice"].by_id["ethics-p-1"]


@pytest.fixture
def answer(session, cast, edition, now):
    def answer_now(item, values):
        return answer_practice(session, cast.ana_enrolled, item, values, edition=edition, now=now)

    return answer_now


def test_it_says_whether_the_answer_is_right(item, answer):
    assert answer(item.id, right(item)) == PracticeOutcome(right(item), right=True)
    assert answer(item.id, wrong(item)) == PracticeOutcome(wrong(item), right=False)
    assert not answer(item.id, right(item)[:1]).right


def test_the_latest_answer_is_kept_with_the_number_of_tries(session, item, answer):
    answer(item.id, wrong(item))
    answer(item.id, right(item))

    row = session.scalars(select(PracticeResponse)).one()
    assert (tuple(row.answer), row.tries) == (right(item), 2)


def test_nothing_chosen_is_told_and_not_stored(session, item, answer):
    with pytest.raises(NotAnAnswer, match="Select an answer"):
        answer(item.id, [])

    assert session.scalars(select(PracticeResponse)).all() == []


def test_an_exams_item_is_no_practice_question(edition, answer):
    for item in ("final-role-1", "no-such-item"):
        with pytest.raises(Unknown):
            answer(item, ["x"])


def test_a_lesson_that_asks_for_answers_is_complete_with_the_last_of_them(
    session, cast, edition, now, item, answer
):
    lessons.mark_done(session, cast.ana_enrolled, "gifts", edition=edition, now=now)
    assert cast.ana_enrolled.steps_done == 0

    answer(item.id, wrong(item))

    session.expire_all()
    assert cast.ana_enrolled.steps_done == 1
