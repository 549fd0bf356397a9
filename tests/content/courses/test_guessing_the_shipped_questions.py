"""Two ways to sit an exam without having read a lesson, scored over every question that ships.

Who guesses by a rule and ties among options picks one of them by lot, so a rule that tells
nothing scores what blind guessing does.
"""

import math
import re
from collections.abc import Callable, Sequence
from functools import cache

import pytest

from course.content.edition import Item
from tests.builders import make_item
from tests.shipped import shipped_site

BY_CHANCE = 2.33
"""How many standard errors above blind guessing chance alone leads once in a hundred times."""

CAREFUL = re.compile(
    r"\b(?:supervisors?|polic(?:y|ies)|privacy officer|depends?|may|might|could|sometimes|usually"
    r"|often|generally|first|before|both|together|with them|their choice|choices?|permission"
    r"|consent|safe(?:ly|ty)?|respect(?:fully)?|listen(?:s|ing)?|ask(?:s|ing)?|check(?:s|ing)?"
    r"|offer(?:s|ing)?|unless|only if|as far as|as needed|appropriate(?:ly)?)\b",
    re.IGNORECASE,
)
"""Words that make an option sound careful, kind or well advised."""

Rule = Callable[[str], int]


def length(text: str) -> int:
    return len(text)


def care(text: str) -> int:
    return len(CAREFUL.findall(text))


def expected(item: Item, rule: Rule) -> float:
    """How likely the rule picks the right option of a question."""
    marks = {option.id: rule(option.text) for option in item.options}
    best = [option for option in item.options if marks[option.id] == max(marks.values())]
    return sum(option.right for option in best) / len(best)


def score(items: Sequence[Item], rule: Rule) -> float:
    return sum(expected(item, rule) for item in items) / len(items)


def blind(items: Sequence[Item]) -> float:
    return sum(1 / len(item.options) for item in items) / len(items)


def most(items: Sequence[Item]) -> float:
    """What a rule that tells nothing scores at most, but once in a hundred times."""
    spread = sum((1 / len(i.options)) * (1 - 1 / len(i.options)) for i in items)
    return blind(items) + BY_CHANCE * math.sqrt(spread) / len(items)


@cache
def shipped() -> dict[str, list[Item]]:
    """The questions with one right answer that exams ask, by their file."""
    parts = [reading.parts for reading in shipped_site().courses if reading.parts]
    return {
        name: [item for item in quiz.good_items if item.type == "single"]
        for each in parts
        for name, quiz in each.quizzes.items()
        if quiz.kind in ("exam", "bank")
    }


@pytest.mark.parametrize("rule", [length, care])
def test_no_rule_without_knowledge_beats_blind_guessing(rule: Rule):
    items = [item for each in shipped().values() for item in each]
    assert len(items) >= 20
    assert score(items, rule) <= most(items)


@pytest.mark.parametrize("rule", [length, care])
def test_no_file_gives_its_answers_away(rule: Rule):
    """A file is small, so a habit in it has to be strong to show."""
    told = {
        name: f"{score(items, rule):.0%} of {len(items)}, blind {blind(items):.0%}"
        for name, items in shipped().items()
        if items and score(items, rule) > most(items) + 0.05
    }
    assert told == {}


def bank(right: str, *wrong: str, habit: int, count: int = 60) -> list[Item]:
    """Questions of which so many have ``right``, and the others a right option like a wrong one."""
    return [make_item(f"q-{n}", texts=(right if n < habit else "So", *wrong)) for n in range(count)]


@pytest.mark.parametrize(
    ("rule", "right"), [(length, "A longer answer than the others"), (care, "Ask first")]
)
def test_a_bank_with_a_habit_is_seen(rule: Rule, right: str):
    wrong = ("Go", "No", "Up")
    half = bank(right, *wrong, habit=30)
    assert score(half, rule) > most(half)
    none = bank(right, *wrong, habit=0)
    assert score(none, rule) == blind(none) == 0.25
