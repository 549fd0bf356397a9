"""A lesson: read, practised, marked as done."""

import pytest
from sqlalchemy import func, select

from course.content.edition import Certificate, Module, Requirement, Step
from course.records.progress import lessons
from course.records.tables import LessonProgress, PracticeResponse
from course.records.transaction import transaction
from tests.builders import COURSE, make_lesson, right, wrong
from tests.story import begin_pre_course, do_the_first_lesson, send

LESSONS = f"/courses/{COURSE}/lessons"
ROLE = f"{LESSONS}/the-role"
PRACTICE = f"{ROLE}/practice/role-p-1"


@pytest.fixture
def item(edition):
    return edition.assessment_by_id["practice"].by_id["role-p-1"]


def count(session, table):
    return session.scalar(select(func.count()).select_from(table))


def test_a_lesson_says_where_it_stands_and_how_long_it_takes(as_trainee):
    page = as_trainee.get(ROLE)
    assert page.h1 == "The role"
    assert "The work · Step 3 of 5" in page.text
    assert "About 2 minutes. You can stop and come back." in page.text
    assert "Say what it is" in page.text
    assert page.link("Pre-course exam") == f"/courses/{COURSE}/exams/pre-course"
    assert page.link("Gifts") == f"{LESSONS}/gifts"


def test_only_the_first_view_writes(as_trainee, session):
    as_trainee.get(ROLE)
    opened = session.scalar(select(LessonProgress.opened_at))
    as_trainee.get(ROLE)
    assert session.scalars(select(LessonProgress.opened_at)).all() == [opened]


def test_a_list_of_contents_stands_there_from_four_headings_on(as_trainee, publish_more):
    for number in (3, 4):
        headings = [{"id": f"h-{n}", "text": f"Part {n}"} for n in range(number)]
        html = "".join(f'<h2 id="{each["id"]}">{each["text"]}</h2>' for each in headings)
        lesson = make_lesson(
            "the-role",
            "The role",
            parts=({"kind": "html", "html": html},),
            contents=tuple(headings),
        )
        others = [make_lesson("how-it-works", "How it works"), make_lesson("gifts", "Gifts")]
        publish_more(COURSE, name=f"with {number}", lessons=(*others, lesson))
        page = as_trainee.get(ROLE)
        assert bool(page.select("nav.contents")) is (number == 4)


def test_an_unknown_lesson_is_not_found(as_trainee):
    as_trainee.get(f"{LESSONS}/nothing", 404)


def test_a_lesson_that_cannot_start_yet_says_what_comes_first(as_trainee, publish_more, edition):
    steps = edition.modules[0].model_copy(update={"steps": edition.modules[0].steps[::-1]})
    publish_more(COURSE, name="turned round", modules=(steps, edition.modules[1]))
    page = as_trainee.get(f"{LESSONS}/how-it-works", 403)
    assert "Finish this first: Pre-course exam" in page.text
    assert page.link("Pre-course exam") == f"/courses/{COURSE}/exams/pre-course"


def test_of_much_that_comes_first_five_are_named_and_what_can_start_is_a_link(
    as_trainee, publish_more
):
    lessons = tuple(make_lesson(f"l-{n}", f"Lesson {n}") for n in range(8))
    steps = tuple(Step(kind="lesson", id=each.id) for each in lessons)
    module = Module(title="All", order="fixed", steps=steps)
    needs = Certificate(title="C", requires=(Requirement(kind="lessons"),))
    whole = {"lessons": lessons, "modules": (module,), "certificate": needs}
    publish_more(COURSE, name="in order", reflections=(), assessments=(), **whole)
    page = as_trainee.get(f"{LESSONS}/l-7", 403)
    named = [line.text for line in page.select("main li")]
    assert named == [*(f"Lesson {n}" for n in range(5)), "and 2 more, in your course"]
    assert page.link("Lesson 0") == f"{LESSONS}/l-0"
    assert page.link("and 2 more, in your course") == f"/courses/{COURSE}"
    assert len(page.select("main li a")) == 2


def test_a_lesson_costs_at_most_three_queries(as_trainee, queries):
    as_trainee.get(ROLE)
    with queries() as asked:
        as_trainee.get(ROLE)
    assert len(asked) <= 3, asked


def test_a_right_answer_is_told_with_its_reason_on_the_same_page(as_trainee, item):
    page = as_trainee.get(ROLE).form(PRACTICE).fill(answer=list(right(item))).send()
    assert page.headers["Location"] == f"{ROLE}#q-role-p-1"
    back = page.follow()
    assert "That is right. Peers work this way." in back.text
    assert back.one("#q-role-p-1 button").text == "Check another answer"
    assert back.select("#q-role-p-1 input[checked]")[0]["value"] in right(item)


def test_a_wrong_answer_is_told_with_its_reason_and_the_explanation(as_trainee, item):
    form = as_trainee.get(ROLE).form(PRACTICE)
    back = form.fill(answer=list(wrong(item))).send().follow()
    assert "Not quite. Because. Peers work this way." in back.text


def test_before_an_answer_the_page_holds_nothing_of_the_key(as_trainee):
    page = as_trainee.get(ROLE)
    assert "Because." not in page.html
    assert "Peers work this way" not in page.html


def test_a_wrong_answer_leads_back_to_the_part_to_read_again(as_trainee, publish_more, item):
    before = {"kind": "html", "html": '<h2 id="h-what">What it is</h2><p>Words.</p>'}
    box = {"kind": "question", "assessment": "practice", "item": "role-p-1"}
    lesson = make_lesson("the-role", "The role", parts=(before, box))
    others = [make_lesson("how-it-works", "How it works"), make_lesson("gifts", "Gifts")]
    publish_more(COURSE, name="with a heading", lessons=(*others, lesson))
    form = as_trainee.get(ROLE).form(PRACTICE)
    back = form.fill(answer=list(wrong(item))).send().follow()
    assert back.link("What it is") == "#h-what"


