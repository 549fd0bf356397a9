"""What is typed or chosen is saved without a button, says so, and outlives a cut connection."""

import re

import pytest

from tests.plain import Browser
from tests.walks import complete, live_edition

SAVED = re.compile("^Saved at ")
NOT_SAVED = re.compile("^Not saved yet")
KEPT = "Object.keys(localStorage).length"


@pytest.fixture
def question(enter, live, someone):
    """The first question of an exam, open in a trainee's browser."""
    email = someone("trainee")
    edition = live_edition(live)
    browser = Browser(live.address)
    browser.sign_in(email)
    for step in edition.steps:
        if step.kind == "exam":
            break
        complete(browser, edition, edition.lesson_by_id[step.id])
    page = enter(email=email)
    page.goto(f"/courses/{edition.course}/exams/{step.id}")
    page.get_by_role("button", name="Start the exam").click()
    return page


@pytest.fixture
def reflection(enter, live):
    """The first reflection of the course, open in a trainee's browser."""
    edition = live_edition(live)
    page = enter("trainee")
    page.goto(f"/courses/{edition.course}/reflections/{edition.reflections[0].id}")
    return page


def status(page, words):
    return page.locator("[data-status]").filter(has_text=words)


def test_a_choice_is_saved_at_once(question):
    question.locator("input[name=answer]").first.check()
    status(question, SAVED).wait_for()
    question.reload()
    assert question.locator("input[name=answer]").first.is_checked()


def test_words_are_saved_after_a_pause(reflection):
    reflection.get_by_label("Your reflection").fill("I would listen first.")
    status(reflection, SAVED).wait_for()
    assert "4 words so far" in reflection.locator("[data-count]").inner_text()
    reflection.reload()
    assert reflection.get_by_label("Your reflection").input_value() == "I would listen first."


@pytest.mark.parametrize("place", ["question", "reflection"])
def test_a_cut_connection_loses_nothing(request, place):
    page = request.getfixturevalue(place)
    page.context.set_offline(True)
    if place == "question":
        page.locator("input[name=answer]").nth(1).check()
    else:
        page.get_by_label("Your reflection").fill("Written on a train.")
    status(page, NOT_SAVED).wait_for()
    assert page.evaluate(KEPT) == 1
    page.context.set_offline(False)
    status(page, SAVED).wait_for()
    assert page.evaluate(KEPT) == 0
    page.reload()
    if place == "question":
        assert page.locator("input[name=answer]").nth(1).is_checked()
    else:
        assert page.get_by_label("Your reflection").input_value() == "Written on a train."


def written_offline_and_opened_again(reflection):
    """Write in a tunnel, close the page before it is saved, and open it outside."""
    reflection.context.set_offline(True)
    reflection.get_by_label("Your reflection").fill("Written in a tunnel.")
    status(reflection, NOT_SAVED).wait_for()
    context, address = reflection.context, reflection.url
    reflection.close(run_before_unload=False)
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    status(again, SAVED).wait_for()
    return again


def test_what_was_not_saved_is_there_after_the_page_was_closed(reflection):
    again = written_offline_and_opened_again(reflection)
    assert again.get_by_label("Your reflection").input_value() == "Written in a tunnel."


def test_what_was_not_saved_of_a_new_version_unfolds_it(reflection):
    reflection.get_by_label("Your reflection").fill("I would ask first, and listen. " * 20)
    reflection.get_by_role("button", name="Send my reflection").click()
    reflection.get_by_text("Write a new version").click()
    again = written_offline_and_opened_again(reflection)
    assert again.get_by_label("Your reflection").is_visible()
    assert again.get_by_label("Your reflection").input_value() == "Written in a tunnel."


def test_a_choice_that_is_saved_by_itself_leaves_what_was_sent_shared(reflection):
    reflection.get_by_label("Your reflection").fill("I would ask first, and listen. " * 20)
    reflection.get_by_label("Share with").check()
    reflection.get_by_role("button", name="Send my reflection").click()
    reflection.get_by_text("Write a new version").click()
    reflection.get_by_label("Keep private. Only I can read it.").check()
    status(reflection, re.compile("Saved at .* What you sent is still shared")).wait_for()
    reflection.reload()
    assert reflection.get_by_role("button", name="Stop sharing").is_visible()


def test_signing_out_leaves_nothing_on_the_device(reflection):
    reflection.context.set_offline(True)
    reflection.get_by_label("Your reflection").fill("For my eyes only.")
    status(reflection, NOT_SAVED).wait_for()
    reflection.context.set_offline(False)
    reflection.get_by_role("button", name="Sign out").click()
    reflection.wait_for_url("**/")
    assert reflection.evaluate(KEPT) == 0
