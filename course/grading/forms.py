"""Forms: which items an attempt asks, and in which order (DESIGN 2.5).

Chance comes from SHA-256 of the attempt's seed and an id. So a seed gives the same form on any
machine for ever (the standard library keeps no such promise for ``random.shuffle``), and where
an option stands has nothing to do with its place in the file, or with being right.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from course.content.edition import Assessment, Cell, Item
from course.grading.item_types import ITEM_TYPES


@dataclass(frozen=True, slots=True)
class FormItem:
    """One item of a form: its id, and its options' ids in the order they are shown."""

    item: str
    options: tuple[str, ...]


Form = tuple[FormItem, ...]
"""What one attempt asks, in order."""

Rows = list[tuple[str, list[str]]]
"""A form as it is stored: ``[[item id, [option id, …]], …]``."""


def draw(assessment: Assessment, seed: str, *, seen: Iterable[str] = ()) -> Form:
    """Draw the form of a new attempt. The same seed, with the same items seen, draws the same.

    ``seen`` are the items that the trainee was asked before, once for each time: a cell gives
    those that were asked least often, so that a new attempt asks anew while there is anything new.
    Each cell of the blueprint gives its number of live items, and every pilot item comes on top,
    so that two forms never differ in what can be earned. Without a blueprint, every item comes
    that is not retired. Raise ValueError where a cell asks for more than there is, which
    ``course check`` does not let pass (Q211).
    """
    drawn = set(_drawn(assessment, seed, Counter(seen)))
    ids = [item.id for item in assessment.items if item.id in drawn]
    if assessment.shuffle_questions:
        ids = by_lot(ids, f"{seed}/questions")
    items = (assessment.by_id[item_id] for item_id in ids)
    return tuple(FormItem(item.id, _options(assessment, item, seed)) for item in items)


def by_lot(ids: Iterable[str], seed: str) -> list[str]:
    """Return ids in an order that the seed alone decides, whatever order they came in."""
    return sorted(ids, key=lambda each: hashlib.sha256(f"{seed}/{each}".encode()).digest())


def as_rows(form: Form) -> Rows:
    """Return a form ready to be stored as JSON."""
    return [(each.item, list(each.options)) for each in form]


def from_rows(rows: Iterable[Sequence[str | Sequence[str]]]) -> Form:
    """Return the form that was stored."""
    return tuple(FormItem(str(item), tuple(options)) for item, options in rows)


def _drawn(assessment: Assessment, seed: str, seen: Mapping[str, int]) -> Iterator[str]:
    live = [item for item in assessment.items if item.status == "live"]
    yield from (item.id for item in assessment.items if item.status == "pilot")
    if not assessment.blueprint:
        yield from (item.id for item in live)
    for cell in assessment.blueprint:
        fitting = [item.id for item in live if _fits(item, cell)]
        if len(fitting) < cell.count:
            raise ValueError(f"{assessment.id} has {len(fitting)} items for the cell {cell!r}")
        # The sort is stable: among items that were asked as often, the lot decides.
        by_rest = sorted(by_lot(fitting, f"{seed}/draw"), key=lambda each: seen.get(each, 0))
        yield from by_rest[: cell.count]


def _fits(item: Item, cell: Cell) -> bool:
    return item.topic == cell.topic and cell.level in (None, item.level)


def _options(assessment: Assessment, item: Item, seed: str) -> tuple[str, ...]:
    ids = [option.id for option in item.options]
    keeps_order = ITEM_TYPES[item.type].keeps_order or not item.shuffle
    if assessment.shuffle_options and not keeps_order:
        ids = by_lot(ids, f"{seed}/options/{item.id}")
    return tuple(ids)
