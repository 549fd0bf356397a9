"""Check the short Markdown texts of YAML files: questions, options, roles."""

from collections.abc import Iterator

from course.content.catalogue import finding
from course.content.findings import Finding, Place
from course.content.link_checks import LESSON, Targets, link_findings
from course.content.prose import Run, read_runs
from course.content.prose_checks import prose_findings
from course.content.scanner import number_lines, scan
from course.content.tangles import tangle_in


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


def _lesson_links(run: Run) -> Iterator[Finding]:
    """Find links to lessons: these texts are shown where such an address means nothing."""
    for link in run.inline.links:
        if LESSON.fullmatch(link.href):
            message = "only lessons link to lessons"
            mend = "name the lesson without a link: results and objectives lead there"
            yield finding("L322", run.place(*link.href_span), message, help=mend)
