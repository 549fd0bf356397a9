"""The short texts of YAML settings: what a # hides in them, and their Markdown."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from course.content.catalogue import finding
from course.content.findings import Finding, Place, Severity
from course.content.markdown.checks import prose_findings
from course.content.markdown.links import LESSON, Targets, link_findings
from course.content.markdown.runs import Run, read_runs
from course.content.markdown.scanner import number_lines, scan
from course.content.markdown.tangles import tangle_in
from course.content.yaml.nodes import Hidden, Mapping, Node, Scalar, Sequence, in_quotes

_MARKDOWN = frozenset(
    {"text", "right", "wrong", "why", "explain", "intro", "say", "does", "not_its_job"}
    | {"item", "match", "order", "extra"}
    | {"purpose", "basis", "rests_on", "records_and_pay", "self_disclosure"}
)
# Plain prose beside it. Elsewhere a comment after a value is a good habit.
_PROSE = _MARKDOWN | {"summary", "means", "about", "look_for", "accept"}
# Titles and names. A comment stands well behind one, where a "#1" or "C#" is a part of it.
_NAMES = frozenset(
    {"title", "edition_title", "label", "name", "hours", "by", "objectives", "domains"}
)
# A list of what trainees can do or learn: each is a text under an id of its own.
_BY_ID = frozenset({"objectives", "domains"})
# What is prose in a question, and a word of choice in a module.
_ASKED = frozenset({"order", "extra"})
# One line of words: nothing in it is Markdown.
_PLAIN = re.compile(r"[^\W\d_][^\n<>\[\]*_`#|~{}/\\:=&]{0,1000}")
# Where a word is left out of a text of the type "cloze".
_BLANK = re.compile(r"\[\[[^\[\]\n]*\]\]")


def prose_findings_in(node: Node, name: str = "") -> Iterator[Finding]:
    """Yield what is wrong with the prose in a file: hidden by a # (Y111), or its Markdown."""
    if isinstance(node, Mapping):
        cloze = _is_cloze(node)
        for key, entry in node.entries.items():
            value = entry.value
            if cloze and key == "text" and isinstance(value, Scalar):
                value = replace(value, value=_BLANK.sub(lambda m: "x" * len(m[0]), value.value))
            yield from prose_findings_in(value, _called(key, node, name))
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from prose_findings_in(item, name)
    else:
        yield from _of_text(node, name)


def _of_text(scalar: Scalar, name: str) -> Iterator[Finding]:
    if name in _PROSE or (name in _NAMES and _is_part(scalar)):
        yield from _hidden(scalar)
    if name in _MARKDOWN:
        yield from text_findings(scalar.value, scalar.place, scalar.find)


def _called(key: str, node: Mapping, name: str) -> str:
    """Return as what the value of a key counts, in settings that have a name themselves."""
    if name in _BY_ID:
        return name
    return "" if key in _ASKED and "type" not in node.entries else key


def _is_cloze(node: Mapping) -> bool:
    entry = node.entries.get("type")
    named = entry is not None and isinstance(entry.value, Scalar) and entry.value.value == "cloze"
    return named or (entry is not None and "blanks" in node.entries)


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
    if scalar.hidden is not None and scalar.value:
        message = "everything after # is a comment, so trainees will not see it"
        yield _comment(scalar, scalar.hidden, message)


def nothing_but_hidden(scalar: Scalar) -> Finding | None:
    """Return the error of a text that starts with a #, so that nothing of it is left."""
    if scalar.hidden is None or scalar.value:
        return None
    message = "everything after # is a comment, so nothing is left of this setting"
    return replace(_comment(scalar, scalar.hidden, message), severity=Severity.ERROR)


def _comment(scalar: Scalar, hidden: Hidden, message: str) -> Finding:
    whole = in_quotes(f"{scalar.value} {hidden.text}".strip())
    lead = scalar.lines[0][: scalar.place.column - scalar.first_column]
    lead = lead if lead.endswith(" ") else f"{lead} "
    return finding(
        "Y111",
        hidden.place,
        message,
        label="not shown",
        help=f"if this is part of the text, put the text in double quotes:\n{lead}{whole}",
    )


def _is_part(scalar: Scalar) -> bool:
    """Say whether a # seems to be a part of a title: glued to a word, or one space behind one."""
    hidden = scalar.hidden
    if hidden is None:
        return False
    before = scalar.lines[-1][: hidden.place.column - scalar.first_column]
    return hidden.text[1:2].strip() != "" or len(before) - len(before.rstrip()) == 1


def _lesson_links(run: Run) -> Iterator[Finding]:
    """Find links to lessons: these texts are shown where such an address means nothing."""
    for link in run.inline.links:
        if LESSON.fullmatch(link.href):
            message = "only lessons link to lessons"
            mend = "name the lesson without a link: results and objectives lead there"
            yield finding("L322", run.place(*link.href_span), message, help=mend)
