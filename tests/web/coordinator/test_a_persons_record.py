"""A person's record: the proof, each answer, the log; and of reflections done or not done."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.records.attempts import saving, starting, submitting
from course.records.refusals import Refused
from course.records.tables import Attempt, CohortStaff, WrittenReflection
from course.records.transaction import transaction
from tests.builders import make_edition
from tests.cast import Cast
from tests.pages import Pages
from tests.story import (
    answer_all,
    begin_final,
    begin_pre_course,
    do_everything_but_the_final,
    do_the_first_lesson,
    go_live,
    send,
    take_the_final,
)
from tests.web.counting import queries_of

CANARY = "Canary seven of recovery sits in this text."


def test_nothing_is_done_yet(as_coordinator: Pages, cast: Cast) -> None:
    page = as_coordinator.get(f"/people/{cast.ana.id}")
    assert page.h1 == "Ana Example"
    assert "Not complete yet: 7 things left." in page.text
    assert "No lesson opened yet." in page.text
    assert "No attempt yet." in page.text
    assert "No changes yet." in page.text


def test_the_proof_says_since_when_and_by_what(
    as_coordinator: Pages, cast: Cast, session: Session, edition: Edition, now: datetime
) -> None:
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    take_the_final(session, cast.ana_enrolled, edition, now)
    page = as_coordinator.get(f"/people/{cast.ana.id}")
    assert "Complete since 22 November 2026." in page.text
    (final,) = [row for row in page.select("tbody tr") if row.one("th").text == "Final exam"]
    assert final.text == ("Final exam Done 22 November 2026 Passed. Score: 100%.")
    assert page.one(final.one("th a")["href"])


@pytest.mark.parametrize("far", ["nothing", "half", "completed"])
def test_every_requirement_leads_to_its_evidence_on_the_page(  # noqa: PLR0917  # fixtures
    app: Flask,
    as_coordinator: Pages,
    cast: Cast,
    session: Session,
    edition: Edition,
    now: datetime,
    far: str,
) -> None:
    ana = cast.ana_enrolled
    if far != "nothing":
        do_everything_but_the_final(session, ana, edition, now)
    if far == "completed":
        take_the_final(session, ana, edition, now)
        go_live(session, make_edition("less", modules=edition.modules[:1], reflections=()))
        app.extensions["shelf"].forget()
    page = as_coordinator.get(f"/people/{cast.ana.id}")
    links = [row.one("th a") for row in page.select("table.proof tbody tr")]
    assert len(links) == 7
    for link in links:
        assert page.one(link["href"].replace("#", "[id='") + "']")


def test_the_evidence_of_a_lesson_says_what_was_done_with_it(
    as_coordinator: Pages, cast: Cast, session: Session, edition: Edition, now: datetime
) -> None:
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    page = as_coordinator.get(f"/people/{cast.ana.id}")
    rows = [row.text for row in page.select("#lessons + table tbody tr")]
    day, short = "22 Nov 2026", edition.id[:8]
    assert rows == [
        f"How it works {day} {day} None here {short}",
        f"The role {day} {day} 0 of 1 answered {short}",
        f"Gifts {day} {day} 1 of 1 answered {short}",
    ]
    reflections = page.select("table.proof")[1].select("tbody th a")
    assert [link["href"] for link in reflections] == ["#lesson-the-role", "#lesson-gifts"]


def test_each_answer_stands_with_what_came_too_late(
    as_coordinator: Pages, cast: Cast, session: Session, edition: Edition, now: datetime
) -> None:
    began = now - timedelta(hours=3)
    attempt = begin_final(session, cast.ana_enrolled, edition, began)
    answer_all(session, attempt, edition, began, rights=0)
    first = attempt.form[0][0]
    item = edition.assessment_by_id["final"].by_id[first]
    with pytest.raises(Refused):
        saving.save(session, attempt, first, [item.options[0].id], edition=edition, now=now)
    submitting.close_overdue(session, now)
    page = as_coordinator.get(f"/people/{cast.ana.id}")
    answers = [row.text for row in page.select(".answers > li")]
    assert len(answers) == 8  # four of the pre-course exam, four of the final
    (late,) = [row for row in answers if "Too late to count: Yes" in row]
    assert late.startswith(f"Question {first}?")
    assert "1 answer came too late and does not count." in page.text


def test_an_attempt_under_way_is_shown_as_that(
    as_coordinator: Pages, cast: Cast, session: Session, edition: Edition, now: datetime
) -> None:
    begin_pre_course(session, cast.ana_enrolled, edition, now)
    page = as_coordinator.get(f"/people/{cast.ana.id}")
    assert "Not sent yet." in page.text
    assert page.text.count("Not answered") == 4


@pytest.mark.parametrize("shared", [True, False])
def test_no_word_of_a_reflection_reaches_a_coordinator(
    as_coordinator: Pages,
    cast: Cast,
    session: Session,
    edition: Edition,
    now: datetime,
    shared: bool,
) -> None:
    do_the_first_lesson(session, cast.ana_enrolled, edition, now)
    send(session, cast.ana_enrolled, edition, now, text=CANARY, shared=shared)
    person = f"/people/{cast.ana.id}"
    paths = ["/dashboard", "/cohorts", f"/cohorts/{cast.fall.id}", "/records", "/records.csv",
             person, f"{person}/changes/new", "/records?name=Canary"]  # fmt: skip
    for path in paths:
        page = as_coordinator.get(path)
        html = page.html
        for typed in ("name=Canary", 'value="Canary"', "name or email “Canary”"):
            html = html.replace(typed, "")
        assert "anary" not in html
        assert "hared" not in page.html, "whether it is shared is nobody's business"
    number = session.scalars(select(WrittenReflection.id)).one()
    as_coordinator.get(f"/review/{number}", 403)


def test_a_shared_reflection_that_waits_and_one_not_begun_look_the_same(
    as_coordinator: Pages, cast: Cast, session: Session, edition: Edition, now: datetime
) -> None:
    do_the_first_lesson(session, cast.ana_enrolled, edition, now)
    send(session, cast.ana_enrolled, edition, now, shared=True)
    page = as_coordinator.get(f"/people/{cast.ana.id}")
    rows = [row.text for row in page.select("tbody tr")]
    assert "The first day Not done Not yet Not completed yet." in rows


def test_a_person_of_another_cohort_is_not_found(
    as_coordinator: Pages, cast: Cast, session: Session
) -> None:
    with transaction(session):
        session.add(CohortStaff(cohort_id=cast.fall.id, person_id=cast.cora.id, role="coordinator"))
    for path in ("", "/changes/new", "/changes/new?type=correct"):
        as_coordinator.get(f"/people/{cast.ben.id}{path}", 404)
        as_coordinator.get(f"/people/{cast.ana.id}{path}")
    as_coordinator.get(f"/people/{cast.ana.id}?enrollment={cast.ben_enrolled.id}", 404)


@pytest.mark.parametrize("number", ["999999", "99999999999999999999"])
def test_a_person_who_is_not_there_is_not_found(as_coordinator: Pages, number: str) -> None:
    as_coordinator.get(f"/people/{number}", 404)


def test_it_asks_as_much_for_three_attempts_as_for_one(
    app: Flask, as_coordinator: Pages, cast: Cast, session: Session, edition: Edition, now: datetime
) -> None:
    path = f"/people/{cast.ana.id}"
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now - timedelta(days=5))
    as_coordinator.get(path)
    few = queries_of(app, as_coordinator, path)
    for days in (4, 2):
        at = now - timedelta(days=days)
        take_the_final(session, cast.ana_enrolled, edition, at, rights=1)
    assert len(session.scalars(select(Attempt)).all()) == 3
    assert len(starting.attempts_of(session, cast.ana_enrolled)) == 3
    assert queries_of(app, as_coordinator, path) == few <= 10
