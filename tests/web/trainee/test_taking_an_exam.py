"""An exam from its instructions to its result, as a browser without a script does it."""

import pytest
from sqlalchemy import func, select

from course.records.attempts import saving, starting, submitting
from course.records.tables import Attempt, Response, Score
from course.records.transaction import transaction
from tests.builders import (
    COURSE,
    right,
    wrong,
)
from tests.story import answer_all, begin_pre_course, do_the_first_lesson
from tests.web.conftest import signed_in

EXAM = f"/courses/{COURSE}/exams/pre-course"


@pytest.fixture
def attempt(session, cast, edition, now):
    return begin_pre_course(session, cast.ana_enrolled, edition, now)


def item_at(edition, attempt, n):
    return edition.assessment_by_id[attempt.exam].by_id[attempt.form[n - 1][0]]


def answers(session):
    found = session.scalars(select(Response).execution_options(populate_existing=True))
    return {response.item: tuple(response.answer) for response in found}


def question(attempt, n):
    return f"/attempts/{attempt.id}/{n}"


def test_the_instructions_hold_no_surprises(as_trainee, session, cast, edition, now):
    do_the_first_lesson(session, cast.ana_enrolled, edition, now)
    page = as_trainee.get(EXAM)
    for words in (
        "There are 4 questions, one on each page.",
        "There is no time limit.",
        "You cannot fail this exam.",
        "You can take it once.",
        "You will not see the answers.",
        "Your answers are saved as you go.",
    ):
        assert words in page.text
    assert page.form(f"{EXAM}/start").send("Start the exam").location.endswith("/1")


def test_an_exam_that_cannot_start_yet_says_why_and_has_no_button(as_trainee):
    page = as_trainee.get(EXAM)
    lesson = f"/courses/{COURSE}/lessons/how-it-works"
    assert "You cannot start this exam now. Finish this first: How it works" in page.text
    assert page.link("How it works") == lesson
    assert not page.select("main form")
    token = as_trainee.get("/profile").token
    refused = as_trainee.post(f"{EXAM}/start", {"csrf_token": token}, 403)
    assert "Finish this first: How it works" in refused.text
    assert refused.link("How it works") == lesson


def test_an_unknown_exam_and_a_practice_set_are_not_found(as_trainee):
    as_trainee.get(f"/courses/{COURSE}/exams/nothing", 404)
    as_trainee.get(f"/courses/{COURSE}/exams/practice", 404)


def test_starting_twice_leads_to_the_same_attempt(as_trainee, session, attempt):
    page = as_trainee.get(EXAM)
    assert "You have begun this exam." in page.text
    assert page.form(f"{EXAM}/start").send("Continue the exam").location == question(attempt, 1)
    assert session.scalar(select(func.count()).select_from(Attempt)) == 1


def test_one_goes_on_at_the_first_question_without_an_answer(
    as_trainee, session, attempt, edition, now
):
    for n in (1, 3):
        item = item_at(edition, attempt, n)
        saving.save(session, attempt, item.id, right(item), edition=edition, now=now)
    page = as_trainee.get(EXAM).form(f"{EXAM}/start").send()
    assert page.location == question(attempt, 2)


def test_a_question_is_the_heading_and_offers_its_options_as_drawn(as_trainee, attempt, edition):
    page = as_trainee.get(question(attempt, 1))
    assert page.h1 == item_at(edition, attempt, 1).text
    assert "Question 1 of 4" in page.text
    offered = [tag["value"] for tag in page.select("[name=answer]")]
    assert offered == [*attempt.form[0][1], "dont-know"]


def test_nothing_is_chosen_before_an_answer(as_trainee, attempt):
    assert as_trainee.get(question(attempt, 1)).select("[checked]") == []


