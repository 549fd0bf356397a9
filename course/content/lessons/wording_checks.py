"""Words of a lesson that hurt (R704), and names in capitals that nothing explains (R705)."""

from collections.abc import Iterator

from course.content.findings import Finding
from course.content.lessons.context import LessonContext
from course.content.markdown.runs import Kind, Run
from course.content.markdown.scanner import Scan
from course.content.wording import (
    explained_names,
    hurting_word,
    names_in_capitals,
    unexplained,
    unexplained_name,
)

IN_OTHERS_WORDS = ("quote", "example")
"""Boxes in which people speak as people do."""


def wording_findings(
    runs: tuple[Run, ...], scan: Scan, context: LessonContext
) -> Iterator[Finding]:
    """Find words that hurt, but in other people's mouths, and names that stay unexplained."""
    others = {
        line.number for box in scan.boxes if box.name in IN_OTHERS_WORDS for line in box.lines
    }
    defined = [box.argument for box in scan.boxes if box.name == "definition"]
    known = explained_names(context.terms) | names_in_capitals(defined)
    whole = "\n".join(run.inline.words for run in runs)
    strange = {name for _, _, name in unexplained(whole, known)}
    for run in runs:
        if run.kind is Kind.DELIMITERS:
            continue
        words = run.inline.words
        for start, end, name in unexplained(words, known):
            if name in strange:
                strange.discard(name)
                yield unexplained_name(name, run.place(start, end))
        if run.lines and run.lines[0].number not in others:
            for start, end, word in context.wording.hurting(words):
                said = " ".join(run.source[start:end].split())
                yield hurting_word(said, word, run.place(start, end))
