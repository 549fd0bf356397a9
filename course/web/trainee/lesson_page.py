"""A lesson as its page shows it: what was rendered once, with this trainee's answers between."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from course.content.edition import (
    Edition,
    Html,
    Item,
    Lesson,
    LessonPart,
    Option,
    QuestionBox,
    Step,
)
from course.grading.deeds import Deeds
from course.grading.item_types import ITEM_TYPES, is_right
from course.grading.standing import Standing, lesson_standing, reflection_standing
from course.records.tables import PracticeResponse
from course.web.trainee.items import Asked, ask, ready
from course.web.trainee.places import address_of, address_of_step
from course.web.words import counted

_HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that could not be taken: to which item, what was sent, and why."""

    item: str
    values: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a trainee is told about a practice answer. ``why`` is of the options they chose."""

    right: bool
    verdict: str
    why: tuple[Markup, ...]
    explain: Markup


@dataclass(frozen=True, slots=True)
class TextPart:
    """A run of the lesson's own HTML."""

    html: Markup
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """A practice question. ``section`` is the heading it stands under, to read again."""

    number: int
    asked: Asked
    told: Told | None
    error: str
    section: tuple[str, str] | None
    kind: Literal["question"] = "question"


@dataclass(frozen=True, slots=True)
class ReflectionPart:
    """A reflection as a link, with where it stands."""

    title: str
    address: str
    words: str
    kind: Literal["reflection"] = "reflection"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The step before or after, as a link."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class LessonPage:
    """Everything that the page says beside the lesson's own words."""

    module: str
    number: int
    total: int
    parts: tuple[TextPart | QuestionPart | ReflectionPart, ...]
    standing: Standing
    marked: bool
    before: Neighbour | None
    after: Neighbour | None


def page_of(
    edition: Edition,
    lesson: Lesson,
    deeds: Deeds,
    *,
    answers: Mapping[str, PracticeResponse],
    refusal: Refusal | None = None,
) -> LessonPage:
    """Put a lesson together for one trainee."""
    place = next(n for n, step in enumerate(edition.steps) if _is(step, lesson))
    module = next(each for each in edition.modules if any(_is(s, lesson) for s in each.steps))
    deed = deeds.lessons.get(lesson.id)
    return LessonPage(
        module=module.title,
        number=place + 1,
        total=len(edition.steps),
        parts=tuple(_parts(edition, lesson, deeds, answers=answers, refusal=refusal)),
        standing=lesson_standing(edition, lesson, deeds),
        marked=bool(deed and deed.done_at),
        before=_neighbour(edition, place - 1),
        after=_neighbour(edition, place + 1),
    )


def _is(step: Step, lesson: Lesson) -> bool:
    return step.kind == "lesson" and step.id == lesson.id


def _neighbour(edition: Edition, place: int) -> Neighbour | None:
    if not 0 <= place < len(edition.steps):
        return None
    step = edition.steps[place]
    return Neighbour(edition.step_title(step), address_of_step(edition, step))


def _parts(
    edition: Edition,
    lesson: Lesson,
    deeds: Deeds,
    *,
    answers: Mapping[str, PracticeResponse],
    refusal: Refusal | None,
) -> list[TextPart | QuestionPart | ReflectionPart]:
    parts: list[TextPart | QuestionPart | ReflectionPart] = []
    section: tuple[str, str] | None = None
    questions = 0
    for part in lesson.parts:
        if isinstance(part, Html):
            parts.append(TextPart(ready(part.html)))
            section = _last_heading(part) or section
        elif isinstance(part, QuestionBox):
            questions += 1
            held = refusal if refusal and refusal.item == part.item else None
            asked = edition.assessment_by_id[part.assessment]
            item, given = asked.by_id[part.item], answers.get(part.item)
            shown = held.values if held else tuple(given.answer) if given else ()
            parts.append(
                QuestionPart(
                    number=questions,
                    asked=ask(asked, item, answer=shown),
                    told=_told(item, tuple(given.answer)) if given and not held else None,
                    error=held.message if held else "",
                    section=section,
                )
            )
        else:
            parts.append(_reflection(edition, part.reflection, deeds))
    return parts


def _last_heading(part: LessonPart) -> tuple[str, str] | None:
    found = _HEADING.findall(part.html) if isinstance(part, Html) else []
    return (found[-1][0], ready(found[-1][1]).striptags()) if found else None


def _told(item: Item, answer: tuple[str, ...]) -> Told:
    chosen = [option for option in map(item.option, answer) if option]
    right = is_right(item, answer)
    # A right answer with many options would repeat itself; its explanation says it once.
    why = tuple(ready(each.why) for each in chosen if each.why and (not right or not item.explain))
    return Told(right, _verdict(item, chosen, right=right), why, ready(item.explain))


def _verdict(item: Item, chosen: Sequence[Option], *, right: bool) -> str:
    """Say whether an answer is right; where several are, how many of them were found."""
    if right:
        return "That is right."
    if not (ITEM_TYPES[item.type].many and chosen):
        return "Not quite."
    wanted = sum(option.right for option in item.options)
    found = sum(option.right for option in chosen)
    wrong = len(chosen) - found
    verdict = f"Not quite: {found} of {counted(wanted, 'right answer')} found."
    return f"{verdict} {wrong} of what you chose is not right." if wrong else verdict


def _reflection(edition: Edition, id: str, deeds: Deeds) -> ReflectionPart:
    reflection, deed = edition.reflection_by_id[id], deeds.reflections.get(id)
    if reflection_standing(reflection, deed).met:
        words = "Completed"
    else:
        words = _STATES[deed.state] if deed else "Not started"
    return ReflectionPart(reflection.title, address_of(edition, "reflection", id), words)


_STATES = {
    "draft": "Draft saved",
    "sent": "Sent",
    "changes-asked": "Changes asked for",
    "accepted": "Completed",
}