def test_an_answer_is_saved_and_leads_on(as_trainee, session, attempt, edition):
    item = item_at(edition, attempt, 1)
    form = as_trainee.get(question(attempt, 1)).form(question(attempt, 1))
    page = form.fill(answer=list(right(item)), later="yes").send("Save and continue")
    assert page.location == question(attempt, 2)
    back = as_trainee.get(question(attempt, 1))
    assert {tag["value"] for tag in back.select("[checked]")} == {*right(item), "yes"}
    assert "Saved at 9:00 am UTC" in back.text


def test_an_empty_answer_is_kept_as_not_answered(as_trainee, session, attempt, edition):
    form = as_trainee.get(question(attempt, 1)).form(question(attempt, 1))
    form.fill(later="yes").send()
    assert answers(session) == {item_at(edition, attempt, 1).id: ()}


def test_i_dont_know_yet_is_an_answer(as_trainee, session, attempt, edition):
    form = as_trainee.get(question(attempt, 1)).form(question(attempt, 1))
    form.choose("I don't know yet").send()
    assert answers(session) == {item_at(edition, attempt, 1).id: ("dont-know",)}


def test_the_last_question_leads_to_the_check_page(as_trainee, attempt):
    form = as_trainee.get(question(attempt, 4)).form(question(attempt, 4))
    assert form.send().location == f"/attempts/{attempt.id}/check"


def test_a_question_beyond_the_form_is_not_found(as_trainee, attempt):
    for n in (0, 5, 10**12):
        as_trainee.get(question(attempt, n), 404)


def test_another_persons_attempt_is_not_found(app, session, cast, edition, attempt):
    ben = signed_in(app, cast.ben)
    for path in ("1", "check", "result"):
        ben.get(f"/attempts/{attempt.id}/{path}", 404)
        ben.get(f"/attempts/{10**15}/{path}", 404)


def test_another_person_saves_and_sends_nothing(app, session, cast, attempt):
    ben = signed_in(app, cast.ben)
    token = ben.get("/profile").token
    ben.post(question(attempt, 1), {"csrf_token": token, "answer": "x"}, 404)
    ben.post(f"/attempts/{attempt.id}/submit", {"csrf_token": token}, 404)
    assert session.scalar(select(func.count()).select_from(Score)) == 0


def test_what_is_no_answer_is_refused_and_nothing_is_stored(as_trainee, session, attempt):
    token = as_trainee.get(question(attempt, 1)).token
    for answer in (["nothing"], ["-1"], ["\0"], ["x" * 10_000], ["dont-know", "both"]):
        fields = {"csrf_token": token, "answer": answer}
        assert as_trainee.post(question(attempt, 1), fields, 422).problems, answer
        assert answers(session) == {}, answer


def test_marks_that_nobody_asked_for_change_nothing(as_trainee, session, attempt, edition):
    item = item_at(edition, attempt, 1)
    form = as_trainee.get(question(attempt, 1)).form(question(attempt, 1))
    form.fill(answer=list(wrong(item)))
    for name in ("is_correct", "score", "deadline", "person_id", "state"):
        form.fields.add(name, "100")
    form.send()
    as_trainee.get(f"/attempts/{attempt.id}/check").form().send("Send my exam")
    assert session.scalars(select(Score.raw)).one() == 0


def test_the_check_page_lists_what_is_missing_first(as_trainee, session, attempt, edition, now):
    for n, later in ((1, False), (2, True), (4, False)):
        item = item_at(edition, attempt, n)
        saving.save(session, attempt, item.id, right(item), edition=edition, now=now, later=later)
    page = as_trainee.get(f"/attempts/{attempt.id}/check")
    assert page.h1 == "Check your answers, then send your exam"
    assert "1 of 4 questions has no answer yet. You can still answer it." in page.text
    beside = page.one("main form").text
    assert beside.startswith("1 of 4 questions has no answer yet. You can send this exam once.")
    assert [row.text for row in page.select("dt .caption")] == [
        "Question 3", "Question 2", "Question 1", "Question 4",
    ]  # fmt: skip
    assert page.link("Answer question 3") == f"{question(attempt, 3)}?from=check"


