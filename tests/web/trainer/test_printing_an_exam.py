"""An exam on paper: a form drawn by its number, and a key that is for trainers alone."""

import re
from collections.abc import Iterator
from itertools import islice

import pytest
from sqlalchemy.orm import Session

from course.content.edition import Edition
from course.grading.item_types import earned
from course.records import publishing
from course.records.transaction import transaction
from course.web.trainer.paper_view import form_of, key_to, paper_of
from tests.builders import (
    COURSE,
    make_edition,
    make_final,
    make_item,
    make_practice,
    make_pre_course,
    right,
)
from tests.cast import NOW, Cast
from tests.pages import Page, Pages
from tests.web.trainer.conftest import reading_of

PAPER = f"/author/{COURSE}/paper/final"
KEY = f"{PAPER}/key"


def questions(page: Page) -> list[str]:
    return [each.text for each in page.select(".paper-question")]


def test_a_paper_says_its_form_and_edition_and_has_a_box_for_each_answer(
    as_trainer: Pages, edition: Edition
) -> None:
    page = as_trainer.get(PAPER)
    assert f"Form 1 · Edition {edition.id[:12]}" in page.text
    assert "Name:" in page.text
    assert "Date:" in page.text
    assert len(questions(page)) == 4
    for question in page.select(".paper-question"):
        assert len(question.select(".tick")) == 3


def test_what_the_introduction_says_of_the_screen_is_not_on_paper(
    as_trainer: Pages, edition: Edition
) -> None:
    [intro] = [each.intro for each in edition.assessments if each.id == "final"]
    words = " ".join(re.sub("<[^>]*>", "", intro).split())
    assert words
    assert words not in " ".join(as_trainer.get(PAPER).text.split())


def test_the_answer_i_dont_know_yet_has_its_box_too(as_trainer: Pages, edition: Edition) -> None:
    page = as_trainer.get(f"/author/{COURSE}/paper/pre-course")
    assert all("I don't know yet" in each for each in questions(page))
    assert {len(each.select(".tick")) for each in page.select(".paper-question")} == {4}


def test_the_same_number_is_the_same_form_and_another_is_another(
    as_trainer: Pages, edition: Edition
) -> None:
    first = questions(as_trainer.get(f"{PAPER}?number=1"))
    assert questions(as_trainer.get(PAPER)) == first
    others = [questions(as_trainer.get(f"{PAPER}?number={n}")) for n in (2, 3, 4)]
    assert any(other != first for other in others)


def key_rows(page: Page) -> Iterator[tuple[str, str, str]]:
    for row in page.select("tbody tr"):
        number, letters, words = (cell.text for cell in islice(row.select("th, td"), 3))
        yield number, letters, words


@pytest.mark.parametrize("number", [1, 2, 17])
def test_the_key_names_the_letters_of_the_paper(
    as_trainer: Pages, edition: Edition, number: int
) -> None:
    paper = as_trainer.get(f"{PAPER}?number={number}")
    key = as_trainer.get(paper.link("the key to this form"))
    assert f"Form {number} · Edition {edition.id[:12]}" in key.text
    assert "For staff only." in key.text
    for each, letters, words in key_rows(key):
        question = paper.select(".paper-question")[int(each) - 1]
        options = {
            option.one(".letter").text: option.one("div").text
            for option in question.select(".to-tick li")
        }
        assert options[letters] == words == "Yes"


def test_a_paper_holds_nothing_of_the_key(as_trainer: Pages, edition: Edition) -> None:
    page = as_trainer.get(PAPER)
    assert "Because." not in page.html
    assert "Peers work this way." not in page.html
    assert "right" not in page.one("main").html.lower()


@pytest.mark.parametrize("person", ["as_trainee", "as_coordinator", "visitor"])
def test_nobody_else_sees_a_paper_or_its_key(
    request: pytest.FixtureRequest, edition: Edition, person: str
) -> None:
    client = request.getfixturevalue(person).client
    for address in (PAPER, KEY):
        assert client.get(address).status_code in {303, 403}


def test_a_course_of_other_trainers_is_not_found(
    as_trainer: Pages, session: Session, edition: Edition, cast: Cast
) -> None:
    with transaction(session):
        cast.fall.course = "elsewhere"
    for address in (PAPER, KEY):
        as_trainer.get(address, 404)


def test_the_key_of_a_paper_that_was_handed_out_stays(
    as_trainer: Pages, session: Session, edition: Edition
) -> None:
    before = as_trainer.get(f"{KEY}?number=5")
    newer = make_edition("newer", assessments=(make_pre_course(), make_practice()))
    publishing.publish(session, reading_of(newer), commit=None, actor=None, now=NOW)
    after = as_trainer.get(f"{KEY}?number=5&edition={edition.id[:12]}")
    assert [*key_rows(before)] == [*key_rows(after)]
    as_trainer.get(KEY, 404)


def test_a_number_that_is_none_is_told(as_trainer: Pages, edition: Edition) -> None:
    for number in ("0", "1000", "-1", "one", "", "1.5"):
        page = as_trainer.get(f"{PAPER}?number={number}", 422)
        assert page.problems == ["Form number: enter a number from 1 to 999"]
        assert questions(page) == []


def test_an_edition_that_never_was_is_told(as_trainer: Pages, edition: Edition) -> None:
    for named in ("ffffffffffff", "%25", "_"):
        page = as_trainer.get(f"{KEY}?edition={named}", 422)
        assert page.problems == ["No edition of this course begins with this"]
        assert page.select("tbody tr") == []


def test_an_exam_that_is_none_is_not_found(as_trainer: Pages, edition: Edition) -> None:
    for exam in ("none", "practice"):
        as_trainer.get(f"/author/{COURSE}/paper/{exam}", 404)


def test_no_paper_tells_of_an_attempt(edition: Edition) -> None:
    """Its seed is no hash, as that of every attempt is; and a new edition has other papers."""
    other = make_edition("other")
    forms = {form_of(each, make_final(), 1) for each in (edition, edition, other)}
    assert len(forms) == 2


def test_a_question_on_trial_earns_nothing_and_several_rights_are_explained() -> None:
    items = (
        make_item("plain"),
        make_item("trial", status="pilot"),
        make_item("many", "multiple", points=3),
    )
    exam = make_final(items=items, blueprint=(), shuffle_questions=False)
    edition = make_edition(assessments=(make_pre_course(), exam, make_practice()))
    key = key_to(edition, exam, 1)
    assert key.points == 4
    assert key.several
    assert {row.key.id: row.points for row in key.rows} == {"plain": 1, "trial": 0, "many": 3}
    letters = {row.key.id: row.letters for row in key.rows}
    assert len(letters["many"].split(", ")) == 2


@pytest.mark.parametrize("number", range(1, 20))
def test_who_ticks_what_the_key_says_has_every_point(number: int) -> None:
    items = tuple(make_item(f"q-{n}", "multiple" if n % 2 else "single") for n in range(6))
    exam = make_final(items=items, blueprint=())
    edition = make_edition(assessments=(make_pre_course(), exam, make_practice()))
    paper, key = paper_of(edition, exam, number), key_to(edition, exam, number)
    for asked, row in zip(paper.items, key.rows, strict=True):
        item = exam.by_id[asked.asked.item]
        wanted = {ord(letter) - ord("A") for letter in row.letters.split(", ")}
        ticked = [c.value for place, c in enumerate(asked.asked.choices) if place in wanted]
        assert row.key.id == item.id
        assert set(ticked) == set(right(item))
        assert earned(item, ticked) == item.points
