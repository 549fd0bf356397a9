"""The check page of a long exam: what waits stands open, the answers fold, Send is near."""

import pytest

from course.records.attempts import saving
from tests.builders import (
    make_edition,
    make_final,
    make_item,
    make_practice,
    make_pre_course,
    right,
)
from tests.story import begin_pre_course, go_live

LONG = make_edition(
    "long exam",
    assessments=(
        make_pre_course(
            items=tuple(make_item(f"pre-{n}", topic="role") for n in range(8)),
            blueprint=(),
        ),
        make_final(),
        make_practice(),
    ),
)


@pytest.fixture
def attempt(app, session, cast, now):
    """Ana's attempt at an exam of eight questions, all but the first two answered."""
    go_live(session, LONG)
    app.extensions["shelf"].forget()
    found = begin_pre_course(session, cast.ana_enrolled, LONG, now)
    for place in range(2, 8):
        answer(session, found, place, now)
    return found


def answer(session, attempt, place, now, *, later=False):
    item = LONG.assessment_by_id["pre-course"].by_id[attempt.form[place][0]]
    saving.save(session, attempt, item.id, right(item), edition=LONG, now=now, later=later)


def captions(page, css):
    return [each.text for each in page.select(f"{css} dt .caption")]


def test_what_has_no_answer_stands_open_and_the_others_fold(as_trainee, attempt):
    page = as_trainee.get(f"/attempts/{attempt.id}/check")
    assert captions(page, "main > dl") == ["Question 1", "Question 2"]
    assert page.one("main details > summary").text == "Your other 6 answers"
    assert "open" not in page.one("main details.printed")
    assert captions(page, "main details") == [f"Question {n}" for n in range(3, 9)]


def test_what_is_marked_to_come_back_to_stands_open(as_trainee, session, attempt, now):
    answer(session, attempt, 6, now, later=True)
    page = as_trainee.get(f"/attempts/{attempt.id}/check")
    assert captions(page, "main > dl")[:3] == ["Question 1", "Question 2", "Question 7"]
    assert page.select("main details") == []  # five others are few
    only = as_trainee.get(f"/attempts/{attempt.id}/check?show=later")
    assert captions(only, "main > dl") == ["Question 7"]


def test_with_every_answer_there_they_all_fold(as_trainee, session, attempt, now):
    for place in (0, 1):
        answer(session, attempt, place, now)
    page = as_trainee.get(f"/attempts/{attempt.id}/check")
    assert "Every question has an answer." in page.text
    assert page.one("main details > summary").text == "Your 8 answers"


def test_who_changes_an_answer_comes_back_to_it(as_trainee, session, attempt, now):
    check = f"/attempts/{attempt.id}/check"
    for words, place in (
        ("Change question 5", f"{check}#question-5"),
        ("Answer question 1", check),
    ):
        page = as_trainee.get(as_trainee.get(check).link(words))
        form = page.form(f"/attempts/{attempt.id}/{words[-1]}")
        assert form.send().headers["Location"] == place
    assert as_trainee.get(check).one("#question-5 .change").text == "Change question 5"


def test_who_comes_from_elsewhere_goes_on_to_the_next_question(as_trainee, attempt):
    address = f"/attempts/{attempt.id}/3"
    page = as_trainee.get(f"{address}?from=nowhere")
    assert page.form(address).send().location == f"/attempts/{attempt.id}/4"