def test_beside_the_button_stands_how_many_attempts_are_left(as_trainee, final):
    beside = as_trainee.get(f"/attempts/{final.id}/check").one("main form").text
    assert "have no answer yet. After you send it, you have 1 attempt left." in beside


def test_with_every_answer_there_nothing_warns(as_trainee, session, attempt, edition, now):
    answer_all(session, attempt, edition, now, rights=3)
    page = as_trainee.get(f"/attempts/{attempt.id}/check")
    assert not page.select(".warning-box")
    assert "You can send this exam once." not in page.text


def test_the_check_page_can_show_only_what_is_missing_or_marked(
    as_trainee, session, attempt, edition, now
):
    item = item_at(edition, attempt, 2)
    saving.save(session, attempt, item.id, right(item), edition=edition, now=now, later=True)
    check = f"/attempts/{attempt.id}/check"
    assert len(as_trainee.get(f"{check}?show=unanswered").select("dt")) == 3
    assert len(as_trainee.get(f"{check}?show=later").select("dt")) == 1
    assert len(as_trainee.get(check).select("dt")) == 4


def test_a_change_from_the_check_page_leads_back_to_it(as_trainee, attempt, edition):
    form = as_trainee.get(f"{question(attempt, 2)}?from=check").form(question(attempt, 2))
    form.fill(answer=list(right(item_at(edition, attempt, 2))))
    assert form.send().location == f"/attempts/{attempt.id}/check"


def test_an_exam_is_sent_once_and_shows_no_key(as_trainee, session, attempt, edition, now):
    answer_all(session, attempt, edition, now, rights=3)
    page = as_trainee.get(f"/attempts/{attempt.id}/check").form().send("Send my exam")
    assert page.location == f"/attempts/{attempt.id}/result"
    result = page.follow()
    assert result.h1 == "Thank you. This is your starting point."
    assert "You earned 3 of 4 points. That is 75%." in result.text
    exam = edition.assessment_by_id["pre-course"]
    for asked in attempt.form:
        item = exam.by_id[asked[0]]
        assert item.text not in result.html
        for option in item.options:
            assert option.id not in result.html
    assert "Because" not in result.html
    assert "Peers work this way" not in result.html


def test_sending_twice_shows_the_same_result(as_trainee, session, attempt):
    form = as_trainee.get(f"/attempts/{attempt.id}/check").form()
    assert form.send().location == form.send().location
    assert session.scalar(select(func.count()).select_from(Score)) == 1


def test_after_sending_the_check_page_and_the_questions_lead_to_the_result(as_trainee, attempt):
    as_trainee.get(f"/attempts/{attempt.id}/check").form().send()
    for path in ("check", "1"):
        page = as_trainee.get(f"/attempts/{attempt.id}/{path}", 303)
        assert page.location == f"/attempts/{attempt.id}/result"


def test_an_answer_after_sending_is_refused(as_trainee, session, attempt, edition):
    form = as_trainee.get(question(attempt, 1)).form(question(attempt, 1))
    as_trainee.get(f"/attempts/{attempt.id}/check").form().send()
    page = form.fill(answer=list(right(item_at(edition, attempt, 1)))).send(status=409)
    assert page.h1 == "You sent this exam already"
    assert answers(session) == {}


def test_an_exam_not_sent_yet_has_no_result(as_trainee, attempt):
    page = as_trainee.get(f"/attempts/{attempt.id}/result", 409)
    assert page.h1 == "You have not sent this exam yet"


def test_an_exam_taken_once_cannot_start_again(as_trainee, attempt):
    as_trainee.get(f"/attempts/{attempt.id}/check").form().send()
    page = as_trainee.get(EXAM)
    assert "You have sent it, and you can take it once." in page.text
    assert not page.select("main form")
    assert page.link("Result of attempt 1") == f"/attempts/{attempt.id}/result"
    token = page.token
    as_trainee.post(f"{EXAM}/start", {"csrf_token": token}, 403)


