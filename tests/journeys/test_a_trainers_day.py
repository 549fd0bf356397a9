"""A trainer's day: a reflection that was shared, a reply, and the state of the course's files."""

import pytest

from tests.plain import Browser
from tests.walks import complete, live_edition


@pytest.fixture
def shared(live, someone):
    """A trainee who has shared their first reflection: their address, and where it is."""
    email = someone("trainee")
    edition = live_edition(live)
    browser = Browser(live.address)
    browser.sign_in(email)
    lesson = edition.lesson_by_id[edition.reflections[0].lesson]
    complete(browser, edition, lesson, share="shared")
    return email, f"/courses/{edition.course}/reflections/{edition.reflections[0].id}"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_reply_reaches_the_trainee(enter, shared, scripts):
    trainee, reflection = shared
    page = enter("trainer", java_script_enabled=scripts)
    page.goto("/review")
    page.locator("main table").get_by_role("link").last.click()
    page.get_by_text("I would ask what helped before").first.wait_for()
    page.get_by_role("button", name="Ask for changes").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    reply = "Tell me what you would say first."
    page.locator("main textarea").fill(reply)
    page.get_by_role("button", name="Ask for changes").click()
    page.get_by_role("alert").wait_for()

    theirs = enter(email=trainee)
    theirs.goto(reflection)
    theirs.get_by_text(reply).wait_for()
    theirs.get_by_text("asked for changes").first.wait_for()


def test_the_files_are_what_trainees_read(enter):
    page = enter("trainer")
    page.goto("/author")
    page.locator("main table").get_by_role("link").first.click()
    page.get_by_text("The files are what trainees read.").wait_for()
