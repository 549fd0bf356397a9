"""The short texts of YAML settings: what a # hides in them, and their Markdown."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from course.content.catalogue import finding
from course.content.findings import Finding, Place
from course.content.markdown.checks import prose_findings
from course.content.markdown.links import LESSON, Targets, link_findings
from course.content.markdown.runs import Run, read_runs
from course.content.markdown.scanner import number_lines, scan
from course.content.markdown.tangles import tangle_in
from course.content.yaml.nodes import Mapping, Node, Scalar, Sequence, in_quotes

_MARKDOWN = frozenset(
    {"text", "right", "wrong", "why", "explain", "intro", "say", "does", "not_its_job"}
    | {"item", "match", "order", "extra"}
    | {"purpose", "basis", "rests_on", "records_and_pay", "self_disclosure"}
)
# Plain prose beside it. Elsewhere a comment after a value is a good habit.
_PROSE = _MARKDOWN | {"summary", "means", "about", "look_for", "accept"}
# One line of words: nothing in it is Markdown.
_PLAIN = re.compile(r"[^\W\d_][^\n<>\[\]*_`#|~{}/\\:=&]{0,1000}")
# Where a word is left out of a text of the type "cloze".
_BLANK = re.compile(r"\[\[[^\[\]\n]*\]\]")


def prose_findings_in(node: Node, name: str = "") -> Iterator[Finding]:
    """Yield what is wrong with the prose in a file: hidden by a # (Y111), or its Markdown."""
    if isinstance(node, Mapping):
        cloze = _is_cloze(node)
        for entry in node.entries.values():
            value = entry.value
            if cloze and entry.key.value == "text" and isinstance(value, Scalar):
                value = replace(value, value=_BLANK.sub(lambda m: "x" * len(m[0]), value.value))
            yield from prose_findings_in(value, entry.key.value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from prose_findings_in(item, name)
    elif name in _PROSE:
        yield from _hidden(node)
        if name in _MARKDOWN:
            yield from text_findings(node.value, node.place, node.find)


def _is_cloze(node: Mapping) -> bool:
    entry = node.entries.get("type")
    return entry is not None and isinstance(entry.value, Scalar) and entry.value.value == "cloze"


def text_findings(
    source: str, place: Place, find: Callable[[str], Place] | None = None
) -> tuple[Finding, ...]:
    """Return what is wrong with a short Markdown text of a YAML file that starts at ``place``.

    ``find`` says where a piece of the text stands in the file; without it each finding has the
    place of the whole text. Each mistake is told once.
    """
    if _PLAIN.fullmatch(source):
        return ()  # most answers are plain words, and a course has thousands of them
    if tangled := tangle_in(source):
        return (finding("L350", place, tangled.message, help="write it in shorter parts"),)
    scanned = scan(number_lines(source), place.path)
    if scanned.boxes:
        message = "boxes stand in lessons alone, so readers would see this one as text"
        mend = "take the lines with /// out"
        return (finding("L314", place, message, help=mend),)
    found = list(scanned.findings)
    for prose in scanned.prose:
        runs = read_runs(prose.lines, place.path)
        found += prose_findings(runs)
        for run in runs:
            found += [*link_findings(run, Targets()), *_lesson_links(run)]
    told = {(one.code, one.message): one for one in reversed(found)}
    lines = source.split("\n")
    return tuple(
        replace(one, place=find(_marked(one.place, lines)) if find else place)
        for one in reversed(told.values())
    )


def _marked(place: Place, lines: list[str]) -> str:
    """Return what a finding marks in a text."""
    return lines[place.line - 1][place.column - 1 : place.end_column - 1]


def _hidden(scalar: Scalar) -> Iterator[Finding]:
    if scalar.hidden is None or not scalar.value:
        return
    whole = in_quotes(f"{scalar.value} {scalar.hidden.text}")
    lead = scalar.lines[0][: scalar.place.column - scalar.first_column]
    yield finding(
        "Y111",
        scalar.hidden.place,
        "everything after # is a comment, so trainees will not see it",
        label="not shown",
        help=f"if this is part of the text, put the text in double quotes:\n{lead}{whole}",
    )


def _lesson_links(run: Run) -> Iterator[Finding]:
    """Find links to lessons: these texts are shown where such an address means nothing."""
    for link in run.inline.links:
        if LESSON.fullmatch(link.href):
            message = "only lessons link to lessons"
            mend = "name the lesson without a link: results and objectives lead there"
            yield finding("L322", run.place(*link.href_span), message, help=mend)
