"""What is said of an answer to a practice question, whoever gave it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from course.content.edition import Html, Item, Lesson, Option, QuestionBox
from course.grading.item_types import ITEM_TYPES, is_right
from course.grading.words import counted
from course.web.items import ready

_HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that could not be taken: to which item, what was sent, and why."""

    item: str
    values: tuple[str, ...]
    message: str


class Why(NamedTuple):
    """Why an option that was chosen is right or not; ``mark`` says which, where several may be."""

    mark: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Told:
    """What a trainee is told about a practice answer. ``why`` is of the options they chose."""

    right: bool
    verdict: str
    why: tuple[Why, ...]
    explain: Markup


def section(lesson: Lesson, box: QuestionBox) -> tuple[str, str] | None:
    """Return the id and the words of the heading that a question stands under."""
    before = lesson.parts[: lesson.parts.index(box)]
    html = "".join(part.html for part in before if isinstance(part, Html))
    found = _HEADING.findall(html)
    return (found[-1][0], ready(found[-1][1]).striptags()) if found else None


def told(item: Item, answer: tuple[str, ...]) -> Told:
    """Return what a trainee is told about their answer."""
    chosen = [option for option in map(item.option, answer) if option]
    right = is_right(item, answer)
    # A right answer with many options would repeat itself; its explanation says it once.
    shown = [each for each in chosen if each.why and (not right or not item.explain)]
    marked = ITEM_TYPES[item.type].many and not right
    why = tuple(Why(_mark(each) if marked else "", ready(each.why)) for each in shown)
    return Told(right, _verdict(item, chosen, right=right), why, ready(item.explain))


def _mark(option: Option) -> str:
    return "Right:" if option.right else "Not right:"


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
