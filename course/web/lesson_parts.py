"""A lesson in parts: what a trainee's page and a trainer's preview of it both show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from course.content.edition import Assessment, Edition, Lesson, QuestionBox
from course.web.items import ask
from course.web.practice import section

PRACTICE = "parts/practice.html"


@dataclass(frozen=True, slots=True)
class TextPart:
    """A run of the lesson's own HTML."""

    html: Markup
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """A practice question. ``html`` is all of it but the form's token and its closing tags."""

    number: int
    html: Markup
    error: str = ""
    kind: Literal["question"] = "question"


@dataclass(frozen=True, slots=True)
class ReflectionPart:
    """A reflection as a link. ``words`` say where it stands, "" where it is nobody's."""

    title: str
    address: str
    words: str = ""
    kind: Literal["reflection"] = "reflection"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a lesson stands in its course; ``number`` is of its step, from 1."""

    module: str
    number: int
    total: int


def place_of(edition: Edition, lesson: Lesson) -> Place:
    """Return where a lesson that is a step stands. Raise StopIteration of one that is none."""
    steps = [(module.title, step) for module in edition.modules for step in module.steps]
    number, module = next(
        (number, title)
        for number, (title, step) in enumerate(steps, start=1)
        if step.id == lesson.id and step.kind == "lesson"
    )
    return Place(module, number, len(steps))


def question_values(
    lesson: Lesson,
    box: QuestionBox,
    number: int,
    *,
    practice: Assessment,
    answer: Sequence[str],
    address: str,
) -> dict[str, object]:
    """Return what ``PRACTICE`` needs to ask a question of a lesson; ``address`` takes the answer.

    To be added: ``on_hold``, and what is ``told`` about the answer, or its ``error``.
    """
    return {
        "asked": ask(practice, practice.by_id[box.item], answer=answer),
        "number": number,
        "address": address,
        "section": section(lesson, box),
    }
