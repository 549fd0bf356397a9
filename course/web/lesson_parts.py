"""A lesson in parts: what a trainee's page and a trainer's preview of it both show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from course.content.edition import Assessment, Lesson, QuestionBox
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
