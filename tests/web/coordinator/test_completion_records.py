"""The completion records: filters in the address, sort, pages by key, and the same as CSV."""

import csv
import io
from datetime import datetime
from itertools import islice

import pytest
from flask import Flask
from sqlalchemy import QueuePool, select
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.records.tables import AuditEvent, CohortStaff
from course.records.transaction import transaction
from course.web.database import db
from tests.cast import Cast
from tests.crowd import add_crowd
from tests.pages import Page, Pages
from tests.story import do_the_first_lesson, send
from tests.web.counting import queries_of


def names(page: Page) -> list[str]:
    return [link.text for link in page.select("tbody th a")]


def test_a_record_leads_to_its_person(as_coordinator: Pages, cast: Cast) -> None:
    page = as_coordinator.get("/records")
    assert names(page) == ["Ana Example", "Ben Example"]
    assert as_coordinator.get(page.link("Ana Example")).h1 == "Ana Example"


def test_filters_stand_in_the_address_and_in_the_form(as_coordinator: Pages, cast: Cast) -> None:
    form = as_coordinator.get("/records").form("/records")
    page = form.fill(cohort=str(cast.spring.id), name="BEN").send(status=200)
    assert names(page) == ["Ben Example"]
    assert page.one("input[name=name]")["value"] == "BEN"
    assert page.one("select[name=cohort] option[selected]").text == "Spring 2027"


def test_a_row_says_how_many_reflections_are_done(
    as_coordinator: Pages, cast: Cast, session: Session, edition: Edition, now: datetime
) -> None:
    do_the_first_lesson(session, cast.ana_enrolled, edition, now)
    send(session, cast.ana_enrolled, edition, now)
    for path in ("/records", f"/cohorts/{cast.fall.id}"):
        cells = as_coordinator.get(path).select("td[data-label=Reflections]")
        assert cells[0].text == "1 of 2"
        assert [cell.text for cell in cells[1:]] in ([], ["None yet"])


