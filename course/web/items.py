"""Questions on a page: what a template needs to ask one, whatever its type.

The web's one place to extend for a new item type: one more line of ``TEMPLATES``, beside
``grading.item_types``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from markupsafe import Markup, escape

from course.content.edition import Assessment, Item
from course.grading.item_types import DONT_KNOW, ITEM_TYPES

TEMPLATES: Mapping[str, str] = MappingProxyType(
    {
        "single": "parts/items/choices.html",
        "multiple": "parts/items/choices.html",
        "true-false": "parts/items/choices.html",
    }
)
"""The part that asks an item of each type."""

DONT_KNOW_YET = "I don't know yet"
NOT_ANSWERED = "Not answered"
_BLOCK = re.compile(r"<(?:p|ul|ol|table|blockquote|pre|figure|div)\b")
_LAST_PARAGRAPH = re.compile(r"(?s)\A(.*?)<p>((?:(?!<p>).)*)</p>\s*\Z")


@dataclass(frozen=True, slots=True)
class Choice:
    """One option as it is offered: its opaque value, and whether it was chosen."""

    value: str
    html: Markup
    chosen: bool


@dataclass(frozen=True, slots=True)
class AskedItem:
    """An item as it is asked. ``scene`` stands above the question, which fits into a heading."""

    item: str
    template: str
    scene: Markup
    question: Markup
    hint: str
    many: bool
    choices: tuple[Choice, ...]
    aside: Choice | None

    @property
    def title(self) -> str:
        """The question without markup."""
        return self.question.striptags()


def ask(
    assessment: Assessment, item: Item, *, answer: Sequence[str] = (), order: Sequence[str] = ()
) -> AskedItem:
    """Return an item ready to be asked, with the answer given so far.

    ``order`` are the ids of the options as a form drew them. Nothing of the key is in it.
    """
    kind = ITEM_TYPES[item.type]
    options = [item.option(each) for each in order] if order else item.options
    scene, question = split(item)
    choices = tuple(_choice(each.id, each.html, answer) for each in options if each)
    return AskedItem(
        item=item.id,
        template=TEMPLATES[item.type],
        scene=scene,
        question=question,
        hint=kind.hint,
        many=kind.many,
        choices=choices,
        aside=_choice(DONT_KNOW, DONT_KNOW_YET, answer) if assessment.dont_know else None,
    )


def answer_words(item: Item, answer: Sequence[str]) -> tuple[Markup, ...]:
    """Return an answer as a person reads it, one entry for each thing chosen."""
    if DONT_KNOW in answer:
        return (escape(DONT_KNOW_YET),)
    chosen = [option for option in map(item.option, answer) if option]
    return tuple(ready(each.html) for each in chosen) or (escape(NOT_ANSWERED),)


def split(item: Item) -> tuple[Markup, Markup]:
    """Return what comes before an item's question, and the question: its last paragraph.

    A heading holds no paragraphs, so only the question itself goes into it.
    """
    found = _LAST_PARAGRAPH.match(item.html)
    if found:
        return ready(found[1]), ready(found[2])
    if _BLOCK.search(item.html):
        return ready(item.html), Markup("Your answer")
    return Markup(""), ready(item.html)


def _choice(value: str, html: str, answer: Sequence[str]) -> Choice:
    return Choice(value, ready(html), value in answer)


def ready(html: str) -> Markup:
    """Return HTML of an edition as a template prints it, without escaping it again."""
    return Markup(html)  # noqa: S704  # an edition's HTML was sanitised when it was read
