"""Questions with their key, as staff read them: in a preview, and on paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from course.content.edition import Assessment, Item
from course.grading.item_types import ITEM_TYPES
from course.web.items import ready, split


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
class Pool:
    """The questions of an exam; ``draws`` where an attempt asks only some of them."""

    draws: bool
    keys: tuple[KeyItem, ...]


def draws(exam: Assessment) -> bool:
    """Say whether an attempt asks only some of an exam's questions, its own or those of banks."""
    return exam.length < len(exam.items)


def pool_of(exam: Assessment) -> Pool:
    """Return every question that an exam may ask."""
    return Pool(draws(exam), tuple(key_of(exam, item) for item in exam.items))


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
