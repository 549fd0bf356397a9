"""The short texts of YAML settings: what a # hides in them, and their Markdown."""

from collections.abc import Iterator

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
    | {"purpose", "basis", "rests_on", "records_and_pay", "self_disclosure"}
)
# Plain prose beside it. Elsewhere a comment after a value is a good habit.
_PROSE = _MARKDOWN | {"summary", "means", "about", "look_for"}


def prose_findings_in(node: Node, name: str = "") -> Iterator[Finding]:
    """Yield what is wrong with the prose in a file: hidden by a # (Y111), or its Markdown."""
    if isinstance(node, Mapping):
        for entry in node.entries.values():
            yield from prose_findings_in(entry.value, entry.key.value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from prose_findings_in(item, name)
    elif name in _PROSE:
        yield from _hidden(node, name)
        if name in _MARKDOWN:
            yield from text_findings(node.value, node.place)


def text_findings(source: str, place: Place) -> tuple[Finding, ...]:
    """Return what is wrong with a short Markdown text of a YAML file that starts at ``place``.

    Where a mistake stands inside the value is not known there, so each finding has the place
    of the value, and each mistake is told once.
    """
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
    told = {(one.code, one.message): one for one in found}
    return tuple(
        finding(one.code, place, one.message, label=one.label, help=one.help)
        for one in told.values()
    )


def _hidden(scalar: Scalar, name: str) -> Iterator[Finding]:
    if scalar.hidden is None or not scalar.value:
        return
    whole = in_quotes(f"{scalar.value} {scalar.hidden.text}")
    indent = " " * (scalar.place.column - len(name) - 3)
    yield finding(
        "Y111",
        scalar.hidden.place,
        "everything after # is a comment, so trainees will not see it",
        label="not shown",
        help="if this is part of the text, put the text in double quotes:\n"
        f"{indent}{name}: {whole}",
    )


def _lesson_links(run: Run) -> Iterator[Finding]:
    """Find links to lessons: these texts are shown where such an address means nothing."""
    for link in run.inline.links:
        if LESSON.fullmatch(link.href):
            message = "only lessons link to lessons"
            mend = "name the lesson without a link: results and objectives lead there"
            yield finding("L322", run.place(*link.href_span), message, help=mend)
