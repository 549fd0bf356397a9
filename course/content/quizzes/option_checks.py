"""What can be wrong with the answers of a question, and what gives the right one away."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from course.content.catalogue import finding
from course.content.findings import Finding, Place
from course.content.shapes.item import ChoiceShape, OptionShape, QuestionShape
from course.content.shapes.partly import Unsure
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


@dataclass(frozen=True, slots=True)
class Options:
    """The options of one question, or of one blank in it, and where in the question they are."""

    question: str
    options: Sequence[OptionShape]
    node: Node
    unsure: Unsure
    loc: tuple[str | int, ...] = ("options",)

    @property
    def rights(self) -> list[int]:
        """The places of the options that are marked right."""
        return [n for n, option in enumerate(self.options) if option.right is not None]

    @property
    def are_known(self) -> bool:
        """Whether it can be read of each option if it is right."""
        return not self.unsure.covers(*self.loc) and not any(
            option.right is None and option.wrong is None and self.unsure.touches(*self.loc, number)
            for number, option in enumerate(self.options)
        )

    def place(self, *loc: str | int, key: bool = False) -> Place:
        """Return the place of something among the options."""
        return locate(self.node, (*self.loc, *loc), key)


def single(shape: ChoiceShape, node: Node, unsure: Unsure) -> Iterator[Finding]:
    """Find what is wrong with options of which exactly one is right."""
    options = Options(shape.id, shape.options, node, unsure)
    yield from one_right(options, 'change it to "wrong:", or change the type to "multiple"')
    yield from _wording(shape, node)
    if len(options.rights) == 1 and options.are_known:
        yield from _stands_out(shape, node, options.rights[0])


def multiple(shape: ChoiceShape, node: Node, unsure: Unsure) -> Iterator[Finding]:
    """Find what is wrong with options of which one or more are right."""
    yield from _marks_and_texts(Options(shape.id, shape.options, node, unsure))
    yield from _wording(shape, node)


def true_false(shape: QuestionShape, node: Node, unsure: Unsure) -> Iterator[Finding]:
    """Find what is wrong with a statement."""
    yield from ()


def one_right(options: Options, mend: str) -> Iterator[Finding]:
    """Find what is wrong with options of which one is right, with how to mend a second one."""
    yield from _marks_and_texts(options)
    rights = options.rights
    if len(rights) > 1:
        within = ', but its type is "single"' if len(options.loc) == 1 else " in one blank"
        yield finding(
            "Q206",
            options.place(rights[1], "right", key=True),
            f'question "{options.question}" has {len(rights)} right answers{within}',
            label="second right answer",
            help=mend,
        )


def same_texts(
    question: str, what: str, texts: Iterable[tuple[str, Place]], first: dict[str, int]
) -> Iterator[Finding]:
    """Find what reads the same as another thing of the question (Q213).

    Case, spaces and a full stop at the end make no difference to a reader. ``first`` holds the
    line of each text, and is filled.
    """
    for written, place in texts:
        text = " ".join(written.casefold().split()).rstrip(".!… ")
        if text and text in first:
            yield finding(
                "Q213",
                place,
                f'question "{question}" has two {what} with the same text',
                label=f"the same as on line {first[text]}",
                help="change one of them, or take it out",
            )
        first.setdefault(text, place.line)


def too_few(question: str, what: str, count: int, place: Place, mend: str) -> Finding:
    """Return the finding for a question with fewer than two of what it asks about."""
    message = f'question "{question}" needs at least two {what}'
    return finding("Q218", place, message, label=f"{count} here", help=mend)


def _marks_and_texts(options: Options) -> Iterator[Finding]:
    unmarked = list(_unmarked(options))
    count = len(options.options)
    yield from unmarked
    if count < 2 and not options.unsure.covers(*options.loc):
        mend = 'write one more, marked "wrong:"'
        yield too_few(options.question, "options", count, options.place(key=True), mend)
    elif not unmarked and not options.rights and options.are_known:
        yield finding(
            "Q205",
            options.place(key=True),
            f'question "{options.question}" has no right answer',
            label=f'{count} options, none marked "right:"',
            help='change "wrong:" to "right:" on the correct option',
        )
    texts = ((each.text, options.place(n, _mark(each))) for n, each in enumerate(options.options))
    yield from same_texts(options.question, "options", texts, {})
    yield from _same_ids(options)


def _unmarked(options: Options) -> Iterator[Finding]:
    for number, option in enumerate(options.options):
        marks = (option.right is not None) + (option.wrong is not None)
        if marks != 1 and (marks or not options.unsure.touches(*options.loc, number)):
            yield finding(
                "Q217",
                options.place(number),
                'this option is marked both "right:" and "wrong:"'
                if marks
                else 'this option is not marked "right:" or "wrong:"',
                help='write its text after "right:" or after "wrong:"',
            )


def _same_ids(options: Options) -> Iterator[Finding]:
    ids = {_DONT_KNOW}
    for number, option in enumerate(options.options):
        if option.id in ids:
            yield finding(
                "Q224",
                options.place(number, "id"),
                f'another answer of question "{options.question}" has the id "{option.id}"',
                label="used again here",
                help="give this one a new id, or take the id out",
            )
        ids.add(option.id or _DONT_KNOW)


def _wording(shape: ChoiceShape, node: Node) -> Iterator[Finding]:
    for number, option in enumerate(shape.options):
        if _ALL_OF_THEM.search(option.text):
            yield finding(
                "S302",
                locate(node, ("options", number, _mark(option))),
                f'"{option.text}" may not stand last, because options are shuffled'
                if shape.shuffle
                else f'"{option.text}" gives itself away to who knows two of the others',
                label="may stand first" if shape.shuffle else "",
                help='write what is meant, or change the type to "multiple" to ask for all of them',
            )
    negatives = (each["word"] or each["other"] for each in _NEGATIVE.finditer(shape.text))
    # Capitals are as plain to see as bold letters.
    for word in [each for each in negatives if not each.isupper()][:1]:
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
