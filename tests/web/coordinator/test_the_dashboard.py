"""The dashboard: what needs somebody, and where trainees are. Numbers, and no small ones."""

from dataclasses import replace
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.records import audit
from course.records.cohorts import invitations
from course.records.cohorts.invitations import Invitee
from course.records.tables import Cohort, CohortStaff, Enrollment, PublishedEdition
from course.records.transaction import transaction
from course.web.editions import Shelf
from tests.cast import Cast
from tests.crowd import add_crowd
from tests.pages import Page, Pages
from tests.story import do_the_first_lesson, send
from tests.web.counting import queries_of


def tasks(page: Page) -> dict[str, str]:
    labels = [label.text for label in page.select(".tasks li > :first-child")]
    counts = [count.text for count in page.select(".tasks .tag")]
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
    assert [a.text for a in page.select(".tasks a")] == [quiet, "Invitations not used"]
    listed = as_coordinator.get(page.link(quiet)).select("tbody th > :not(br)")
    assert [each.text for each in listed] == ["Ben Example", "Spring 2027"]


def test_a_backup_that_fails_each_night_is_said_to_every_coordinator(
    as_coordinator: Pages, cast: Cast, session: Session, app: Flask, now: datetime
) -> None:
    """Nobody reads the log of a timer, and there may be no mail."""
    label = "Days without a backup. Tell the person who runs this site"
    assert label not in tasks(as_coordinator.get("/dashboard")), "nobody else reaches this one"
    app.extensions["settings"] = replace(
        app.extensions["settings"], base_url="https://training.example.org"
    )
    assert tasks(as_coordinator.get("/dashboard"))[label] == "30"
    app.extensions["settings"] = replace(app.extensions["settings"], base_url="http://localhost")
    back_up(session, now - timedelta(days=5))
    assert tasks(as_coordinator.get("/dashboard"))[label] == "5"
    back_up(session, now - timedelta(days=2))
    assert label not in tasks(as_coordinator.get("/dashboard"))


def back_up(session: Session, now: datetime) -> None:
    """Write down what `course backup` writes down when it has made one."""
    with transaction(session):
        audit.record(session, action="backup", actor=None, role="operator", now=now, detail={})


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
    rows = {row.one("th").text: row.text for row in page.select("tbody tr")}
    assert rows["Invited"] == "Invited 13 100% 0 No list"
    assert rows["Completed"].endswith("under 5 not shown not shown No list")
    assert all(bar["aria-hidden"] == "true" for bar in page.select("svg"))
    assert len(page.select("svg")) < len(rows)


def test_each_stage_leads_to_its_people(
    as_coordinator: Pages, cast: Cast, session: Session, edition: Edition, now: datetime
) -> None:
    add_crowd(session, cast.fall, edition, now, people=27)
    page = as_coordinator.get(f"/dashboard?cohort={cast.fall.id}")
    links = {row.one("th").text: row.select("a") for row in page.select("tbody tr")}
    assert links["Invited"] == [], "who has no account has no record"
    (done,) = links["Completed"]
    assert done.text == "See the 9 people: Completed"
    listed = as_coordinator.get(done["href"])
    assert len(listed.select("tbody tr")) == 9
    assert listed.one("select[name=stage] option[selected]").text == "Completed"
    everybody = as_coordinator.get(links["Has an account"][0]["href"])
    assert "28 records." in everybody.text


def test_few_people_have_no_link(
    as_coordinator: Pages, cast: Cast, session: Session, edition: Edition, now: datetime
) -> None:
    add_crowd(session, cast.fall, edition, now, people=12)
    page = as_coordinator.get(f"/dashboard?cohort={cast.fall.id}")
    (completed,) = [row for row in page.select("tbody tr") if row.one("th").text == "Completed"]
    assert completed.select("a") == []


def test_before_and_after_are_held_side_by_side(
    as_coordinator: Pages, cast: Cast, session: Session, edition: Edition, now: datetime
) -> None:
    add_crowd(session, cast.fall, edition, now, people=12)
    assert "Before and after" not in as_coordinator.get("/dashboard").text
    with transaction(session):
        for one in session.scalars(select(Enrollment).where(Enrollment.steps_total > 0)):
            one.counts = {**one.counts, "exams": {"pre-course": 50, "final": 80}}
    page = as_coordinator.get("/dashboard")
    assert "The 12 people who have sent both exams." in page.text
    cells = [cell.text for cell in page.select("table")[1].select("tbody :is(th, td)")]
    assert cells == ["Pre-course exam", "50%", "Final exam", "80%"]
    assert "On average they have 30 points more after the course." in page.text


def test_a_site_without_a_course_says_so(
    app: Flask, as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    with transaction(session):
        session.execute(update(PublishedEdition).values(live=False))
    app.extensions["shelf"] = Shelf()
    page = as_coordinator.get("/dashboard")
    assert "No course is published yet." in page.text


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
    few = queries_of(app, as_coordinator, "/dashboard")
    add_crowd(session, cast.fall, edition, now, people=10)
    assert queries_of(app, as_coordinator, "/dashboard") == few <= 6
