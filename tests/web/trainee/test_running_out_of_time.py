"""An exam with a time limit: when it ends, the grace, and what counts after it."""

import pytest
from sqlalchemy import select

from course.records.tables import LateResponse, Response
from tests.builders import COURSE, right
from tests.story import answer_all


def question(attempt, n):
    return f"/attempts/{attempt.id}/{n}"


def item_at(edition, attempt, n):
    return edition.assessment_by_id[attempt.exam].by_id[attempt.form[n - 1][0]]


def test_a_timed_exam_says_when_it_ends(as_trainee, final):
    assert "Ends at 10:00 am UTC." in as_trainee.get(question(final, 1)).text
    page = as_trainee.get(f"/courses/{COURSE}/exams/final")
    assert "You have 60 minutes." in page.text
    assert "It ends at 10:00 am UTC." in page.text


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ({}, "60 minutes were left when you opened this page."),
        ({"minutes": 58, "seconds": 1}, "1 minute was left when you opened this page."),
        ({"minutes": 59, "seconds": 1}, "Less than 1 minute was left when you opened this page."),
    ],
)
def test_a_timed_question_says_how_much_time_was_left(as_trainee, final, later_on, after, said):
    later_on(**after)
    assert said in as_trainee.get(question(final, 1)).text


def test_an_answer_after_the_grace_is_kept_but_does_not_count(
    as_trainee, session, final, edition, later_on
):
    form = as_trainee.get(question(final, 1)).form(question(final, 1))
    later_on(minutes=60, seconds=31)
    item = item_at(edition, final, 1)
    page = form.fill(answer=list(right(item))).send(status=409)
    assert page.h1 == "This answer came too late to count"
    assert session.scalars(select(LateResponse.item)).all() == [item.id]
    assert session.scalars(select(Response)).all() == []


def test_an_answer_in_the_grace_counts(as_trainee, session, final, edition, later_on):
    form = as_trainee.get(question(final, 1)).form(question(final, 1))
    later_on(minutes=60, seconds=29)
    form.fill(answer=list(right(item_at(edition, final, 1)))).send()
    assert len(session.scalars(select(Response)).all()) == 1


def test_when_the_time_ended_the_result_says_that_the_answers_were_sent(
    as_trainee, session, final, edition, now, later_on
):
    answer_all(session, final, edition, now)
    later_on(hours=2)
    page = as_trainee.get(question(final, 1), 303).follow()
    assert "Time ended at 10:00 am UTC. We sent the 4 answers you saved." in page.text
    assert page.h1 == "You passed the exam"


@pytest.fixture
def answered(session, final, edition, now):
    """Ana's final exam, answered and not sent."""
    answer_all(session, final, edition, now)
    return final


@pytest.mark.parametrize("page", [f"/courses/{COURSE}", "/record"])
def test_an_exam_whose_time_ended_counts_wherever_its_trainee_looks_first(
    as_trainee, session, answered, later_on, page
):
    later_on(hours=2)
    as_trainee.get(page)
    session.refresh(answered)
    assert answered.submitted_at == answered.due_at


def test_an_exam_whose_time_ended_counts_on_its_persons_page(
    as_coordinator, session, cast, answered, later_on
):
    later_on(hours=1, minutes=1)
    as_coordinator.get(f"/people/{cast.ana.id}")
    session.refresh(answered)
    assert answered.submitted_at == answered.due_at
