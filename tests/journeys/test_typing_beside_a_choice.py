"""Who shares or stops while a new version is being typed loses nothing, and is asked nothing."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.walks import live_edition

SENT = "I would ask first, and listen. " * 20
TYPED = "TYPED JUST NOW"


@pytest.fixture
def shared(enter, live) -> Page:
    """A reflection that was sent and shared, its new version open; no box may come up."""
    edition = live_edition(live)
    page = enter("trainee")
    page.goto(f"/courses/{edition.course}/reflections/{edition.reflections[0].id}")
    page.get_by_label("Your reflection").fill(SENT)
    page.get_by_label("Share with").check()
    page.get_by_role("button", name="Send my reflection").click()
    page.get_by_text("Write a new version").click()
    boxes: list[str] = []
    page.on("dialog", lambda box: (boxes.append(box.type), box.accept()))
    yield page
    assert boxes == []


def type_more(page: Page) -> None:
    box = page.get_by_label("Your reflection")
    box.press("ControlOrMeta+End")
    box.press_sequentially(TYPED)


def told(page: Page):
    return expect(page.locator(".banner"))


def test_what_was_typed_a_moment_before_is_kept_and_the_sharing_stops(shared):
    type_more(shared)
    shared.get_by_role("button", name="Stop sharing").click()
    told(shared).to_contain_text("You stopped sharing it.")
    expect(shared.get_by_label("Your reflection")).to_have_value(SENT.strip() + " " + TYPED)
    expect(shared.get_by_label("Keep private")).to_be_checked()
    type_more(shared)
    shared.get_by_role("button", name="Share with").click()
    told(shared).to_contain_text("can now read what you sent.")
    expect(shared.get_by_label("Your reflection")).to_have_value(re.compile(f"{TYPED}{TYPED}$"))


def test_enter_in_the_form_saves_and_changes_no_reader(shared):
    type_more(shared)
    shared.get_by_label("Share with").press("Enter")
    told(shared).to_contain_text("Your draft is saved.")
    expect(shared.get_by_role("button", name="Stop sharing")).to_be_visible()


def test_without_a_connection_one_is_told_that_it_was_not_done(shared):
    shared.get_by_text("Write a new version").click()
    shared.context.set_offline(True)
    shared.get_by_role("button", name="Stop sharing").click()
    status = shared.locator("[data-status]")
    undone = "“Stop sharing” was not done. Select it again."
    expect(status).to_contain_text(undone)
    expect(status).to_be_in_viewport()
    shared.context.set_offline(False)
    expect(status).to_have_text(re.compile(f"^Saved at .*{undone}$"))
    shared.get_by_role("button", name="Stop sharing").click()
    told(shared).to_contain_text("You stopped sharing it.")


def test_of_two_windows_the_older_one_stops_it_and_shows_both_texts(shared):
    older = shared.context.new_page()
    older.goto(shared.url)
    older.get_by_text("Write a new version").click()
    type_more(shared)
    expect(shared.locator("[data-status]")).to_contain_text("Saved at")
    older.get_by_label("Your reflection").fill("From the older window.")
    older.get_by_role("button", name="Stop sharing").click()
    told(older).to_contain_text("You stopped sharing it.")
    expect(older.get_by_role("heading", level=1)).to_have_text("Choose the text to keep")
    expect(older.get_by_label("Your reflection")).to_have_value("From the older window.")
    expect(older.locator("main")).to_contain_text(TYPED)