def test_a_row_names_exams_by_their_title(
    as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    with transaction(session):
        ana = session.merge(cast.ana_enrolled)
        ana.counts = {**ana.counts, "exams": {"pre-course": 25, "gone": 80}}
    for path in ("/records", f"/cohorts/{cast.fall.id}"):
        told = as_coordinator.get(path).select("td[data-label=Exams]")[0].text
        assert told == "Pre-course exam 25%, An exam of an earlier edition 80%"


def test_nothing_matches(as_coordinator: Pages, cast: Cast) -> None:
    page = as_coordinator.get("/records?name=%25")
    assert "No records match." in page.text
    assert names(as_coordinator.get(page.link("Clear filters"))) == ["Ana Example", "Ben Example"]


UNREADABLE = [
    ("completed-from=1.2.2026", "Completed from: enter a day like 2026-11-22"),
    ("state=x", "Status: choose one from the list"),
    ("sort=id%3Bdrop", "Sort by: choose one from the list"),
    ("stage=x", "Came as far as: choose one from the list"),
    ("stage=a.%22%27%5D%24b", "Came as far as: choose one from the list"),
    ("cohort=99999999999999999999", "Cohort: choose one from the list"),
    ("cohort=0", "Cohort: choose one from the list"),
    (
        "completed-from=2026-11-22&completed-to=2026-11-21",
        "The first day comes after the last. Change one of them",
    ),
    ("name=a&name=b", "This came twice. Fill it in once"),
    ("name=%00", "This had a character that cannot be kept. Check it and send it again"),
]


def test_a_filter_that_cannot_be_read_is_said_in_words(as_coordinator: Pages, cast: Cast) -> None:
    for query, problem in UNREADABLE:
        page = as_coordinator.get(f"/records?{query}", 422)
        assert page.problems == [problem], query
        assert names(page) == [], query
        as_coordinator.get(f"/records.csv?{query}", 400)


def test_a_page_that_is_none_is_the_first(as_coordinator: Pages, cast: Cast) -> None:
    for key in ("0", "-1", "x", "99999999999999999999"):
        page = as_coordinator.get(f"/records?after={key}")
        assert names(page) == ["Ana Example", "Ben Example"], key


def test_sorting_says_which_way(as_coordinator: Pages, cast: Cast) -> None:
    page = as_coordinator.get("/records")
    assert page.one("th[aria-sort]").text == "Name"
    by_day = as_coordinator.get(page.link("Joined"))
    assert by_day.one("th[aria-sort=descending]").text == "Joined"
    assert by_day.one("select[name=sort] option[selected]")["value"] == "enrolled"


def test_pages_go_on_and_back(
    as_coordinator: Pages, cast: Cast, session: Session, edition: Edition, now: datetime
) -> None:
    add_crowd(session, cast.fall, edition, now, people=60)
    first = as_coordinator.get("/records?state=in-progress&sort=enrolled")
    form = as_coordinator.get("/records").form("/records")
    assert len(names(form.send(status=200))) == 50
    assert len(names(first)) == 40
    everybody = as_coordinator.get("/records")
    second = as_coordinator.get(everybody.link("Next page"))
    assert len(names(second)) == 12
    assert names(as_coordinator.get(second.link("Previous page"))) == names(everybody)
    assert "after" not in second.link("Joined"), "another order begins with its first page"


def test_the_download_has_the_rows_of_the_filters(
    as_coordinator: Pages, cast: Cast, session: Session, edition: Edition, now: datetime
) -> None:
    add_crowd(session, cast.fall, edition, now, people=9)
    page = as_coordinator.get("/records?state=completed")
    (link,) = [a for a in page.select("main a") if "Download these 3 rows" in a.text]
    answer = as_coordinator.get(link["href"])
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    disposition = answer.headers["Content-Disposition"]
    assert disposition == 'attachment; filename="records-2026-11-22-3-rows.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.html.removeprefix("\ufeff"))))
    assert {row["state"] for row in rows} == {"completed"}
    assert len(rows) == 3


def test_each_download_is_written_down(as_coordinator: Pages, cast: Cast, session: Session) -> None:
    as_coordinator.get("/records.csv?name=ana")
    exports = select(AuditEvent).where(AuditEvent.action == "export-records")
    event = session.scalars(exports).one()
    assert (event.actor_id, event.detail["count"]) == (cast.cora.id, 1)


def test_each_column_is_explained(as_coordinator: Pages, cast: Cast) -> None:
    page = as_coordinator.get("/records/columns")
    first_line = as_coordinator.get("/records.csv").html.splitlines()[0].removeprefix("\ufeff")
    assert [dt.text for dt in page.select("main dt")] == first_line.split(",")


def test_a_coordinator_with_a_cohort_sees_it_alone(
    as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    with transaction(session):
        session.add(CohortStaff(cohort_id=cast.fall.id, person_id=cast.cora.id, role="coordinator"))
    assert names(as_coordinator.get("/records")) == ["Ana Example"]
    assert "Ben Example" not in as_coordinator.get("/records.csv").html
    assert names(as_coordinator.get(f"/records?after={cast.ben_enrolled.id}")) == []


def test_it_asks_three_times_however_many_there_are(
    app: Flask, as_coordinator: Pages, cast: Cast, session: Session, edition: Edition, now: datetime
) -> None:
    assert queries_of(app, as_coordinator, "/records") <= 3
    add_crowd(session, cast.fall, edition, now, people=120)
    assert queries_of(app, as_coordinator, "/records") <= 3
    assert queries_of(app, as_coordinator, "/records?sort=completed&name=person") <= 3


@pytest.mark.parametrize("lines_read", [1, 99])
def test_a_download_gives_its_connection_back_also_when_it_is_broken_off(
    app: Flask, as_coordinator: Pages, cast: Cast, lines_read: int
) -> None:
    answer = as_coordinator.client.get("/records.csv")
    for _ in islice(answer.response, lines_read):
        pass
    answer.close()
    with app.app_context():
        pool = db.engine.pool
    assert isinstance(pool, QueuePool)
    assert pool.checkedout() == 0
