"""An exam on paper: a form drawn by its number, and the key to it.

The form follows from the edition's id and the number alone, so the key of a paper that was handed
out can be printed again for ever.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from course.content.edition import Assessment, Edition
from course.grading.forms import Form, draw
from course.web.beforehand import ExamFacts, exam_facts
from course.web.items import AskedItem, ask
from course.web.trainer.key_view import KeyItem, key_of

ON_PAPER: Mapping[str, str] = MappingProxyType(
    {
        "single": "parts/paper/choices.html",
        "multiple": "parts/paper/choices.html",
        "true-false": "parts/paper/choices.html",
    }
)
"""The part that asks an item of each type on paper."""
MOST_FORMS = 999
SHORT = 12
"""Digits of an edition's id that stand on a paper."""


@dataclass(frozen=True, slots=True)
class PaperItem:
    """A question as it stands on paper. Nothing of the key is in it."""

    number: int
    part: str
    asked: AskedItem


@dataclass(frozen=True, slots=True)
class KeyRow:
    """The key to one question of a form: the letters of its right answers."""

    number: int
    letters: str
    points: int
    key: KeyItem


@dataclass(frozen=True, slots=True)
class Paper:
    """A form of an exam. ``edition`` is the start of its edition's id, as papers show it."""

    edition: str
    number: int
    facts: ExamFacts
    items: tuple[PaperItem, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """The key to a form; ``points`` is what it can earn in all."""

    rows: tuple[KeyRow, ...]
    points: int
    several: bool


def form_of(edition: Edition, exam: Assessment, number: int) -> Form:
    """Return the form of a number: another seed than any attempt's, so no paper tells of one."""
    return draw(exam, f"{edition.id}/paper/{number}")


def paper_of(edition: Edition, exam: Assessment, number: int) -> Paper:
    """Return a form for paper."""
    items = tuple(
        _item(exam, each.item, place, each.options)
        for place, each in enumerate(form_of(edition, exam, number), start=1)
    )
    return Paper(edition.id[:SHORT], number, exam_facts(edition, exam), items)


def every_question(exam: Assessment) -> tuple[PaperItem, ...]:
    """Return every question of an exam for paper, in the order of its files."""
    return tuple(_item(exam, item.id, place) for place, item in enumerate(exam.items, start=1))


def key_to(edition: Edition, exam: Assessment, number: int) -> Key:
    """Return the key to a form. A question on trial earns nothing."""
    rows = tuple(
        _row(exam, each.item, place, each.options)
        for place, each in enumerate(form_of(edition, exam, number), start=1)
    )
    several = any(exam.by_id[row.key.id].type == "multiple" for row in rows)
    return Key(rows, sum(row.points for row in rows), several)


def _item(exam: Assessment, item: str, place: int, order: tuple[str, ...] = ()) -> PaperItem:
    found = exam.by_id[item]
    return PaperItem(place, ON_PAPER[found.type], ask(exam, found, order=order))


def _row(exam: Assessment, item: str, place: int, order: tuple[str, ...]) -> KeyRow:
    found = exam.by_id[item]
    key = key_of(exam, found, order)
    letters = ", ".join(option.letter for option in key.options if option.right)
    return KeyRow(place, letters, 0 if found.status == "pilot" else found.points, key)
