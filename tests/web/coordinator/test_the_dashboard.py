"""The dashboard: what needs somebody, and where trainees are. Numbers, and no small ones."""

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import delete
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.records.cohorts import invitations
from course.records.cohorts.invitations import Invitee
from course.records.tables import Cohort, CohortStaff, Enrollment
from course.records.transaction import transaction
from tests.cast import Cast
from tests.crowd import add_crowd
from tests.pages import Page, Pages
from tests.story import do_the_first_lesson, send
from tests.web.counting import asked_for


def tasks(page: Page) -> dict[str, str]:
    labels = [label.get_text() for label in page.select(".tasks li > :first-child")]
    counts = [count.get_text() for count in page.select(".tasks .tag")]
    return dict(zip(labels, counts, strict=True))


def test_what_needs_somebody_is_counted_and_linked(
    as_coordinator: Pages, cast: Cast, session: Session, edition: Edition, now: datetime
) -> None:
    invitations.invite(session, Invitee("lee@example.org", "trainee", cast.fall),
                       actor=cast.cora, now=now)  # fmt: skip
    long_ago = now - timedelta(days=9)
    do_the_first_lesson(session, cast.ana_enrolled, edition, long_ago)
    send(session, cast.ana_enrolled, edition, long_ago, shared=True)
    page = as_coordinator.get("/dashboard")
    quiet = "Trainees with no activity for 14 days"
    assert tasks(page) == {
        quiet: "1",
        "Invitations not used": "1",
        "Reflections waiting for a trainer for more than 7 days": "1",
    }
    assert [a.get_text() for a in page.select(".tasks a")] == [quiet, "Invitations not used"]
    listed = as_coordinator.get(page.link(quiet)).select("tbody th")
    assert [row.get_text(" ", strip=True) for row in listed] == ["Ben Example Spring 2027"]


def test_a_new_site_is_told_how_to_start(
    as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    with transaction(session):
        for table in (Enrollment, CohortStaff, Cohort):
            session.execute(delete(table))
    page = as_coordinator.get("/dashboard")
    assert as_coordinator.get(page.link("Add your first cohort")).h1 == "Add a cohort"


def test_few_people_are_not_counted(as_coordinator: Pages, cast: Cast) -> None:
    page = as_coordinator.get("/dashboard")
    assert not page.select("table")
    assert "Fewer than 5 people are here." in page.text


def test_where_trainees_are_is_a_table_with_bars(
    as_coordinator: Pages, cast: Cast, session: Session, edition: Edition, now: datetime
) -> None:
    add_crowd(session, cast.fall, edition, now, people=12)
    page = as_coordinator.get(f"/dashboard?cohort={cast.fall.id}")
    rows = {row.th.get_text(): row.get_text(" ", strip=True) for row in page.select("tbody tr")}
    assert rows["Invited"] == "Invited 13 100% 0"
    assert rows["Completed"].endswith("under 5 not shown not shown")
    assert all(bar["aria-hidden"] == "true" for bar in page.select("svg"))
    assert len(page.select("svg")) < len(rows)


def test_a_cohort_that_is_not_seen_is_not_offered(
    as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    with transaction(session):
        session.add(CohortStaff(cohort_id=cast.fall.id, person_id=cast.cora.id, role="coordinator"))
    page = as_coordinator.get(f"/dashboard?cohort={cast.spring.id}", 422)
    assert page.problems == ["Cohort: choose one from the list"]
    assert "Spring 2027" not in page.html


def test_it_asks_as_much_of_ten_as_of_two(
    app: Flask, as_coordinator: Pages, cast: Cast, session: Session, edition: Edition, now: datetime
) -> None:
    few = asked_for(app, as_coordinator, "/dashboard")
    add_crowd(session, cast.fall, edition, now, people=10)
    assert asked_for(app, as_coordinator, "/dashboard") == few <= 6
