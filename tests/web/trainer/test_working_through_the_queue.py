"""The queue of shared reflections: the longest waiting first, and only what is shared."""

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.records.cohorts import enrolling
from course.records.reflections import drafting, reviewing
from course.records.transaction import transaction
from tests.cast import Cast, make_person
from tests.pages import Pages
from tests.story import do_the_first_lesson, send
from tests.web.counting import queries_of
from tests.web.trainer.conftest import share


def join_fall(session: Session, cast: Cast, first: str, now: datetime) -> enrolling.Enrollment:
    with transaction(session):
        person = make_person(first, "trainee")
        session.add(person)
    return enrolling.enroll(session, person, cast.fall, now=now, actor=cast.cora)


def test_nothing_waits(as_trainer: Pages, cast: Cast) -> None:
    assert "No reflections are waiting." in as_trainer.get("/review").text


def test_the_longest_waiting_stands_first(
    as_trainer: Pages, cast: Cast, session: Session, edition: Edition, now: datetime
) -> None:
    share(session, cast.ana_enrolled, edition, now - timedelta(days=1))
    share(session, join_fall(session, cast, "old", now), edition, now - timedelta(days=9))
    rows = [row.text for row in as_trainer.get("/review").select("tbody tr")]
    assert len(rows) == 2
    assert "Old Example" in rows[0]
    assert "13 November 2026 (9 days)" in rows[0]
    assert rows[1].endswith("21 November 2026 (1 day) 9")


def test_what_is_kept_private_or_a_draft_is_not_there(
    as_trainer: Pages, cast: Cast, session: Session, edition: Edition, now: datetime
) -> None:
    do_the_first_lesson(session, cast.ana_enrolled, edition, now)
    send(session, cast.ana_enrolled, edition, now, shared=False)
    assert "No reflections are waiting." in as_trainer.get("/review").text


def test_a_reflection_of_another_cohort_is_not_there(
    as_trainer: Pages, cast: Cast, session: Session, edition: Edition, now: datetime
) -> None:
    number = share(session, cast.ben_enrolled, edition, now)
    assert "No reflections are waiting." in as_trainer.get("/review").text
    as_trainer.get(f"/review/{number}", 404)


def test_the_filters_stand_in_the_address(as_trainer: Pages, cast: Cast, shared: int) -> None:
    form = as_trainer.get("/review").form("/review")
    page = form.fill(state="accepted").send(status=200)
    assert "state=accepted" in page.path
    assert "No reflections match." in page.text
    chosen = as_trainer.get(f"/review?cohort={cast.fall.id}&reflection=first-day")
    assert len(chosen.select("tbody tr")) == 1


def test_mine_are_those_that_one_wrote_about_or_began_to(
    as_trainer: Pages, cast: Cast, session: Session, edition: Edition, now: datetime
) -> None:
    numbers = [
        share(session, join_fall(session, cast, first, now), edition, now)
        for first in ("new", "begun", "told")
    ]
    drafting.save_draft(session, cast.theo, numbers[1], drafting.Begun("I"), now=now)
    reviewing.reply(session, cast.theo, numbers[2], "I hear that", now=now)
    form = as_trainer.get("/review").form("/review")
    (row,) = form.fill(mine="yes").send(status=200).select("tbody tr")
    assert "Begun Example" in row.text
    assert "You began a reply" in row.text
    (row,) = as_trainer.get("/review?mine=yes&state=replied").select("tbody tr")
    assert "Told Example" in row.text
    assert "No reflections match." in as_trainer.get("/review?mine=yes&state=accepted").text


def test_a_filter_that_is_not_offered_is_refused_in_words(
    as_trainer: Pages, cast: Cast, shared: int
) -> None:
    page = as_trainer.get(f"/review?cohort={cast.spring.id}&after=99999999999999999999", 422)
    assert page.problems == ["Cohort: choose one from the list"]
    assert not page.select("tbody tr")


def test_a_long_queue_goes_on_page_by_page_in_as_many_queries(
    app: Flask, as_trainer: Pages, cast: Cast, session: Session, edition: Edition, now: datetime
) -> None:
    share(session, cast.ana_enrolled, edition, now)
    few = queries_of(app, as_trainer, "/review")
    for number in range(26):
        share(session, join_fall(session, cast, f"p{number}", now), edition, now)
    assert queries_of(app, as_trainer, "/review") == few <= 4
    page = as_trainer.get("/review")
    assert len(page.select("tbody tr")) == 25
    assert len(as_trainer.get(page.link("Newer reflections")).select("tbody tr")) == 2
