"""A record of many rows: the gist stands open, and each row is there, folded."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.records.cohorts import enrolling
from course.records.progress import lessons
from tests.builders import make_long_edition
from tests.cast import Cast
from tests.pages import Page, Pages
from tests.story import do_everything_but_the_final, go_live, take_the_final

LONG = make_long_edition(6)


@pytest.fixture
def long_course(app: Flask, session: Session, edition: Edition) -> Edition:
    """A course of nine lessons, live."""
    go_live(session, LONG)
    app.extensions["shelf"].forget()
    return LONG


def record_of(pages: Pages, cast: Cast) -> Page:
    return pages.get(f"/people/{cast.ana.id}")


def folded(page: Page) -> list[str]:
    return [each.one("summary").text for each in page.select("details.printed")]


def test_a_short_record_folds_nothing(as_coordinator: Pages, cast: Cast) -> None:
    page = record_of(as_coordinator, cast)
    assert folded(page) == []
    assert page.link("7 things left") == "#requirements"
    assert "Left:" not in page.text


@pytest.mark.usefixtures("long_course")
def test_what_is_left_is_named_above_what_is_folded(
    as_coordinator: Pages, cast: Cast, session: Session, now: datetime
) -> None:
    page = record_of(as_coordinator, cast)
    assert "Left: “How it works”, “The role”, “Gifts” and 6 more." in page.text
    for lesson in ("how-it-works", "the-role", "more-1", "more-2", "more-3", "more-4"):
        lessons.mark_done(session, cast.ana_enrolled, lesson, edition=LONG, now=now)
    page = record_of(as_coordinator, cast)
    assert "Complete all 9 lessons: 5 of 9 done" in page.text
    assert "Left: “The role”, “Gifts”, “More 5” and 1 more." in page.text
    lessons.mark_done(session, cast.ana_enrolled, "more-5", edition=LONG, now=now)
    assert "Left: “The role”, “Gifts”, “More 6”." in record_of(as_coordinator, cast).text


def test_every_row_is_there_though_it_is_folded(
    as_coordinator: Pages, cast: Cast, session: Session, long_course: Edition, now: datetime
) -> None:
    for lesson in long_course.lessons:
        lessons.open_lesson(session, cast.ana_enrolled, lesson.id, edition=long_course, now=now)
    for change in ("hold", "return") * 3:
        enrolling.change_state(
            session, cast.ana_enrolled, change, reason="Asked.", actor=cast.cora, now=now
        )
    page = record_of(as_coordinator, cast)
    assert folded(page) == [
        "Each of the 9 with its evidence",
        "The 9 lessons that were opened",
        "The 6 changes",
    ]
    rows = [len(each.select("tbody tr")) for each in page.select("details.printed")]
    assert rows == [9, 9, 6]
    assert page.select("details[open]") == []


def test_it_says_at_the_top_when_and_under_what_the_course_was_completed(
    as_coordinator: Pages, cast: Cast, session: Session, edition: Edition, now: datetime
) -> None:
    assert "Completed" not in record_of(as_coordinator, cast).one("dl").text
    do_everything_but_the_final(session, cast.ana_enrolled, edition, now)
    take_the_final(session, cast.ana_enrolled, edition, now)
    page = record_of(as_coordinator, cast)
    assert f"22 November 2026, 9:00 am UTC, edition {edition.id[:8]}" in page.one("dl").text
    assert page.one(".lead").text == "Complete since 22 November 2026."
