"""An exam that cannot be tried again now: home says why, until when or whom to ask."""

from datetime import timedelta

import pytest

from course.content.edition import Certificate, Module, ReflectionBox, Requirement, Step
from course.records.progress import lessons
from course.records.tables import Person
from course.records.transaction import transaction
from tests.builders import COURSE, make_edition, make_lesson, make_reflections
from tests.story import WORDS, begin_final, do_everything_but_the_final, send, take_the_final
from tests.web.conftest import signed_in

HOME = f"/courses/{COURSE}"
EXAM = f"{HOME}/exams/final"
ASK = "Ask your coordinator what you can do now."
AGAIN = "You can try again on 23 November 2026 at 9:00 am UTC."


@pytest.fixture
def tomorrow(now, later_on):
    """The moment at which the wait is over, which the site's clock shows too."""
    later_on(days=1)
    return now + timedelta(days=1)


@pytest.fixture
def failed_once(session, cast, edition, now):
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    take_the_final(session, cast.ana_enrolled, edition, now, rights=2)


@pytest.fixture
def used_up(session, cast, edition, now, failed_once):
    later = now + timedelta(days=1)
    take_the_final(session, cast.ana_enrolled, edition, later, rights=2)


def row(page, title):
    return next(each.text for each in page.select(".tasks li") if title in each.text)


def test_with_the_attempts_used_up_home_says_whom_to_ask_and_offers_no_button(as_trainee, used_up):
    page = as_trainee.get(HOME)
    assert "Continue" not in page.text
    stuck = f"Final exam. Not passed yet. Score: 50%. You have used your 2 attempts. {ASK}"
    assert f"There is no step that you can do right now: {stuck}" in page.text
    assert page.link("training@example.org") == "mailto:training@example.org"
    assert row(page, "Final exam").startswith("Final exam Cannot start yet Not passed yet.")


def test_the_page_of_the_exam_says_the_same_and_promises_nothing(as_trainee, used_up):
    page = as_trainee.get(EXAM)
    assert f"You cannot start this exam now. You have used your 2 attempts. {ASK}" in page.text
    assert "another one" not in page.text
    assert page.link("training@example.org") == "mailto:training@example.org"
    refused = as_trainee.post(f"{EXAM}/start", {"csrf_token": page.token}, 403)
    assert ASK in refused.text


def test_during_the_wait_home_says_from_when_on_one_can_go_on(as_trainee, failed_once):
    page = as_trainee.get(HOME)
    assert "Continue" not in page.text
    assert f"right now: Final exam. Not passed yet. Score: 50%. {AGAIN}" in page.text
    assert AGAIN in row(page, "Final exam")
    assert ASK not in page.text
    assert AGAIN in as_trainee.get(EXAM).text


def test_after_the_wait_home_leads_on_again(app, cast, failed_once, tomorrow):
    page = signed_in(app, cast.ana).get(HOME)
    assert page.link("Continue: Final exam") == EXAM
    assert "In progress" in row(page, "Final exam")


def test_the_moment_is_told_in_each_readers_own_zone(as_trainee, session, cast, failed_once):
    assert AGAIN in row(as_trainee.get(HOME), "Final exam")
    with transaction(session):
        session.get_one(Person, cast.ana.id).time_zone = "America/Denver"
    assert "on 23 November 2026 at 2:00 am MST." in row(as_trainee.get(HOME), "Final exam")


def test_another_step_is_offered_while_an_exam_cannot_be_tried(
    as_trainee, failed_once, publish_more
):
    whole = make_edition()
    more = Module(title="More", order="free", steps=(Step(kind="lesson", id="more"),))
    longer = (*whole.lessons, make_lesson("more", "Second lesson"))
    publish_more(COURSE, name="more", lessons=longer, modules=(*whole.modules, more))
    page = as_trainee.get(HOME)
    assert page.link("Continue: Second lesson") == f"{HOME}/lessons/more"
    assert "right now" not in page.text
    assert AGAIN in row(page, "Final exam")


def test_the_last_attempt_is_gone_on_with_while_it_is_open(app, cast, failed_once, tomorrow):
    ana = signed_in(app, cast.ana)
    ana.get(EXAM).form(f"{EXAM}/start").send()
    assert ana.get(HOME).link("Continue: Final exam") == EXAM


