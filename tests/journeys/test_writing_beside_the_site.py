"""Somebody writes a lesson with `course serve` beside the editor, in a real browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.builders import COURSE
from tests.desk import Desk
from tests.journeys.theatre import PHONE
from tests.live import PEOPLE

HOME = f"/courses/{COURSE}"


def sign_in(desk: Desk, page: Page, email: str) -> None:
    """Sign in with the password that the terminal shows."""
    page.goto(f"{desk.address}/sign-in")
    page.get_by_label("Email address").fill(email)
    shown = re.findall(r"password: (.+)", desk.said())[0]
    page.get_by_label("Password", exact=True).fill(shown)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The author's desk."""
    with Desk(tmp_path_factory.mktemp("desk")) as made:
        yield made


@pytest.fixture
def window(desk: Desk, browser: Browser) -> Iterator[Page]:
    """The trainee's window beside the editor."""
    context = browser.new_context(viewport=PHONE, base_url=desk.address)
    page = context.new_page()
    sign_in(desk, page, PEOPLE["trainee"])
    yield page
    context.close()


def test_the_page_changes_by_itself(desk: Desk, window: Page):
    window.goto(f"{HOME}/lessons/gifts")
    expect(window.get_by_text("A gift can change how you work")).to_be_visible()
    desk.save("A gift can", "A small gift can")
    expect(window.get_by_text("A small gift can change how you work")).to_be_visible()
    desk.save("topic: ethics", "topic: ethic")
    notes = window.get_by_role("complementary", name="Problems in the files")
    expect(notes.get_by_text('course.yaml has no topic "ethic"')).to_be_visible()
    expect(window.get_by_text("A small gift can change how you work")).to_be_visible()
    assert "error[Q204]" in desk.said()
    sideways = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not window.evaluate(sideways)
    desk.save("topic: ethic", "topic: ethics")
    expect(notes).to_have_count(0)


def test_what_somebody_writes_is_not_lost(desk: Desk, window: Page):
    window.goto(f"{HOME}/reflections/a-gift")
    window.get_by_role("textbox").fill("I would thank Lee.")
    desk.save("Thank the person.", "Thank them.")
    expect(window.get_by_text("The course has changed")).to_be_visible()
    expect(window.get_by_role("textbox")).to_have_value("I would thank Lee.")


def test_without_scripts_loading_again_shows_the_save(desk: Desk, browser: Browser):
    context = browser.new_context(java_script_enabled=False, base_url=desk.address)
    page = context.new_page()
    sign_in(desk, page, PEOPLE["trainee"])
    page.goto(f"{HOME}/lessons/gifts")
    desk.save("Ask your supervisor.", "Ask them today.")
    page.reload()
    assert page.get_by_text("Ask them today.").is_visible()
    context.close()
