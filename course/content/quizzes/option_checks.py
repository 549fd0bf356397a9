"""What can be wrong with the answers of a question, and what gives the right one away."""

import re
from collections.abc import Iterator

from course.content.catalogue import finding
from course.content.findings import Finding
from course.content.shapes.item import ChoiceShape, OptionShape, QuestionShape
from course.content.yaml.nodes import Node, locate

# When a right answer stands out (S301): half as long again as the others on average, longer than
# each of them, and by enough letters that the eye sees it.
_STANDS_OUT = 1.5
_LETTERS_SEEN = 12

# The id of the answer "I don't know yet", which an exam may add to any question.
_DONT_KNOW = "dont-know"

_ALL_OF_THEM = re.compile(
    r"(?:all|none|both) of (?:the above|these)\b|all the above\b", re.IGNORECASE
)
_NEGATIVE = re.compile(
    r"\b(?:which|what)\b[^.?!]*?\b(?:is|are|does|do|should|would|can|may|must)\s+"
    r"(?P<word>not)\b[^.?!]*\?|\b(?P<other>except|least likely)\b",
    re.IGNORECASE,
)


def single(shape: ChoiceShape, node: Node) -> Iterator[Finding]:
    """Find what is wrong with options of which exactly one is right."""
    yield from _marks_and_texts(shape, node)
    rights = [n for n, option in enumerate(shape.options) if option.right is not None]
    if len(rights) > 1:
        yield finding(
            "Q206",
            locate(node, ("options", rights[1], "right"), key=True),
            f'question "{shape.id}" has {len(rights)} right answers, but its type is "single"',
            label="second right answer",
            help='change it to "wrong:", or change the type to "multiple"',
        )
    elif rights:
        yield from _stands_out(shape, node, rights[0])


def multiple(shape: ChoiceShape, node: Node) -> Iterator[Finding]:
    """Find what is wrong with options of which one or more are right."""
    yield from _marks_and_texts(shape, node)


def true_false(shape: QuestionShape, node: Node) -> Iterator[Finding]:
    """Find what is wrong with a statement."""
    yield from ()


def _marks_and_texts(shape: ChoiceShape, node: Node) -> Iterator[Finding]:
    unmarked = list(_unmarked(shape, node))
    yield from unmarked
    if len(shape.options) < 2:
        yield finding(
            "Q218",
            locate(node, ("options",), key=True),
            f'question "{shape.id}" needs at least two options',
            label=f"{len(shape.options)} here",
            help='write one more, marked "wrong:"',
        )
    elif not unmarked and not any(option.right is not None for option in shape.options):
        yield finding(
            "Q205",
            locate(node, ("options",), key=True),
            f'question "{shape.id}" has no right answer',
            label=f'{len(shape.options)} options, none marked "right:"',
            help='change "wrong:" to "right:" on the correct option',
        )
    yield from _same(shape, node)
    yield from _wording(shape, node)


def _unmarked(shape: ChoiceShape, node: Node) -> Iterator[Finding]:
    for number, option in enumerate(shape.options):
        marks = (option.right is not None) + (option.wrong is not None)
        if marks != 1:
            yield finding(
                "Q217",
                locate(node, ("options", number)),
                'this option is marked both "right:" and "wrong:"'
                if marks
                else 'this option is not marked "right:" or "wrong:"',
                help='write its text after "right:" or after "wrong:"',
            )


def _same(shape: ChoiceShape, node: Node) -> Iterator[Finding]:
    texts: dict[str, int] = {}
    ids = {_DONT_KNOW}
    for number, option in enumerate(shape.options):
        text = " ".join(option.text.casefold().split())
        place = locate(node, ("options", number, _mark(option)))
        if text and text in texts:
            first = locate(node, ("options", texts[text])).line
            yield finding(
                "Q213",
                place,
                f'question "{shape.id}" has two options with the same text',
                label=f"the same as on line {first}",
                help="change one of them, or take it out",
            )
        texts.setdefault(text, number)
        if option.id in ids:
            yield finding(
                "Q224",
                locate(node, ("options", number, "id")),
                f'another answer of question "{shape.id}" has the id "{option.id}"',
                label="used again here",
                help="give this one a new id, or take the id out",
            )
        ids.add(option.id or _DONT_KNOW)


def _wording(shape: ChoiceShape, node: Node) -> Iterator[Finding]:
    for number, option in enumerate(shape.options):
        if shape.shuffle and _ALL_OF_THEM.search(option.text):
            yield finding(
                "S302",
                locate(node, ("options", number, _mark(option))),
                f'"{option.text}" may not stand last, because options are shuffled',
                label="may stand first",
                help='add "shuffle: no" to the question, or write what is meant',
            )
    if negative := _NEGATIVE.search(shape.text):
        word = negative["word"] or negative["other"]
        yield finding(
            "S303",
            locate(node, ("text",)),
            f'the "{word}" in this question is easy to miss',
            help=f"ask it the other way round, or write **{word}**",
        )


def _stands_out(shape: ChoiceShape, node: Node, right: int) -> Iterator[Finding]:
    lengths = [len(option.text) for option in shape.options]
    others = [length for number, length in enumerate(lengths) if number != right]
    if not others:
        return
    average = sum(others) / len(others)
    much_longer = lengths[right] > _STANDS_OUT * average
    if much_longer and lengths[right] > max(others) and lengths[right] - average > _LETTERS_SEEN:
        yield finding(
            "S301",
            locate(node, ("options", right, "right")),
            "the right answer is much longer than the others, so it is easy to guess",
            label=f"{lengths[right]} characters; the others average {round(average)}",
            help="make the options about the same length",
        )


def _mark(option: OptionShape) -> str:
    return "right" if option.right is not None else "wrong"
