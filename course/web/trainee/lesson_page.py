"""A lesson as its page shows it: what was rendered once, with this trainee's answers between."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from markupsafe import Markup

from course.content.edition import Edition, Html, Lesson, QuestionBox
from course.grading.deeds import Deeds
from course.grading.standing import Standing, lesson_standing, reflection_standing
from course.web.items import ready
from course.web.lesson_parts import QuestionPart, ReflectionPart, TextPart, place_of
from course.web.once import rendered_once
from course.web.practice import Refusal
from course.web.trainee.enrolled import Here
from course.web.trainee.places import address_of, address_of_step
from course.web.trainee.practice_part import question_part


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The step before or after, as a link."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class LessonPage:
    """A lesson for one trainee. ``head`` and ``sources`` are what everyone reads."""

    head: Markup
    parts: tuple[TextPart | QuestionPart | ReflectionPart, ...]
    sources: Markup
    standing: Standing
    marked: bool
    before: Neighbour | None
    after: Neighbour | None


def page_of(at: Here, lesson: Lesson, deeds: Deeds, refusal: Refusal | None) -> LessonPage:
    """Put a lesson together for one trainee."""
    edition, deed = at.edition, deeds.lessons.get(lesson.id)
    place = place_of(edition, lesson)
    named = (edition.id, lesson.id)
    return LessonPage(
        head=rendered_once(
            "parts/lesson-head.html",
            *named,
            at.on_hold,
            values=lambda: {"lesson": lesson, "place": place, "on_hold": at.on_hold},
        ),
        parts=tuple(_parts(at, lesson, deeds, refusal)),
        sources=rendered_once(
            "parts/lesson-sources.html", *named, values=lambda: {"lesson": lesson}
        ),
        standing=lesson_standing(edition, lesson, deeds),
        marked=bool(deed and deed.done_at),
        before=_neighbour(edition, place.number - 1),
        after=_neighbour(edition, place.number + 1),
    )


def _neighbour(edition: Edition, number: int) -> Neighbour | None:
    if not 1 <= number <= len(edition.steps):
        return None
    step = edition.steps[number - 1]
    return Neighbour(edition.step_title(step), address_of_step(edition, step))


def _parts(
    at: Here, lesson: Lesson, deeds: Deeds, refusal: Refusal | None
) -> Iterator[TextPart | QuestionPart | ReflectionPart]:
    numbers = count(1)
    for part in lesson.parts:
        if isinstance(part, Html):
            yield TextPart(ready(part.html))
        elif isinstance(part, QuestionBox):
            yield question_part(at, lesson, part, number=next(numbers), refusal=refusal)
        else:
            yield _reflection(at.edition, part.reflection, deeds)


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
