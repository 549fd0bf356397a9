"""Questions: from what an author wrote to an item. The one place to extend by a type.

A type is one row of ``ITEM_KINDS``: its shape (``shapes/item.py``), what its answers are, and what
can be wrong with them. Types that no exam can ask yet are in ``LATER``: what is wrong with them is
told all the same.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from course.content.catalogue import finding
from course.content.edition import Item, Option
from course.content.findings import Finding
from course.content.markdown.renderer import render_block, render_inline, text_of
from course.content.quizzes import answer_checks, option_checks
from course.content.quizzes.cloze_checks import cloze
from course.content.quizzes.scenario_checks import scenario
from course.content.shapes.item import (
    ChoiceShape,
    ClozeShape,
    MatchingShape,
    NumericShape,
    OrderingShape,
    QuestionShape,
    ScenarioShape,
    ShortAnswerShape,
    TrueFalseShape,
)
from course.content.shapes.partly import Unsure
from course.content.yaml.nodes import Mapping as YamlMapping
from course.content.yaml.nodes import Node, Scalar, locate


@dataclass(frozen=True, slots=True)
class LaterKind:
    """A question type that trainees cannot be asked yet; ``check`` finds what is wrong with one."""

    shape: type[QuestionShape]
    check: Callable[[Any, Node, Unsure], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class ItemKind(LaterKind):
    """A question type that trainees can be asked; ``options`` makes its options of the shape."""

    options: Callable[[Any], tuple[Option, ...]]


@dataclass(frozen=True, slots=True)
class WrittenItem:
    """A question as it stands in a file.

    ``item`` is None where its settings do not fit, and where its type comes later.
    """

    item: Item | None
    node: Node

    @property
    def later(self) -> bool:
        """Whether trainees cannot be asked such a question yet."""
        return self.word("type") in LATER

    def word(self, name: str) -> str:
        """Return what the author wrote for a setting, "" where it is not there as a text."""
        entry = self.node.entries.get(name) if isinstance(self.node, YamlMapping) else None
        return entry.value.value.strip() if entry and isinstance(entry.value, Scalar) else ""


def option_id(item_id: str, text: str) -> str:
    """Return the id of an option without one: of the question and its text (DESIGN.md 2.5).

    It never says where the option stands or if it is right; another text is another option.
    """
    return hashlib.sha256(f"{item_id}\n{text}".encode()).hexdigest()[:10]


def not_yet(written: WrittenItem) -> Finding:
    """Return the finding for a question that is as it should be, but whose type comes later."""
    return finding(
        "Q219",
        locate(written.node, ("type",)),
        f"{written.word('type')} questions are not supported yet",
        label="not yet",
        help=f"types today: {', '.join(sorted(ITEM_KINDS))}",
    )


def make_item(shape: QuestionShape, kind: ItemKind) -> Item:
    """Return the item of a question without a mistake."""
    html = render_block(shape.text)
    same = shape.model_dump(
        include={"id", "topic", "objective", "level", "points", "status", "shuffle"}
    )
    return Item(
        **same,
        type=shape.type,  # type: ignore[arg-type]  # one of ITEM_KINDS, which Item names too
        text=text_of(html),
        html=html,
        options=kind.options(shape),
        explain=render_block(shape.explain),
        source=shape.source,
        jurisdiction=shape.jurisdiction,
        as_of=shape.as_of,
    )


def _choice_options(shape: ChoiceShape) -> tuple[Option, ...]:
    return tuple(
        _option(
            option.id or option_id(shape.id, option.text),
            option.text,
            right=option.right is not None,
            why=option.why,
        )
        for option in shape.options
    )


def _true_false_options(shape: TrueFalseShape) -> tuple[Option, ...]:
    return tuple(
        _option(option_id(shape.id, text), text, right=text.lower() == shape.answer, why="")
        for text in ("True", "False")
    )


def _option(identity: str, source: str, *, right: bool, why: str) -> Option:
    html = render_inline(source)
    return Option(id=identity, text=text_of(html), html=html, right=right, why=render_inline(why))


ITEM_KINDS: Mapping[str, ItemKind] = MappingProxyType(
    {
        "single": ItemKind(ChoiceShape, option_checks.single, _choice_options),
        "multiple": ItemKind(ChoiceShape, option_checks.multiple, _choice_options),
        "true-false": ItemKind(TrueFalseShape, option_checks.true_false, _true_false_options),
    }
)
LATER: Mapping[str, LaterKind] = MappingProxyType(
    {
        "matching": LaterKind(MatchingShape, answer_checks.matching),
        "ordering": LaterKind(OrderingShape, answer_checks.ordering),
        "short-answer": LaterKind(ShortAnswerShape, answer_checks.short_answer),
        "numeric": LaterKind(NumericShape, answer_checks.numeric),
        "cloze": LaterKind(ClozeShape, cloze),
        "scenario": LaterKind(ScenarioShape, scenario),
    }
)
EVERY_KIND: Mapping[str, LaterKind] = MappingProxyType({**ITEM_KINDS, **LATER})
