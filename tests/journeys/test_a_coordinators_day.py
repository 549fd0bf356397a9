"""A coordinator's day: a cohort, an invitation, a change with its reason, the records."""

import csv
import re
from itertools import count

import pytest

NUMBERS = count(1)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_a_cohort_to_its_records(enter, scripts):
    number = next(NUMBERS)
    name, email = f"Group {number}", f"invited{number}@example.org"
    page = enter("coordinator", java_script_enabled=scripts, accept_downloads=True)
    add_a_cohort(page, name)
    link = invite(page, email)
    accept(enter(java_script_enabled=scripts), link)

    page.goto("/cohorts")
    page.get_by_role("link", name=name).click()
    page.get_by_role("link", name="Invited Person").click()
    page.get_by_role("link", name="Put on hold").click()
    page.get_by_role("button", name="Put on hold").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    page.get_by_label("Why are you making this change?").fill("They are in hospital.")
    page.get_by_role("button", name="Put on hold").click()
    page.get_by_text("They are in hospital.").wait_for()

    assert records_of(page, name) == [["Invited Person", email, "on-hold"]]


def add_a_cohort(page, name):
    page.goto("/cohorts/new")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Add this cohort").click()
    page.get_by_role("heading", level=1, name=name).wait_for()


def invite(page, email):
    """Invite a trainee; return the link that is shown once."""
    page.get_by_role("link", name="Invite one person").click()
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Trainee").check()
    page.get_by_role("button", name="Make the link").click()
    return page.get_by_label("Link to send").input_value()


def accept(page, link):
    """Create the account that an invitation is for."""
    page.goto(link)
    page.get_by_label("Your full name").fill("Invited Person")
    page.get_by_label("Choose a password", exact=True).fill("plumber violet cactus sleigh")
    page.get_by_role("button", name="Create my account").click()
    page.get_by_role("heading", level=1).wait_for()


def records_of(page, cohort):
    """Filter the records by the cohort, and read the file of these rows."""
    page.goto("/records")
    page.get_by_text("Filter or sort this list").click()
    page.get_by_label("Cohort").select_option(label=cohort)
    page.get_by_role("button", name="Show", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^Download this row")).click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        return [[row["name"], row["email"], row["state"]] for row in csv.DictReader(file)]
