"""Who has done all that the certificate asks for reads that first, whatever comes after."""

import pytest

from course.content.edition import Certificate, Module, Requirement, Step
from tests.builders import COURSE, make_edition, make_lesson
from tests.story import do_everything_but_the_final, do_the_first_lesson, take_the_final

HOME = f"/courses/{COURSE}"
DONE = "You have done everything that the certificate asks for."


@pytest.fixture
def completed(session, cast, edition, now):
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    take_the_final(session, cast.ana_enrolled, edition, now)


def with_one_more():
    whole = make_edition()
    more = Module(title="More", order="free", steps=(Step(kind="lesson", id="more"),))
    lessons = (*whole.lessons, make_lesson("more", "Second lesson"))
    return {"lessons": lessons, "modules": (*whole.modules, more)}


def test_a_lesson_published_later_is_an_offer_and_undoes_nothing(
    as_trainee, completed, publish_more
):
    publish_more(COURSE, name="more", **with_one_more())
    page = as_trainee.get(HOME)
    assert page.one(".lead").text == DONE
    assert "The course has more for you, if you like: Second lesson." in page.text
    assert "The certificate does not ask for it." in page.text
    assert page.link("Second lesson") == f"{HOME}/lessons/more"
    assert page.link("See your record") == f"/record?course={COURSE}"
    assert "Continue" not in page.text
    assert "You have done 5 of 6 steps" not in page.text
    assert DONE in as_trainee.get("/record").text


def test_a_certificate_that_asks_for_less_than_all_is_told_as_soon_as_it_is_met(
    as_trainee, session, cast, publish_more, now
):
    only = Certificate(title="C", requires=(Requirement(kind="exam", exam="pre-course"),))
    edition = publish_more(COURSE, name="less", certificate=only)
    do_the_first_lesson(session, cast.ana_enrolled, edition, now)
    assert as_trainee.get(HOME).link("Continue: Pre-course exam")
    take = as_trainee.get(f"{HOME}/exams/pre-course").form().send().follow()
    check = as_trainee.get(take.link("Check all my answers"))
    check.form().send("Send my exam")
    page = as_trainee.get(HOME)
    assert page.one(".lead").text == DONE
    assert "if you like: The role." in page.text


def test_with_nothing_new_nothing_is_offered(as_trainee, completed):
    page = as_trainee.get(HOME)
    assert page.one(".lead").text == DONE
    assert "if you like" not in page.text


def test_who_has_not_done_all_is_led_on(as_trainee, session, cast, edition, now):
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    page = as_trainee.get(HOME)
    assert page.one(".lead").text == "You have done 4 of 5 steps."
    assert page.link("Continue: Final exam") == f"{HOME}/exams/final"
    assert DONE not in page.text
