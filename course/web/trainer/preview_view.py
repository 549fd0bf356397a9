"""What a preview shows: a page of the files as they are now, in three ways, with its problems."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from flask import request, url_for
from markupsafe import Markup

from course.content.edition import (
    Assessment,
    Edition,
    Html,
    Item,
    Lesson,
    LessonPart,
    QuestionBox,
    Reflection,
)
from course.content.reading import CourseReading
from course.grading.item_types import ITEM_TYPES
from course.web.items import ask, ready, split
from course.web.once import part_of_page
from course.web.practice import Refusal, Told, section, told
from course.web.problems import ProblemFile, problem_files
from course.web.trainer.files import settings

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


@dataclass(frozen=True, slots=True)
class KeyOption:
    """An option with its mark. ``letter`` is its place on paper."""

    letter: str
    html: Markup
    right: bool
    why: Markup


@dataclass(frozen=True, slots=True)
class KeyItem:
    """A question with its key, for staff. ``about`` says what it is of."""

    id: str
    about: str
    scene: Markup
    question: Markup
    hint: str
    options: tuple[KeyOption, ...]
    explain: Markup
    source: str


@dataclass(frozen=True, slots=True)
class TextPart:
    """A run of the lesson's own HTML."""

    html: Markup
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """A practice question: ``html`` as a trainee meets it, its form still open, and its key."""

    number: int
    html: Markup
    key: KeyItem
    error: str
    kind: Literal["question"] = "question"


@dataclass(frozen=True, slots=True)
class GonePart:
    """A practice question that cannot be read from its file."""

    item: str
    kind: Literal["gone"] = "gone"


@dataclass(frozen=True, slots=True)
class ReflectionPart:
    """A reflection of a lesson."""

    asked: Reflection
    html: Markup
    address: str
    kind: Literal["reflection"] = "reflection"


Part = TextPart | QuestionPart | GonePart | ReflectionPart


@dataclass(frozen=True, slots=True)
class LessonPreview:
    """A lesson with where it stands; ``number`` is of its step, from 1."""

    lesson: Lesson
    module: str
    number: int
    total: int
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
    steps = [(step.kind, step.id) for step in edition.steps]
    number = steps.index(("lesson", lesson.id)) + 1
    inside = (module for module in edition.modules for step in module.steps)
    modules = [module.title for module in inside]
    prefix = f"{lesson.id}--" if many else ""
    parts, questions = [], 0
    for part in lesson.parts:
        questions += isinstance(part, QuestionBox)
        parts.append(_part(edition, lesson, part, questions, tried=tried, prefix=prefix))
    return LessonPreview(lesson, modules[number - 1], number, len(steps), tuple(parts))


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
    return ReflectionPart(asked, shown(asked.html, edition.course), address)


def _question(
    edition: Edition, lesson: Lesson, box: QuestionBox, number: int, tried: Tried | None
) -> QuestionPart:
    practice = edition.assessment_by_id[box.assessment]
    item = practice.by_id[box.item]
    mine = tried if tried and tried.item == item.id else None
    refusal = mine.refusal if mine else None
    values = {
        "asked": ask(practice, item, answer=mine.answer if mine else ()),
        "number": number,
        "address": url_for(
            "trainer.try_practice", course=edition.course, lesson=lesson.id, item=item.id
        ),
        "section": section(lesson, box),
        "on_hold": False,
        "told": told_of(item, mine),
        "error": refusal.message if refusal else "",
    }
    html = part_of_page("parts/practice.html", **values)
    return QuestionPart(number, html, key_of(practice, item), refusal.message if refusal else "")


def told_of(item: Item, tried: Tried | None) -> Told | None:
    """Return what a trainee would be told about an answer that was tried."""
    return told(item, tried.answer) if tried and not tried.refusal else None


def key_of(assessment: Assessment, item: Item, order: Sequence[str] = ()) -> KeyItem:
    """Return a question with its right answers; ``order`` is that of a form."""
    scene, question = split(item)
    options = [item.option(each) for each in order] if order else item.options
    points = f"{item.points} points" if item.points != 1 else ""
    about = (item.type, item.topic, item.level, points, item.status)
    return KeyItem(
        id=item.id,
        about=", ".join(each for each in about if each and each != "live"),
        scene=scene,
        question=question,
        hint=ITEM_TYPES[item.type].hint,
        options=tuple(
            KeyOption(chr(ord("A") + place), ready(each.html), each.right, ready(each.why))
            for place, each in enumerate(options)
            if each
        ),
        explain=ready(item.explain),
        source=item.source,
    )


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
