"""What can be wrong with a text with blanks: [[name]] there, and what goes in it in "blanks:"."""

import re
from collections.abc import Iterator, Mapping

from course.content.catalogue import finding
from course.content.findings import Finding, Place
from course.content.quizzes.option_checks import Options, one_right
from course.content.shapes.item import BlankShape, ClozeShape
from course.content.shapes.misfits import NAMES
from course.content.shapes.partly import Unsure
from course.content.spelling import nearest
from course.content.yaml.nodes import Mapping as Settings
from course.content.yaml.nodes import Node, Scalar, locate

BLANK = re.compile(r"\[\[\s*([^\[\]\n]*?)\s*\]\]")


def cloze(shape: ClozeShape, node: Node, unsure: Unsure) -> Iterator[Finding]:
    """Find blanks without an answer, answers without a blank, and what is wrong with either."""
    if unsure.covers("text") or unsure.covers("blanks", NAMES):
        return
    written = list(BLANK.finditer(shape.text))
    if not written:
        yield finding(
            "Q207",
            locate(node, ("text",)),
            "this text has no blank",
            help="write [[blank-1]] where a word is left out, and under blanks: what goes there",
        )
        for name, blank in shape.blanks.items():
            yield from _answers(shape.id, blank, node, unsure, ("blanks", name))
        return
    names = {match[1] for match in written}
    free = shape.blanks.keys() - names
    strange = sorted(names - shape.blanks.keys())
    meant = {name: nearest(name, free) if len(strange) < 30 else "" for name in strange}
    yield from _unanswered(shape, written, meant, node)
    for name, blank in shape.blanks.items():
        if name in names or name in meant.values():
            yield from _answers(shape.id, blank, node, unsure, ("blanks", name))
        elif len(names) == len(written):
            yield finding(
                "Q207",
                locate(node, ("blanks", name), key=True),
                f'"blanks:" has "{name}", but the text has no blank [[{name}]]',
                label="goes nowhere",
                help=f"write [[{name}]] in the text, or take it out here",
            )


def _unanswered(
    shape: ClozeShape, written: list[re.Match[str]], meant: Mapping[str, str], node: Node
) -> Iterator[Finding]:
    """Yield blanks that have no answer, or stand twice. ``meant`` says which name is near."""
    seen: set[str] = set()
    for match in written:
        name = match[1]
        near = meant.get(name)
        if name in seen:
            message = f"the text has the blank {match[0]} twice"
            mend = "give each blank a name of its own"
            yield finding("Q207", _place(node, match[0]), message, help=mend)
        elif name not in shape.blanks:
            yield finding(
                "Q207",
                _place(node, match[0]),
                f'the text has a blank {match[0]} but "blanks:" does not say what goes in it',
                label=f"did you mean [[{near}]]?" if near else "",
                help="" if near else f"blanks:\n  {name or 'blank-1'}:\n    accept: [word, words]",
            )
        seen.add(name)


def _place(node: Node, blank: str) -> Place:
    text = node.entries["text"].value if isinstance(node, Settings) else node
    return text.find(blank) if isinstance(text, Scalar) else text.place


def _answers(
    question: str, blank: BlankShape, node: Node, unsure: Unsure, loc: tuple[str, str]
) -> Iterator[Finding]:
    """Yield what is wrong with the answers of the blank to which ``loc`` leads."""
    known = blank.choose or not unsure.touches(*loc)
    if bool(blank.accept) == bool(blank.choose) and known:
        yield finding(
            "Q207",
            locate(node, loc, key=True),
            f'the blank "{loc[-1]}" has both "accept:" and "choose:"'
            if blank.accept
            else f'nothing goes into the blank "{loc[-1]}"',
            label="one of them is enough" if blank.accept else "no answer here",
            help="accept: [word, words], or choose: with options marked right: and wrong:",
        )
    elif blank.choose:
        options = Options(question, blank.choose, node, unsure, (*loc, "choose"))
        yield from one_right(options, 'change it to "wrong:"')
