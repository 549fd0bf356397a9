"""The list of courses and the home of a course: what is done, what comes next, what is left."""

from datetime import timedelta

from sqlalchemy import select

from course.content.edition import Certificate, Module, Requirement, Step
from course.records.reflections import reviewing
from course.records.tables import WrittenReflection
from course.records.transaction import transaction
from tests.builders import COURSE, make_edition
from tests.cast import make_cohort, make_enrollment
from tests.story import (
    WORDS,
    begin_pre_course,
    do_everything_but_the_final,
    do_the_first_lesson,
    send,
)

HOME = f"/courses/{COURSE}"


def test_one_course_is_opened_at_once(as_trainee):
    assert as_trainee.get("/courses", 303).location == HOME


def test_without_a_course_the_page_says_whom_to_ask(as_trainee, session, cast):
    with transaction(session):
        session.delete(session.merge(cast.ana_enrolled))
    page = as_trainee.get("/courses")
    assert "You are not on a course yet." in page.text
    assert page.link("training@example.org") == "mailto:training@example.org"


def test_several_courses_are_listed_with_what_is_done(as_trainee, session, cast, publish_more):
    publish_more("second-course", title="A second course")
    with transaction(session):
        cohort = make_cohort("Other", "QTHERABC", "second-course")
        session.add_all([cohort, make_enrollment(session.merge(cast.ana), cohort)])
    page = as_trainee.get("/courses")
    assert page.link("A second course") == "/courses/second-course"
    assert "0 of 5 steps done" in page.text


def test_a_new_trainee_is_led_to_the_first_step(as_trainee):
    page = as_trainee.get(HOME)
    assert "You have done 0 of 5 steps." in page.text
    assert page.link("Continue: How it works") == f"{HOME}/lessons/how-it-works"


def test_a_step_that_cannot_start_yet_says_why_and_is_no_link(as_trainee):
    page = as_trainee.get(HOME)
    assert "2. Pre-course exam Cannot start yet Finish “How it works” first." in page.text
    row = page.select("ol.tasks li")[1]
    assert not row.select("a")


def test_the_link_of_a_step_is_described_by_its_status_and_its_reason(as_trainee):
    as_trainee.get(f"{HOME}/lessons/how-it-works")
    page = as_trainee.get(HOME)
    described = {
        link.text: [page.one(f"#{id}").text for id in link["aria-describedby"].split()]
        for link in page.select(".tasks a")
    }
    assert described["How it works"] == ["In progress", "Started, but not marked as done yet."]
    assert described["The role"] == ["Not started"]


def test_what_was_done_counts_and_the_next_step_is_named(as_trainee, session, cast, edition, now):
    do_the_first_lesson(session, cast.ana_enrolled, edition, now)
    page = as_trainee.get(HOME)
    assert "You have done 1 of 5 steps." in page.text
    assert page.link("Continue: Pre-course exam") == f"{HOME}/exams/pre-course"


def test_what_is_left_stands_there_with_the_reason(as_trainee, session, cast, edition, now):
    begin_pre_course(session, cast.ana_enrolled, edition, now)
    left = as_trainee.get(HOME).text.split("What is left before your certificate")[1]
    assert "The role. Not started yet." in left
    assert "Pre-course exam. Started, but not sent yet." in left
    assert "How it works" not in left


def test_who_is_on_another_course_only_finds_none_here(app, as_trainee, publish_more):
    publish_more("second-course")
    as_trainee.get("/courses/second-course", 404)
    as_trainee.get("/courses/no-such-course", 404)


def test_on_hold_the_home_says_so_and_offers_nothing_to_continue(as_trainee, session, cast):
    with transaction(session):
        session.merge(cast.ana_enrolled).state = "on-hold"
    page = as_trainee.get(HOME)
    assert "Your course is on hold." in page.text
    assert "Continue" not in page.text


def test_the_home_says_where_a_trainer_replied(as_trainee, session, cast, edition, now):
    send(session, cast.ana_enrolled, edition, now, shared=True)
    assert "Your trainer replied" not in as_trainee.get(HOME).text
    written = session.scalars(select(WrittenReflection.id)).one()
    for reply, words in (
        (reviewing.reply, "A reply to read"),
        (reviewing.ask_for_changes, "Changes asked for"),
    ):
        reply(session, cast.theo, written, "Say more about Sam.", now=now)
        page = as_trainee.get(HOME)
        title = edition.reflection_by_id["first-day"].title
        assert f"Your trainer replied {title} {words}" in page.text
        assert page.link(title) == f"{HOME}/reflections/first-day"


def test_a_reply_to_an_older_version_waits_no_more(as_trainee, session, cast, edition, now):
    send(session, cast.ana_enrolled, edition, now, shared=True)
    written = session.scalars(select(WrittenReflection.id)).one()
    reviewing.reply(session, cast.theo, written, "Say more about Sam.", now=now)
    later = now + timedelta(minutes=1)
    send(session, cast.ana_enrolled, edition, later, text=f"{WORDS} More.", shared=True)
    assert "Your trainer replied" not in as_trainee.get(HOME).text


def test_the_home_costs_at_most_four_queries_however_much_was_done(
    as_trainee, session, cast, edition, now, queries
):
    as_trainee.get(HOME)
    with queries() as at_first:
        as_trainee.get(HOME)
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    with queries() as later:
        as_trainee.get(HOME)
    assert len(at_first) == len(later) <= 4, later


def test_a_long_course_lists_only_the_first_things_left(as_trainee, session, publish_more, cast):
    lessons = tuple(
        make_edition().lessons[0].model_copy(update={"id": f"l-{n}", "title": f"Lesson {n}"})
        for n in range(5)
    )
    publish_more(COURSE, name="longer", **course_of(lessons))
    page = as_trainee.get(HOME)
    assert page.link("2 more, on your record") == f"/record?course={COURSE}"


def course_of(lessons):
    steps = tuple(Step(kind="lesson", id=each.id) for each in lessons)
    return {
        "lessons": lessons,
        "modules": (Module(title="All", steps=steps),),
        "reflections": (),
        "assessments": (),
        "certificate": Certificate(title="C", requires=(Requirement(kind="lessons"),)),
    }
