"""What a preview shows: a page of the files as they are now, in three ways, with its problems."""

import re
from dataclasses import dataclass
from typing import Literal

from flask import request, url_for
from markupsafe import Markup

from course.content.edition import Edition, Html, Lesson, LessonPart, QuestionBox, Reflection
from course.content.reading import CourseReading
from course.web.items import ready
from course.web.lesson_parts import (
    PRACTICE,
    Place,
    QuestionPart,
    ReflectionPart,
    TextPart,
    place_of,
    question_values,
)
from course.web.once import part_of_page
from course.web.practice import Refusal, told
from course.web.problems import ProblemFile, problem_files
from course.web.trainer.files import settings
from course.web.trainer.key_view import KeyItem, key_of

SHOWS = {"": "As a trainee", "answers": "With answers", "print": "For print"}
"""The ways to look at a page, by what its address says."""
_ID = re.compile(r'( id="| popovertarget="| href="#)')


@dataclass(frozen=True, slots=True)
class Bar:
    """What stands on top of a preview: its ways, and the problems of this page's file."""

    course: str
    show: str
    ways: tuple[tuple[str, str, bool], ...]
    problems: tuple[ProblemFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedPart(QuestionPart):
    """A practice question as a trainee meets it, with its key."""

    key: KeyItem


@dataclass(frozen=True, slots=True)
class GonePart:
    """A practice question that cannot be read from its file."""

    item: str
    kind: Literal["gone"] = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeReflection(ReflectionPart):
    """A reflection of a lesson, with all that its file says."""

    asked: Reflection
    html: Markup


Part = TextPart | KeyedPart | GonePart | WholeReflection


@dataclass(frozen=True, slots=True)
class LessonPreview:
    """A lesson with where it stands."""

    lesson: Lesson
    place: Place
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """An answer to a practice question that was tried in a preview, and kept nowhere."""

    item: str
    answer: tuple[str, ...]
    refusal: Refusal | None


def show() -> str:
    """Return the way that the address asks for."""
    asked = request.args.get("show", "")
    return asked if asked in SHOWS else ""


def bar_of(reading: CourseReading, path: str) -> Bar:
    """Return the bar of the page that is shown; ``path`` is the file that it is made of."""
    here = show()
    ways = tuple(
        (label, request.path + (f"?show={way}" if way else ""), way == here)
        for way, label in SHOWS.items()
    )
    found = tuple(each for each in reading.findings if each.place.path == path)
    return Bar(reading.course, here, ways, problem_files(found, settings()))


def lesson_preview(
    edition: Edition, lesson: Lesson, *, tried: Tried | None = None, many: bool = False
) -> LessonPreview:
    """Return a lesson for its preview. ``many``: beside others on one page, so ids are its own."""
    prefix = f"{lesson.id}--" if many else ""
    parts, questions = [], 0
    for part in lesson.parts:
        questions += isinstance(part, QuestionBox)
        parts.append(_part(edition, lesson, part, questions, tried=tried, prefix=prefix))
    return LessonPreview(lesson, place_of(edition, lesson), tuple(parts))


def _part(
    edition: Edition,
    lesson: Lesson,
    part: LessonPart,
    number: int,
    *,
    tried: Tried | None,
    prefix: str,
) -> Part:
    if isinstance(part, Html):
        return TextPart(shown(part.html, edition.course, prefix))
    if isinstance(part, QuestionBox):
        practice = edition.assessment_by_id.get(part.assessment)
        if practice is None or part.item not in practice.by_id:
            return GonePart(part.item)
        return _question(edition, lesson, part, number, tried)
    asked = edition.reflection_by_id[part.reflection]
    address = url_for("trainer.preview_reflection", course=edition.course, reflection=asked.id)
    html = shown(asked.html, edition.course)
    return WholeReflection(asked.title, address, asked=asked, html=html)


def _question(
    edition: Edition, lesson: Lesson, box: QuestionBox, number: int, tried: Tried | None
) -> KeyedPart:
    practice = edition.assessment_by_id[box.assessment]
    item = practice.by_id[box.item]
    mine = tried if tried and tried.item == item.id else None
    address = url_for("trainer.try_practice", course=edition.course, lesson=lesson.id, item=item.id)
    answer = mine.answer if mine else ()
    refusal = mine.refusal if mine else None
    values = question_values(lesson, box, number, practice=practice, answer=answer, address=address)
    error = refusal.message if refusal else ""
    said = told(item, answer) if mine and not refusal else None
    html = part_of_page(PRACTICE, **values, on_hold=False, told=said, error=error)
    return KeyedPart(number, html, error, key=key_of(practice, item))


def shown(html: str, course: str, prefix: str = "") -> Markup:
    """Return HTML of a file whose pictures and lessons are those of the preview.

    With ``prefix``, its ids are its own among others on the page.
    """
    picture = url_for("trainer.preview_picture", course=course, name="x").removesuffix("x")
    lesson = url_for("trainer.preview_lesson", course=course, lesson="x").removesuffix("x")
    theirs = url_for("trainee.lesson", course=course, lesson="x").removesuffix("x")
    html = html.replace(' src="/media/', f' src="{picture}')
    html = html.replace(f' href="{theirs}', f' href="{lesson}')
    return ready(_ID.sub(rf"\1{prefix}", html) if prefix else html)
