"""What publishing would change, in words."""

from typing import Any

import pytest

from course.content.changes import RULES, SAID, Difference, compare
from course.content.edition import Assessment, Board, Edition, Item, MediaFile, Role, Term
from tests.builders import (
    make_edition,
    make_final,
    make_item,
    make_lesson,
    make_lessons,
    make_practice,
    make_pre_course,
)

ROLE = Role(
    id="peer",
    title="Peer",
    purpose="",
    basis="",
    does=(),
    not_its_job=(),
    rests_on="",
    records_and_pay="",
    self_disclosure="",
)


def exams_with(**first: Any) -> dict[str, Any]:
    """Return the small course's exams, the pre-course exam's first question changed."""
    exam = make_pre_course()
    changed = make_item(exam.items[0].id, **first)
    items = (changed, *exam.items[1:])
    return {"assessments": (make_pre_course(items=items), make_final(), make_practice())}


def told(**made: Any) -> tuple[str, ...]:
    return compare(make_edition(), make_edition("other", **made)).words


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
    [({"explain": "<p>Other</p>"}, False), ({"text": "Other?", "html": "<p>Other?</p>"}, False),
     ({"points": 2}, True), ({"status": "pilot"}, True), ({"topic": "ethics"}, True),
     ({"texts": ("No", "Yes", "Never")}, True)],
)  # fmt: skip
def test_a_question_that_is_scored_in_another_way_is_named(
    change: dict[str, Any], rescored: bool
) -> None:
    first = make_pre_course().items[0].id
    scoring = f"; 1 affects scoring ({first})" if rescored else ""
    assert told(**exams_with(**change)) == (f"Questions: 1 changed ({first}){scoring}.",)


def test_questions_that_affect_scoring_are_counted_among_those_that_changed() -> None:
    first, second, *rest = make_pre_course().items
    items = (
        make_item(first.id, points=2),
        second.model_copy(update={"explain": "<p>Other</p>"}),
        *rest,
    )
    made = told(assessments=(make_pre_course(items=items), make_final(), make_practice()))
    assert made == (
        f"Questions: 2 changed ({first.id}, {second.id}); 1 affects scoring ({first.id}).",
    )


def test_the_rules_of_an_exam_are_named() -> None:
    changed = make_final(attempts=3, pass_mark=None)
    exams = (make_pre_course(), changed, make_practice())
    assert told(assessments=exams) == (
        "Final exam: its rules change (passing score, number of attempts).",
    )


def test_an_exam_that_is_new_or_taken_out_is_named() -> None:
    exams = (make_pre_course(), make_final(id="last", title="Last exam", items=()))
    made = told(assessments=(*exams, make_practice()))
    assert made[0] == "Exams: 1 new (Last exam), 1 taken out (Final exam)."


def test_what_an_exam_says_before_it_begins_is_told() -> None:
    exams = (make_pre_course(), make_final(intro="<p>Take your time.</p>"), make_practice())
    assert told(assessments=exams) == ("Final exam: its title or instructions change.",)


def test_every_part_of_an_exam_and_of_an_item_is_compared() -> None:
    """A new setting is named in RULES, or it is one of those that are told in another way."""
    assert set(RULES) | {"id", "title", "intro", "items"} == set(Assessment.model_fields)
    assert set(Item.model_fields) >= SAID


def test_every_part_of_a_course_is_compared() -> None:
    edition = make_edition()
    other = {
        "id": "other",
        "course": "other",
        "title": "Other",
        "edition_title": "Other",
        "language": "es",
        "summary": "Other",
        "contact": edition.contact.model_copy(update={"name": "Other"}),
        "domains": {},
        "certificate": edition.certificate.model_copy(update={"title": "Other"}),
        "media": (MediaFile(hash="a" * 64, extension="png", path="media/a.png"),),
        "roles": (ROLE,),
        "glossary": (Term(term="Peer", means="An equal"),),
        "boards": (Board(id="one", title="One", hours={"ethics": 16}),),
    }
    silent = set()
    for field in Edition.model_fields:
        changed = make_edition().model_copy(update={field: other.get(field, ())})
        if not compare(edition, changed).words:
            silent.add(field)
    # The id follows from the files, a course never becomes another, pictures are in lessons.
    assert silent == {"id", "course", "media"}


def test_the_ids_of_what_changed_are_told_apart() -> None:
    first, second, third = make_lessons()
    changed = second.model_copy(update={"summary": "Another summary."})
    other = make_edition("other", lessons=(first, changed, make_lesson("new", "New")))
    differ = compare(make_edition(), other)
    assert differ.lessons == Difference(("new",), (second.id,), (third.id,))
    assert differ.rescored == ()


def test_order_and_certificate_are_told() -> None:
    edition: Edition = make_edition()
    certificate = edition.certificate.model_copy(update={"title": "Other"})
    made = told(modules=edition.modules[::-1], certificate=certificate)
    assert made == (
        "The order of the course changes.",
        "What the certificate needs changes.",
    )