def test_a_wait_between_attempts_says_until_when(as_trainee, session, final, edition, now):
    answer_all(session, final, edition, now, rights=0)
    as_trainee.get(f"/attempts/{final.id}/check").form().send()
    page = as_trainee.get(f"/courses/{COURSE}/exams/final")
    assert "You can try again on 23 November 2026 at 9:00 am UTC." in page.text
    assert "You can take it 2 times. You have 1 attempt left." in page.text


def test_who_is_taken_off_the_course_cannot_go_on(as_trainee, session, cast, attempt):
    with transaction(session):
        session.merge(cast.ana_enrolled).state = "withdrawn"
    as_trainee.get(question(attempt, 1), 403)


def test_an_open_attempt_stays_on_its_edition(as_trainee, session, attempt, publish_more):
    before = as_trainee.get(question(attempt, 1)).h1
    publish_more(COURSE, name="without the exam", assessments=(), modules=(), lessons=(),
                 reflections=(), certificate={"title": "C", "requires": ()})  # fmt: skip
    assert as_trainee.get(question(attempt, 1)).h1 == before


def test_the_pages_of_an_attempt_ask_little_of_the_database(
    as_trainee, session, attempt, edition, now, queries
):
    most = {"1": 3, "check": 3, "result": 4}
    for path in ("1", "check"):
        with queries() as asked:
            as_trainee.get(f"/attempts/{attempt.id}/{path}")
        assert len(asked) <= most[path], asked
    as_trainee.get(f"/attempts/{attempt.id}/check").form().send()
    with queries() as asked:
        as_trainee.get(f"/attempts/{attempt.id}/result")
    assert len(asked) <= most["result"], asked


def test_two_starts_from_two_windows_give_one_attempt(as_trainee, session, cast, edition, now):
    do_the_first_lesson(session, cast.ana_enrolled, edition, now)
    first, second = (as_trainee.get(EXAM).form(f"{EXAM}/start") for _ in "12")
    assert first.send().location == second.send().location
    assert len(starting.attempts_of(session, cast.ana_enrolled)) == 1


@pytest.fixture
def failed(session, final, edition, now):
    """The address of the result of a final exam that Ana has not passed."""
    answer_all(session, final, edition, now, rights=0)
    submitting.submit(session, final, edition=edition, now=now)
    return f"/attempts/{final.id}/result"


def test_a_failed_exam_says_how_many_attempts_are_left_and_from_when(as_trainee, failed, queries):
    with queries() as asked:
        page = as_trainee.get(failed)
    assert len(asked) <= 7, asked
    assert page.h1 == "You have not passed yet"
    assert "You can try again on 23 November 2026 at 9:00 am UTC. You can take it" in page.text
    assert "left." in page.text
    assert not [link for link in page.select("a") if link.text == "Try again"]


def test_a_failed_exam_can_be_tried_again(app, cast, failed, later_on):
    later_on(hours=25)
    page = signed_in(app, cast.ana).get(failed)
    assert page.link("Try again") == f"/courses/{COURSE}/exams/final"


def test_a_passed_exam_offers_no_other_try(as_trainee, session, final, edition, now):
    answer_all(session, final, edition, now)
    as_trainee.get(f"/attempts/{final.id}/check").form().send()
    assert "Try again" not in as_trainee.get(f"/attempts/{final.id}/result").text


def test_the_final_says_what_the_exam_before_the_course_came_to(
    as_trainee, session, final, edition, now
):
    answer_all(session, final, edition, now, rights=3)
    as_trainee.get(f"/attempts/{final.id}/check").form().send()
    assert "Before: 0%. Now: 75%." in as_trainee.get(f"/attempts/{final.id}/result").text


def test_on_hold_the_exam_can_be_read_about_but_not_started(
    as_trainee, session, cast, edition, now
):
    do_the_first_lesson(session, cast.ana_enrolled, edition, now)
    with transaction(session):
        session.merge(cast.ana_enrolled).state = "on-hold"
    page = as_trainee.get(EXAM)
    assert "Your course is on hold. You can read. You cannot save or send." in page.text
    assert not page.select("main form")
