"""The dashboard says whose numbers it shows, and folds its choice as every list does."""

from datetime import datetime

from sqlalchemy.orm import Session

from course.content.edition import Edition
from tests.cast import Cast
from tests.crowd import add_crowd
from tests.pages import Pages


def test_all_cohorts_are_no_choice(as_coordinator: Pages, cast: Cast) -> None:
    page = as_coordinator.get("/dashboard")
    assert page.one(".fold-narrow > summary").text == "Choose a cohort"
    assert "Filtered by" not in page.text


def test_the_cohort_that_was_chosen_is_said(as_coordinator: Pages, cast: Cast) -> None:
    page = as_coordinator.get(f"/dashboard?cohort={cast.fall.id}")
    assert "Filtered by cohort “Fall 2026”. Clear filters" in page.text
    assert page.link("Clear filters") == "/dashboard"


def test_one_that_is_not_offered_stands_open(as_coordinator: Pages, cast: Cast) -> None:
    page = as_coordinator.get("/dashboard?cohort=999", 422)
    assert "open" in page.one(".fold-narrow")


def test_on_a_phone_a_stage_leaves_out_what_is_not_shown(
    as_coordinator: Pages, cast: Cast, session: Session, edition: Edition, now: datetime
) -> None:
    add_crowd(session, cast.fall, edition, now, people=12)
    page = as_coordinator.get(f"/dashboard?cohort={cast.fall.id}")
    stages = {row.one("th").text: row for row in page.select("tbody tr")}
    left_out = {
        title: [td.text for td in row.select("td.nothing")] for title, row in stages.items()
    }
    assert left_out["Invited"] == ["No list"]
    assert left_out["Has an account"] == []
    assert left_out["Completed"] == ["not shown", "not shown", "No list"]
