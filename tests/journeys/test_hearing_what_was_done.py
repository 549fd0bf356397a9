"""What was done, or refused, is where the keyboard is: a reader of the screen hears it first."""

from playwright.sync_api import Page, expect

from tests.journeys.test_a_trainers_day import shared  # noqa: F401  # a fixture
from tests.journeys.test_the_script import SAVED


def done(page: Page) -> None:
    expect(page.locator(".banner:focus")).to_have_count(1)


def refused(page: Page) -> None:
    expect(page.locator(".error-summary:focus")).to_have_count(1)


def press(page: Page, button: str) -> None:
    page.locator("main").get_by_role("button", name=button, exact=True).click()


def test_a_coordinator_hears_what_was_done(enter, someone):
    page, trainer = enter("coordinator"), someone("trainer")
    page.goto("/cohorts/new")
    press(page, "Add this cohort")
    refused(page)
    page.get_by_label("Name", exact=True).fill("A group that is heard")
    press(page, "Add this cohort")
    done(page)
    page.reload()
    expect(page.locator("script[src]")).to_have_count(0)

    page.get_by_role("link", name="Invite one person").click()
    page.get_by_label("Email address").fill("heard@example.org")
    press(page, "Make the link")
    done(page)

    page.get_by_role("link", name="Assign somebody").click()
    press(page, "Assign")
    refused(page)
    page.get_by_label("Email address").fill(trainer)
    page.get_by_label("Why are you making this change?").fill("She teaches it.")
    press(page, "Assign")
    done(page)

    page.goto("/records?completed-from=soon")
    refused(page)
    page.goto("/dashboard?cohort=999")
    refused(page)


def test_a_change_and_ones_own_time_zone_are_heard(enter, shared):  # noqa: F811  # the fixture
    page = enter("coordinator")
    page.goto(f"/records?name={shared[0]}")
    page.locator("main table").get_by_role("link", name="Example").click()
    page.get_by_role("link", name="Put on hold").click()
    press(page, "Put on hold")
    refused(page)
    page.get_by_label("Why are you making this change?").fill("They asked for it.")
    press(page, "Put on hold")
    done(page)

    page.goto("/profile")
    page.locator("main select").first.select_option(index=3)
    page.locator("main form button").first.click()
    done(page)
    page.goto("/join")
    page.get_by_label("Join code").fill("WRONGCDE")
    press(page, "Continue")
    refused(page)


def test_a_reply_saves_itself_as_it_is_typed_and_is_heard_when_it_is_sent(enter, shared):  # noqa: F811  # as above
    page = enter("trainer")
    page.goto("/review")
    page.locator("main table").get_by_role("link").last.click()
    press(page, "Ask for changes")
    refused(page)
    page.locator("main textarea").press_sequentially("I hear that")
    expect(page.locator("[data-status]")).to_have_text(SAVED)
    page.goto(page.url)
    expect(page.locator("main textarea")).to_have_value("I hear that")
    press(page, "Save draft")
    done(page)
    expect(page.locator("main textarea")).to_have_value("I hear that")
    press(page, "Send reply")
    done(page)
