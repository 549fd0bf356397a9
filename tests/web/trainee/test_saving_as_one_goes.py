"""What the script of the question page is answered: saved when, told elsewhere, slow down."""

import pytest
from sqlalchemy import select

from course.records.tables import Response
from course.web.flood import ANSWERS, MOST_KEPT, Flood
from tests.builders import right, wrong
from tests.story import begin_pre_course


@pytest.fixture
def attempt(session, cast, edition, now):
    return begin_pre_course(session, cast.ana_enrolled, edition, now)


@pytest.fixture
def item(attempt, edition):
    return edition.assessment_by_id["pre-course"].by_id[attempt.form[0][0]]


@pytest.fixture
def address(attempt):
    return f"/attempts/{attempt.id}/1"


def stored(session):
    return session.scalars(select(Response).execution_options(populate_existing=True)).one()


def test_a_choice_is_saved_and_the_script_told_when(as_trainee, session, address, item):
    answer = as_trainee.save(address, {"answer": list(right(item)), "sequence": 1})
    assert answer.json == {"saved": "9:00 am UTC", "sequence": 1}
    assert tuple(stored(session).answer) == right(item)


def test_the_reply_is_the_same_for_a_right_and_a_wrong_answer(as_trainee, address, item):
    replies = [
        as_trainee.save(address, {"answer": list(answer), "sequence": n})
        for n, answer in enumerate((right(item), wrong(item)), start=1)
    ]
    assert len(replies[0].html) == len(replies[1].html)
    assert {**replies[0].json, "sequence": 0} == {**replies[1].json, "sequence": 0}


def test_an_older_window_is_told_with_both_answers(as_trainee, session, address, item):
    as_trainee.save(address, {"answer": list(right(item)), "sequence": 2})
    told = as_trainee.save(address, {"answer": list(wrong(item)), "sequence": 1}, 409)
    assert told.json["newer"] is True
    assert "You answered this in another window at 9:00 am UTC." in told.json["problem"]
    assert "That answer is: Yes." in told.json["problem"]
    assert tuple(stored(session).answer) == right(item)


def test_the_form_of_an_older_window_shows_both_and_either_can_be_kept(
    as_trainee, session, address, item
):
    form = as_trainee.get(address).form(address)
    as_trainee.save(address, {"answer": list(right(item)), "sequence": 2})
    form.fields["sequence"] = "1"
    page = form.fill(answer=list(wrong(item))).send(status=409)
    assert "You answered this in another window at 9:00 am UTC." in page.text
    assert [tag.text for tag in page.select("dd")][1:] == ["Yes", "No"]
    assert page.link("Keep the answer from the other window") == address[:-1] + "2"
    page.form(address).send("Keep the answer from this window")
    assert tuple(stored(session).answer) == wrong(item)


def test_a_number_that_is_none_is_refused(as_trainee, session, address, item):
    for sequence in ("-1", "x", "1e3", "9" * 30, "٣", str(2**40)):
        as_trainee.save(address, {"answer": list(right(item)), "sequence": sequence}, 400)
        assert session.scalars(select(Response)).all() == [], sequence


def test_what_is_no_answer_is_told_to_the_script(as_trainee, address):
    answer = as_trainee.save(address, {"answer": "nothing", "sequence": 1}, 422)
    assert "not part of this question" in answer.json["problem"]


def test_without_a_session_the_script_is_told_to_sign_in(app, as_trainee, address, item):
    token = as_trainee.get(address).token
    as_trainee.get("/profile").form("/sign-out").send()
    headers = {"Accept": "application/json", "X-CSRFToken": token}
    as_trainee.post(address, {"answer": right(item)[0]}, 403, headers=headers)


def test_a_flood_is_told_to_wait_and_the_next_newest_answer_is_taken(
    as_trainee, session, address, item, attempt, app
):
    token = as_trainee.get(address).token
    headers = {"Accept": "application/json", "X-CSRFToken": token}
    flood = app.extensions["flood"]
    while flood.takes(ANSWERS, attempt.id):
        pass
    fields = {"answer": wrong(item)[0], "sequence": 7}
    refused = as_trainee.post(address, fields, 429, headers=headers)
    assert refused.headers["Retry-After"] == "1"
    flood._buckets.clear()
    as_trainee.post(address, {**fields, "sequence": 8}, 200, headers=headers)
    assert tuple(stored(session).answer) == wrong(item)


def test_two_hundred_are_taken_at_once_and_twenty_a_second():
    flood = Flood()
    assert sum(flood.takes(ANSWERS, 1, at=0.0) for _ in range(1000)) == 200
    assert sum(flood.takes(ANSWERS, 1, at=1.0) for _ in range(1000)) == 20
    assert flood.takes(ANSWERS, 2, at=1.0)


def test_only_so_many_attempts_are_remembered():
    flood = Flood()
    for attempt in range(MOST_KEPT + 5):
        flood.takes(ANSWERS, attempt, at=0.0)
    assert len(flood._buckets) == MOST_KEPT
