"""What the script adds to pages that work without it: saving as one goes, and saying so."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.theatre import sign_in
from tests.walks import live_edition, sit_down

LESSON = "/courses/peer-support/lessons/role-of-a-peer-specialist"
NOT_YET = "Not saved yet. This page keeps trying. Your text is kept on this device."
SAVED = re.compile(r"^Saved at \d+:\d\d [ap]m UTC$")


def open_reflection(page: Page) -> None:
    page.goto(LESSON)
    page.get_by_role("link", name="Open this reflection").first.click()


def write(page: Page, text: str) -> None:
    page.locator("textarea").press_sequentially(text)


def status(page: Page):
    return expect(page.locator("[data-status]"))


def on_device(page: Page) -> str:
    return page.evaluate("JSON.stringify(localStorage)")


def refuse_saves(route: Route) -> None:
    if route.request.method == "POST":
        route.abort()
    else:
        route.continue_()


@pytest.fixture
def page(enter: Callable[..., Page]) -> Page:
    """A trainee's browser with a reflection open."""
    opened = enter("trainee")
    open_reflection(opened)
    return opened


def test_a_draft_saves_itself_and_says_when(page):
    write(page, "I would ask Dana")
    status(page).to_have_text(SAVED)
    page.reload()
    expect(page.locator("textarea")).to_have_value("I would ask Dana")


def test_a_choice_saves_itself_and_says_when(enter, someone, live):
    email = someone("trainee")
    sitting = sit_down(live, live_edition(live), email)
    page = enter(email=email)
    page.goto(f"{sitting.address}/1")
    page.locator("[name=answer]").nth(1).check()
    status(page).to_have_text(SAVED)
    page.get_by_role("link", name="Check all my answers").click()
    expect(page.locator(".warning-box").first).to_contain_text(f"39 of {len(sitting.options)}")


def test_words_are_counted_after_a_pause(page):
    write(page, "I would ask Dana")
    count = page.locator("[data-count]")
    expect(count).to_have_text("4 words so far. Write at least 46 more.")
    page.locator("textarea").fill("word " * 301)
    expect(count).to_have_text("301 words so far. Take out 1.")


def test_a_cut_network_loses_nothing_and_says_so(page):
    page.context.set_offline(True)
    write(page, "Typed while the line was cut")
    status(page).to_have_text(NOT_YET)
    assert "Typed while the line was cut" in on_device(page)
    page.context.set_offline(False)
    status(page).to_have_text(SAVED)
    assert on_device(page) == "{}"


def test_sending_without_a_network_stays_on_the_page(page):
    write(page, "Typed")
    page.context.set_offline(True)
    page.get_by_role("button", name="Save draft").click()
    status(page).to_have_text(NOT_YET)
    expect(page.locator("textarea")).to_have_value("Typed")
    page.context.set_offline(False)
    status(page).to_have_text(SAVED)


def test_a_text_kept_on_the_device_comes_back_and_is_saved(page):
    page.route("**/reflections/**", refuse_saves)
    write(page, "Kept on the device")
    status(page).to_have_text(NOT_YET)
    page.unroute("**/reflections/**")
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    status(page).to_have_text(SAVED)
    expect(page.locator("textarea")).to_have_value("Kept on the device")


def test_leaving_is_asked_about_only_while_something_is_unsaved(page):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    write(page, "Saved")
    status(page).to_have_text(SAVED)
    page.goto(LESSON)
    assert asked == []
    open_reflection(page)
    page.route("**/reflections/**", refuse_saves)
    write(page, "Not saved")
    status(page).to_have_text(NOT_YET)
    page.goto(LESSON)
    assert asked == ["beforeunload"]


def test_signing_out_clears_the_device(page):
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/reflections/**", refuse_saves)
    write(page, "Mine alone")
    status(page).to_have_text(NOT_YET)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("/")
    assert on_device(page) == "{}"


def test_an_older_window_is_told_and_both_texts_are_shown(page):
    other = page.context.new_page()
    other.goto(page.url)
    write(page, "From the first window")
    status(page).to_have_text(SAVED)
    write(other, "From the second window")
    status(other).to_have_text(re.compile("^You wrote this in another window at "))
    other.get_by_role("button", name="Save draft").click()
    expect(other.locator(".as-written")).to_have_text("From the first window")
    expect(other.locator("textarea")).to_have_value("From the second window")


def test_after_signing_in_again_in_another_window_the_text_is_saved(enter, someone):
    email = someone("trainee")
    page = enter(email=email)
    open_reflection(page)
    other = page.context.new_page()
    other.goto("/courses")
    other.get_by_role("button", name="Sign out").click()
    write(page, "Typed after the session ended")
    status(page).to_have_text(re.compile(re.escape(NOT_YET)))
    sign_in(other, email)
    status(page).to_have_text(SAVED, timeout=20_000)


def test_a_password_can_be_shown_and_is_hidden_again_when_sent(enter):
    page = enter()
    page.goto("/sign-in")
    field = page.get_by_label("Password", exact=True)
    field.fill("something secret")
    page.get_by_role("button", name="Show password").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Hide password").click()
    expect(field).to_have_attribute("type", "password")


def test_the_message_of_a_refused_form_has_the_focus(page):
    page.get_by_role("button", name="Send my reflection").click()
    expect(page.locator(".error-summary")).to_be_focused()
