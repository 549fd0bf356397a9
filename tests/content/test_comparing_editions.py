"""What publishing would change, in words."""

from typing import Any

import pytest

from course.content.changes import changes
from course.content.edition import Edition
from tests.builders import (
    make_edition,
    make_final,
    make_item,
    make_lesson,
    make_lessons,
    make_practice,
    make_pre_course,
)


def exams_with(**first: Any) -> dict[str, Any]:
    """Return the small course's exams, the pre-course exam's first question changed."""
    exam = make_pre_course()
    changed = make_item(exam.items[0].id, **first)
    items = (changed, *exam.items[1:])
    return {"assessments": (make_pre_course(items=items), make_final(), make_practice())}


def told(**made: Any) -> tuple[str, ...]:
    return changes(make_edition(), make_edition("other", **made))


def test_the_same_words_under_another_id_are_no_change() -> None:
    assert told() == ()


def test_lessons_are_counted() -> None:
    first, second, third = make_lessons()
    changed = second.model_copy(update={"summary": "Another summary."})
    made = told(lessons=(first, changed, make_lesson("new", "New")))
    assert made == (
        f"Lessons: 1 new (New), 1 changed ({second.title}), 1 taken out ({third.title}).",
    )


def test_more_than_three_are_counted_only() -> None:
    four = tuple(make_lesson(f"new-{number}", f"New {number}") for number in range(4))
    assert told(lessons=(*make_lessons(), *four)) == ("Lessons: 4 new.",)


@pytest.mark.parametrize(
    ("change", "rescored"),
    [({"explain": "<p>Other</p>"}, False), ({"points": 2}, True), ({"status": "pilot"}, True),
     ({"texts": ("No", "Yes", "Never")}, True)],
)  # fmt: skip
def test_a_question_that_is_scored_in_another_way_is_named(
    change: dict[str, Any], rescored: bool
) -> None:
    first = make_pre_course().items[0].id
    made = told(**exams_with(**change))
    assert made[0] == f"Questions: 1 changed ({first})."
    assert (f"These questions are scored in another way: {first}." in made) is rescored


def test_the_rules_of_an_exam_are_named() -> None:
    exams = (make_pre_course(), make_final(attempts=3), make_practice())
    assert told(assessments=exams) == ("The rules of an exam change: Final exam.",)


def test_order_and_certificate_are_told() -> None:
    edition: Edition = make_edition()
    certificate = edition.certificate.model_copy(update={"title": "Other"})
    made = told(modules=edition.modules[::-1], certificate=certificate)
    assert made == (
        "The order of the course changes.",
        "What the certificate needs changes.",
    )
