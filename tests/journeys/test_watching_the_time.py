"""The time left of an exam: shown by the minute, said aloud a few times, hidden by who wants it."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from course.records.engine import open_engine
from course.records.tables import Attempt
from course.records.transaction import transaction
from tests.journeys.axe import violations
from tests.journeys.conftest import keep_pictures
from tests.walks import live_edition, sit_down


@pytest.fixture
def timed(enter, someone, live):
    """A question of an exam that ends in sixteen minutes and a half, in a browser."""
    email = someone("trainee")
    sitting = sit_down(live, live_edition(live), email)
    engine = open_engine(live.database_url)
    with Session(engine) as session, transaction(session):
        attempt = session.get_one(Attempt, int(sitting.address.rpartition("/")[2]))
        attempt.due_at = datetime.now(UTC) + timedelta(minutes=16, seconds=30)
    engine.dispose()
    page = enter(email=email, bypass_csp=True)
    page.clock.install()
    page.goto(f"{sitting.address}/1")
    return page


def shown(page):
    return expect(page.locator(".time-left p"))


def aloud(page):
    return expect(page.locator(".time-left + [role=status]"))


def test_the_time_left_goes_on_and_is_said_aloud_at_fifteen_minutes(timed):
    shown(timed).to_have_text("16 minutes left.")
    keep_pictures(timed, "time-left")
    assert violations(timed) == []
    timed.clock.run_for("01:00")
    shown(timed).to_have_text("15 minutes left.")
    aloud(timed).to_have_text("")
    timed.clock.run_for("00:30")
    aloud(timed).to_have_text("15 minutes left.")
    timed.clock.run_for("14:10")
    shown(timed).to_have_text("Less than 1 minute left.")
    timed.clock.run_for("01:00")
    aloud(timed).to_have_text("The time is over. What you saved counts.")


def test_who_hides_it_hears_no_more_of_it_on_the_next_question_too(timed):
    timed.get_by_text("Hide time left").click()
    expect(timed.get_by_text("Show time left")).to_be_visible()
    timed.clock.run_for("02:00")
    aloud(timed).to_have_text("")
    timed.get_by_role("button", name="Save and continue").click()
    timed.wait_for_url("**/2")
    expect(timed.get_by_text("Show time left")).to_be_visible()
    shown(timed).not_to_be_visible()
    expect(timed.get_by_text("Ends at")).to_be_visible()
    timed.get_by_text("Show time left").click()
    shown(timed).to_be_visible()
