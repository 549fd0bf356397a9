"""A form that was sent after the session had run out, or after another window had saved."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.records.engine import open_engine
from course.records.tables import Person, SignInSession
from course.records.transaction import transaction
from tests.journeys.axe import sideways, violations
from tests.journeys.conftest import keep_pictures
from tests.journeys.theatre import sign_in
from tests.walks import live_edition


@pytest.fixture
def address(live):
    """The first reflection of the course."""
    edition = live_edition(live)
    return f"/courses/{edition.course}/reflections/{edition.reflections[0].id}"


def let_a_day_pass(live, email):
    """Make the sessions of a person a day older."""
    engine = open_engine(live.database_url)
    with Session(engine) as session, transaction(session):
        mine = select(SignInSession).join(Person, Person.id == SignInSession.person_id)
        for row in session.scalars(mine.where(Person.email == email)):
            row.last_seen_at -= timedelta(days=1)
    engine.dispose()


def test_what_was_typed_is_kept_until_they_are_back(enter, live, someone, address):
    email = someone("trainee")
    page = enter(email=email, bypass_csp=True)
    page.goto(address)
    let_a_day_pass(live, email)
    page.get_by_label("Your reflection").fill("Written the day before.")
    page.get_by_role("button", name="Save draft").click()
    page.get_by_text("Your text is kept").wait_for()
    sign_in(page, email, at=page.url)
    page.get_by_role("heading", level=1, name="Your text is kept").wait_for()
    assert violations(page) == []
    assert sideways(page) <= 0
    keep_pictures(page, "kept")
    page.get_by_role("button", name="Save it now").click()
    page.goto(address)
    assert page.get_by_label("Your reflection").input_value() == "Written the day before."


def test_of_two_windows_the_older_one_is_told(enter, someone, address):
    older = enter(email=someone("trainee"), bypass_csp=True)
    older.goto(address)
    newer = older.context.new_page()
    newer.goto(address)
    newer.get_by_label("Your reflection").fill("From the newer window.")
    newer.get_by_role("button", name="Save draft").click()
    newer.get_by_role("alert").wait_for()

    older.get_by_label("Your reflection").fill("From the older window.")
    older.locator("[data-status].unsaved").wait_for()
    older.get_by_role("button", name="Save draft").click()
    older.get_by_role("heading", level=1, name="Choose the text to keep").wait_for()
    older.get_by_text("From the newer window.").wait_for()
    assert violations(older) == []
    assert sideways(older) <= 0
    keep_pictures(older, "two-windows")
    older.get_by_role("button", name="Keep the text from this window").click()
    older.goto(address)
    assert older.get_by_label("Your reflection").input_value() == "From the older window."