def test_an_open_attempt_is_led_to_although_another_step_comes_first_now(
    as_trainee, session, cast, edition, now, publish_more
):
    begin_final(session, cast.ana_enrolled, edition, now)
    start, work = make_edition().modules
    more = Step(kind="lesson", id="more")
    steps = (*work.steps[:-1], more, work.steps[-1].model_copy(update={"after": ("more",)}))
    modules = (start, work.model_copy(update={"steps": steps}))
    longer = (*make_edition().lessons, make_lesson("more", "Second lesson"))
    publish_more(COURSE, name="first", lessons=longer, modules=modules)
    assert "In progress" in row(as_trainee.get(HOME), "Final exam")


def test_what_waits_for_a_trainer_is_named_as_well(as_trainee, session, cast, edition, now):
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    send(session, cast.ana_enrolled, edition, now, text=f"{WORDS} More.", shared=True)
    page = as_trainee.get(HOME)
    waits = "right now: The role. Your trainer has not answered yet: “The first day”."
    assert waits in page.text
    assert "training@example.org" not in page.one("main").text


def test_where_only_a_reflection_is_left_home_points_at_the_list(
    as_trainee, session, cast, edition, now, publish_more
):
    work = (
        make_edition().modules[1].model_copy(update={"steps": make_edition().modules[1].steps[:1]})
    )
    read = make_lesson("the-role", "The role", ReflectionBox(reflection="first-day"))
    first = make_reflections()[0]
    needs = Certificate(title="C", requires=(Requirement(kind="reflections"),))
    short = {"modules": (work,), "lessons": (read,), "reflections": (first,)}
    made = publish_more(COURSE, name="short", assessments=(), certificate=needs, **short)
    lessons.mark_done(session, cast.ana_enrolled, "the-role", edition=made, now=now)
    page = as_trainee.get(HOME)
    assert "No step waits for you right now. What is left before your certificate" in page.text
    assert page.link("The first day") == f"{HOME}/reflections/first-day"


def test_who_passed_with_the_last_attempt_is_not_told_to_ask(
    app, session, cast, edition, failed_once, tomorrow
):
    take_the_final(session, cast.ana_enrolled, edition, tomorrow)
    page = signed_in(app, cast.ana).get(EXAM)
    assert "You cannot start this exam now. You have used your 2 attempts." in page.text
    assert "Ask your coordinator" not in page.text


def test_a_home_where_nothing_can_be_done_costs_at_most_four_queries(as_trainee, used_up, queries):
    as_trainee.get(HOME)
    with queries() as asked:
        as_trainee.get(HOME)
    assert len(asked) <= 4, asked


@pytest.fixture
def waits_for_theo(session, cast, edition, now, publish_more):
    """Everything done but the final, which asks for a reflection that Theo has not answered."""
    first, other = edition.reflections
    course = publish_more(
        COURSE,
        name="waits",
        reflections=(first.model_copy(update={"review": "required"}), other),
        lessons=tuple(
            each.model_copy(update={"complete_when": "read"}) for each in edition.lessons
        ),
        modules=tuple(
            each.model_copy(
                update={
                    "steps": tuple(
                        Step(kind="exam", id="final", after_reflections=True)
                        if step.id == "final"
                        else step
                        for step in each.steps
                    )
                }
            )
            for each in edition.modules
        ),
    )
    do_everything_but_the_final(session, cast.ana_enrolled, course, now)
    send(session, cast.ana_enrolled, course, now, shared=True)


NOT_ANSWERED = "Your trainer has not answered yet: “The first day”."


def test_an_exam_that_waits_for_a_trainer_alone_says_so_and_asks_nothing_of_the_trainee(
    waits_for_theo, as_trainee
):
    home = as_trainee.get(HOME)
    assert "There is no step that you can do right now:" in home.text
    assert NOT_ANSWERED in home.text
    assert "Finish “The first day” first." not in home.text
    exam = as_trainee.get(EXAM)
    assert "Your trainer has not answered yet." in exam.text
