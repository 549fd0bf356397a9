"""A record of many lessons: what is left is named, and each row is there, folded."""

import pytest

from course.records.progress import lessons
from tests.builders import make_edition, make_lessons, make_long_edition, make_modules
from tests.story import go_live

LONG = make_long_edition(3)
MORE = LONG.lessons[-3:]


@pytest.fixture
def long_course(app, session):
    go_live(session, LONG)
    app.extensions["shelf"].forget()


def test_a_short_record_folds_nothing(as_trainee):
    page = as_trainee.get("/record")
    assert page.select("details") == []
    assert "Complete all 3 lessons: 0 of 3 done How it works Not started yet." in page.text
    assert "Left:" not in page.text


@pytest.mark.usefixtures("long_course")
def test_what_is_left_is_named_above_what_is_folded(as_trainee, session, cast, now):
    page = as_trainee.get("/record")
    assert "Left: “How it works”, “The role”, “Gifts” and 3 more." in page.text
    assert page.one("details.printed > summary").text == "Each of the 6 with its date"
    assert "open" not in page.one("details.printed")
    assert len(page.select("details.printed li")) == 6
    for lesson in ("how-it-works", *(each.id for each in MORE)):
        lessons.mark_done(session, cast.ana_enrolled, lesson, edition=LONG, now=now)
    page = as_trainee.get("/record")
    assert "Complete all 6 lessons: 4 of 6 done Left: “The role”, “Gifts”." in page.text


def test_a_title_with_quote_marks_of_its_own_gets_no_more(app, as_trainee, session):
    first, *rest = MORE
    own = first.model_copy(update={"title": '"So you will be certified?"'})
    changes = {"lessons": (own, *rest, *make_lessons())}
    modules = (LONG.modules[-1], *make_modules())
    go_live(session, make_edition("quoted", modules=modules, **changes))
    app.extensions["shelf"].forget()
    left = 'Left: "So you will be certified?", “More 2”, “More 3” and 3 more.'
    assert left in as_trainee.get("/record").text


def test_where_one_stands_and_the_way_to_the_certificate_come_first(as_trainee):
    text = as_trainee.get("/record").text
    said = (
        "You have 3 lessons, 2 reflections and 2 exams left.",
        "When all is done, your coordinator gives you the certificate.",
        "Complete all 3 lessons",
        "This name goes on your certificate.",
    )
    places = [text.index(each) for each in said]
    assert places == sorted(places)