def test_no_answer_is_asked_for_again_and_nothing_is_stored(as_trainee, session):
    page = as_trainee.get(ROLE).form(PRACTICE).send(status=422)
    assert page.problems == ["Practice question 1: select an answer."]
    assert page.link("Practice question 1: select an answer.") == "#a-role-p-1-1"
    assert page.select("script[src*=site]")
    assert count(session, PracticeResponse) == 0


def test_an_answer_of_another_question_is_refused(as_trainee, edition):
    other = edition.assessment_by_id["practice"].by_id["ethics-p-1"].options[0].id
    token = as_trainee.get(ROLE).token
    page = as_trainee.post(PRACTICE, {"answer": other, "csrf_token": token}, 422)
    assert "not part of this question" in page.problems[0]


def test_an_exam_question_is_no_practice(as_trainee, edition):
    item = edition.assessment_by_id["pre-course"].items[0]
    token = as_trainee.get(ROLE).token
    fields = {"answer": item.options[0].id, "csrf_token": token}
    as_trainee.post(f"{ROLE}/practice/{item.id}", fields, 404)


def test_a_question_of_another_lesson_is_not_found_in_this_one(as_trainee, edition):
    item = edition.assessment_by_id["practice"].by_id["ethics-p-1"]
    token = as_trainee.get(ROLE).token
    fields = {"answer": item.options[0].id, "csrf_token": token}
    as_trainee.post(f"{ROLE}/practice/{item.id}", fields, 404)


def test_an_answer_can_be_given_again(as_trainee, item):
    as_trainee.get(ROLE).form(PRACTICE).fill(answer=list(wrong(item))).send()
    form = as_trainee.get(ROLE).form(PRACTICE)
    assert "That is right." in form.fill(answer=list(right(item))).send().follow().text


def test_done_leads_to_the_next_step(as_trainee):
    form = as_trainee.get(f"{LESSONS}/how-it-works").form(f"{LESSONS}/how-it-works/done")
    page = form.send("Mark as done and continue")
    assert page.location == f"/courses/{COURSE}/exams/pre-course"
    assert "You have done the lesson “How it works”." in page.follow().text


def test_done_leads_to_the_reflection_that_the_lesson_still_asks(as_trainee):
    page = as_trainee.get(ROLE).form(f"{ROLE}/done").send()
    assert page.location == f"/courses/{COURSE}/reflections/first-day"
    said = page.follow().one(".banner").text
    assert said == "Marked as done 1 reflection is left before this lesson is complete."


def test_what_comes_first_says_what_of_it_is_left(as_trainee, publish_more, edition):
    steps = edition.modules[1].model_copy(update={"order": "fixed"})
    publish_more(COURSE, name="in order", modules=(edition.modules[0], steps))
    as_trainee.get(ROLE).form(f"{ROLE}/done").send()
    page = as_trainee.get(f"{LESSONS}/gifts", 403)
    assert page.one("main li").text == "The role Marked as done. 1 reflection left to complete."


def test_done_leads_to_the_question_that_the_lesson_still_asks(as_trainee):
    gifts = f"{LESSONS}/gifts"
    page = as_trainee.get(gifts).form(f"{gifts}/done").send()
    assert page.headers["Location"] == f"{gifts}#q-ethics-p-1"


def test_the_last_lesson_leads_back_to_what_waits(as_trainee, session, cast, edition, now):
    begin_pre_course(session, cast.ana_enrolled, edition, now)
    send(session, cast.ana_enrolled, edition, now)
    lessons.mark_done(session, cast.ana_enrolled, "gifts", edition=edition, now=now)
    page = as_trainee.get(ROLE).form(f"{ROLE}/done").send()
    assert page.location == f"{LESSONS}/gifts"


def test_a_lesson_done_says_so_and_goes_on(as_trainee, session, cast, edition, now):
    do_the_first_lesson(session, cast.ana_enrolled, edition, now)
    page = as_trainee.get(f"{LESSONS}/how-it-works")
    assert "You have done this lesson. Marked as done." in page.text
    assert (
        page.form(f"{LESSONS}/how-it-works/done")
        .send("Continue")
        .location.endswith("/exams/pre-course")
    )


def test_on_hold_a_lesson_can_be_read_but_nothing_is_saved(as_trainee, session, cast):
    with transaction(session):
        session.merge(cast.ana_enrolled).state = "on-hold"
    page = as_trainee.get(ROLE)
    assert "Your course is on hold. You can read. You cannot save or send." in page.text
    assert "Question role-p-1?" in page.text
    assert not page.select("main form, main button, main input")
    token = as_trainee.get("/profile").token
    refused = as_trainee.post(f"{ROLE}/done", {"csrf_token": token}, 403)
    assert "Your course is on hold." in refused.text


@pytest.mark.parametrize(
    ("texts", "verdict"),
    [
        (["Yes"], "Not quite: 1 of 2 right answers found. Right: Because."),
        (
            ["Yes", "No"],
            "found. 1 of what you chose is not right. Right: Because. Not right: Because.",
        ),
        (["Yes", "Also", "No"], "2 of 2 right answers found. 1 of what you chose is not right."),
    ],
)
def test_where_several_are_right_one_reads_how_many_were_found(as_trainee, edition, texts, verdict):
    asked = edition.assessment_by_id["practice"].by_id["ethics-p-1"]
    chosen = [option.id for option in asked.options if option.text in texts]
    form = as_trainee.get(f"{LESSONS}/gifts").form(f"{LESSONS}/gifts/practice/ethics-p-1")
    assert verdict in form.fill(answer=chosen).send().follow().text
