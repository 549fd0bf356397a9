"""The item types: what counts as an answer, and what an answer earns (FORMATS.md 4).

The one place to extend: a new type is one more line of ``ITEM_TYPES``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from course.content.edition import Assessment, Item

Answer = tuple[str, ...]
"""The ids of the chosen options, in the order of the author's file. Empty: not answered."""

DONT_KNOW = "dont-know"
"""The answer "I don't know yet", where the assessment offers it. It earns nothing."""


class NotAnAnswer(ValueError):
    """What was sent cannot be an answer to this item. ``message`` says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class ItemType:
    """How one type of item is asked and scored.

    ``many`` means checkboxes, not radios. ``keeps_order`` means that options stay as they are
    written. ``earned`` gives the points, from 0 to the item's.
    """

    name: str
    many: bool
    keeps_order: bool
    hint: str
    accept: Callable[[Item, Sequence[str]], Answer]
    earned: Callable[[Item, Sequence[str]], Fraction]


def accept_answer(assessment: Assessment, item: Item, values: Sequence[str]) -> Answer:
    """Return what was sent as an answer to store; nothing chosen is the empty answer.

    Raise NotAnAnswer where an option is unknown, or there are more than the type takes.
    """
    if assessment.dont_know and DONT_KNOW in values:
        if set(values) != {DONT_KNOW}:
            raise NotAnAnswer("Select your answers, or “I don’t know yet”, but not both.")
        return (DONT_KNOW,)
    return ITEM_TYPES[item.type].accept(item, values)


def earned(item: Item, answer: Sequence[str]) -> Fraction:
    """Return the points that an answer earns: never below 0, never more than the item's."""
    return ITEM_TYPES[item.type].earned(item, answer)


def is_right(item: Item, answer: Sequence[str]) -> bool:
    """Say whether an answer is wholly right: exactly the right options."""
    return set(answer) == _rights(item)


def _rights(item: Item) -> set[str]:
    return {option.id for option in item.options if option.right}


def _accept_many(item: Item, values: Sequence[str]) -> Answer:
    chosen = tuple(option.id for option in item.options if option.id in values)
    if len(chosen) != len(set(values)):
        raise NotAnAnswer(
            "One of the answers that came in is not part of this question. "
            "Open the question again and select your answer."
        )
    return chosen


def _accept_one(item: Item, values: Sequence[str]) -> Answer:
    chosen = _accept_many(item, values)
    if len(chosen) > 1:
        raise NotAnAnswer("Select only one answer.")
    return chosen


def _all_or_nothing(item: Item, answer: Sequence[str]) -> Fraction:
    return Fraction(item.points if is_right(item, answer) else 0)


def _each_right_less_each_wrong(item: Item, answer: Sequence[str]) -> Fraction:
    rights = _rights(item)
    chosen = {option.id for option in item.options if option.id in answer}
    net = len(chosen & rights) - len(chosen - rights)
    return Fraction(item.points * max(0, net), len(rights))


_ALL = (
    ItemType(
        name="single",
        many=False,
        keeps_order=False,
        hint="Select one answer.",
        accept=_accept_one,
        earned=_all_or_nothing,
    ),
    ItemType(
        name="multiple",
        many=True,
        keeps_order=False,
        hint="Select all that apply.",
        accept=_accept_many,
        earned=_each_right_less_each_wrong,
    ),
    ItemType(
        name="true-false",
        many=False,
        keeps_order=True,
        hint="Select true or false.",
        accept=_accept_one,
        earned=_all_or_nothing,
    ),
)

ITEM_TYPES: Mapping[str, ItemType] = MappingProxyType({each.name: each for each in _ALL})
"""Every item type by its name in the author's files."""
