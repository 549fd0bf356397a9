"""What gives answers away over a whole file: right options that are the longest, or in one place.

One question proves nothing; twenty that are alike teach a trainee how to pass (DOMAIN.md 5).
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from course.content.catalogue import finding
from course.content.edition import Item
from course.content.findings import Finding, Place

FEWEST = 20
"""From how many questions on a habit can be told from chance: with four options each, more than
half of them are the longest by chance once in 250 files."""


def check_set(items: Sequence[Item], place: Place, *, shuffled: bool) -> Iterator[Finding]:
    """Find habits of the questions of one file; ``shuffled``: their options are, in its exams."""
    asked = [
        item
        for item in items
        if item.type == "single"
        and item.status != "retired"
        and sum(option.right for option in item.options) == 1
    ]
    yield from _longest(asked, place)
    yield from _one_place([item for item in asked if not (shuffled and item.shuffle)], place)


def _longest(asked: Sequence[Item], place: Place) -> Iterator[Finding]:
    count = sum(map(is_longest, asked))
    if len(asked) >= FEWEST and count * 2 > len(asked):
        yield finding(
            "S304",
            place,
            f"in {count} of {len(asked)} questions the right answer is the longest",
            label="whoever picks the longest passes",
            help="make some wrong options as long, and some right ones shorter",
        )


def is_longest(item: Item) -> bool:
    """Say whether the right option is longer than each other one."""
    rights = [len(option.text) for option in item.options if option.right]
    others = [len(option.text) for option in item.options if not option.right]
    return bool(others) and min(rights) > max(others)


def _one_place(asked: Sequence[Item], place: Place) -> Iterator[Finding]:
    places = Counter(_place_of_right(item) for item in asked)
    if len(asked) < FEWEST:
        return
    number, count = places.most_common(1)[0]
    if count * 2 > len(asked):
        yield finding(
            "S305",
            place,
            f"in {count} of {len(asked)} questions the right answer is number {number}",
            label="and these options are not shuffled",
            help="put the right options in other places",
        )


def _place_of_right(item: Item) -> int:
    return next(n for n, option in enumerate(item.options, start=1) if option.right)
