"""A practice question in its lesson, with what a trainee is told about their answer."""

from collections.abc import Mapping, Sequence

from flask import url_for

from course.content.edition import Lesson, QuestionBox
from course.web.lesson_parts import PRACTICE, QuestionPart, question_values
from course.web.once import part_of_page, rendered_once
from course.web.practice import Refusal, told
from course.web.trainee.enrolled import Here


def question_part(
    at: Here, lesson: Lesson, box: QuestionBox, *, number: int, refusal: Refusal | None
) -> QuestionPart:
    """Return a question of a lesson, with the answer that was given or has just been refused."""
    if refusal and refusal.item == box.item:
        said = {"told": None, "error": refusal.message}
        values = _values(at, lesson, box, number, refusal.values)
        return QuestionPart(number, part_of_page(PRACTICE, **values, **said), refusal.message)
    given = at.answers.get(box.item)
    answer = tuple(given.answer) if given else ()

    def values_once() -> Mapping[str, object]:
        item = at.edition.assessment_by_id[box.assessment].by_id[box.item]
        said = {"told": told(item, answer) if given else None, "error": ""}
        return _values(at, lesson, box, number, answer) | said

    key = (at.edition.id, lesson.id, box.item, answer, given is None, at.on_hold)
    return QuestionPart(number, rendered_once(PRACTICE, *key, values=values_once))


def _values(
    at: Here, lesson: Lesson, box: QuestionBox, number: int, answer: Sequence[str]
) -> dict[str, object]:
    practice = at.edition.assessment_by_id[box.assessment]
    address = url_for("trainee.practice", course=at.edition.course, lesson=lesson.id, item=box.item)
    values = question_values(lesson, box, number, practice=practice, answer=answer, address=address)
    return values | {"on_hold": at.on_hold}
