"""What can be wrong with answers that are matched, put in order or typed in."""

from collections.abc import Iterator

from course.content.catalogue import finding
from course.content.findings import Finding
from course.content.quizzes.option_checks import same_texts, too_few
from course.content.shapes.item import (
    MatchingShape,
    NumericShape,
    OrderingShape,
    ShortAnswerShape,
)
from course.content.shapes.partly import Unsure
from course.content.yaml.nodes import Node, locate

SPELLING = "small spelling mistakes"


def matching(shape: MatchingShape, node: Node, unsure: Unsure) -> Iterator[Finding]:
    """Find what is wrong with pairs: too few, or two that read the same."""
    count = len(shape.pairs)
    if count < 2 and not unsure.covers("pairs"):
        place = locate(node, ("pairs",), key=True)
        mend = 'write one more, with "item:" and "match:"'
        yield too_few(shape.id, "pairs", count, place, mend)
    items = ((each.item, locate(node, ("pairs", n, "item"))) for n, each in enumerate(shape.pairs))
    yield from same_texts(shape.id, "items", items, {})
    matches = [
        *((each.match, locate(node, ("pairs", n, "match"))) for n, each in enumerate(shape.pairs)),
        *((text, locate(node, ("extra", n))) for n, text in enumerate(shape.extra)),
    ]
    yield from same_texts(shape.id, "matches", matches, {})


def ordering(shape: OrderingShape, node: Node, unsure: Unsure) -> Iterator[Finding]:
    """Find what is wrong with steps: too few, or two that read the same."""
    count = len(shape.order)
    if count < 2 and not unsure.covers("order"):
        place = locate(node, ("order",), key=True)
        yield too_few(shape.id, "steps", count, place, "write them in their right order")
    steps = ((text, locate(node, ("order", n))) for n, text in enumerate(shape.order))
    yield from same_texts(shape.id, "steps", steps, {})


def short_answer(shape: ShortAnswerShape, node: Node, unsure: Unsure) -> Iterator[Finding]:
    """Find a short answer that nothing, or one spelling alone, would answer."""
    if unsure.covers("accept"):
        return
    place = locate(node, ("accept",), key=True)
    if not shape.accept:
        yield finding(
            "Q205",
            place,
            f'question "{shape.id}" has no right answer',
            label="no answer is accepted",
            help="accept: [one way to write it, another way]",
        )
    elif len(shape.accept) == 1 and SPELLING not in shape.ignore and not unsure.touches("ignore"):
        yield finding(
            "Q214",
            locate(node, ("accept", 0)),
            f'question "{shape.id}" accepts only one spelling',
            label="written in any other way, it counts as wrong",
            help=f"add other ways to write it, or add: ignore: [case, punctuation, {SPELLING}]",
        )


def numeric(shape: NumericShape, node: Node, unsure: Unsure) -> Iterator[Finding]:
    """Find what is wrong with a number: its shape says it all."""
    yield from ()
