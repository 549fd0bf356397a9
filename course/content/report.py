"""Findings as text: for a person, for an editor, for another program, for GitHub.

Pure: every function returns what is to be shown, ended by a newline, and "" for nothing.
"""

import json
from collections import Counter
from collections.abc import Sequence

from course.content.findings import Finding, Severity
from course.content.reading import Site

_WIDTH = 100
_TAB = "→   "
_PLURAL = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.ADVICE: ("piece of advice", "pieces of advice"),
}


def human(findings: Sequence[Finding]) -> str:
    """Return the findings as FORMATS.md 5 shapes them, the most serious last, and their sum."""
    if not findings:
        return ""
    by_weight = sorted(findings, key=lambda each: list(Severity).index(each.severity))
    parts = [one(each) for each in by_weight]
    return "\n".join([*parts, total(findings)])


def one(finding: Finding) -> str:
    """Return one finding: what, where, the line as written, what is wrong here, how to mend it."""
    gutter = " " * len(str(finding.place.line))
    lines = [headline(finding), *excerpt(finding)]
    for name, text in remedies(finding):
        lines += _indented(f"{gutter} = {name}: ", text)
    return "\n".join(lines) + "\n"


def headline(finding: Finding) -> str:
    """Return what is wrong, in one sentence."""
    return f"{finding.severity}[{finding.code}]: {_shown(finding.message)}"


def remedies(finding: Finding) -> list[tuple[str, str]]:
    """Return how to mend a finding and what else to know, each with its name."""
    named = (("help", finding.help), ("note", finding.note))
    return [(name, text) for name, text in named if text]


def excerpt(finding: Finding, *, labelled: bool = True) -> list[str]:
    """Return the lines that say where: the place, and the line as written with its marks.

    ``labelled``: what is wrong here stands behind the marks, where a terminal is wide enough.
    """
    place = finding.place
    label = finding.label if labelled else ""
    number = str(place.line)
    gutter = " " * len(number)
    lines = [f"{gutter}--> {_shown(place.path)}:{place.line}:{place.column}"]
    if finding.excerpt.strip():
        shown, start, width = _window(finding)
        marks = f"{' ' * start}{'^' * width} {label}".rstrip()
        lines += [f"{gutter} |", f"{number} | {shown}".rstrip(), f"{gutter} | {marks}"]
    elif label:
        lines += [f"{gutter} = {label}"]
    return lines


def total(findings: Sequence[Finding]) -> str:
    """Return the closing line: how many findings of each kind, in how many files."""
    counts = Counter(each.severity for each in findings)
    parts = [_counted(counts[kind], *_PLURAL[kind]) for kind in reversed(Severity) if counts[kind]]
    files = _counted(len({each.place.path for each in findings}), "file", "files")
    said = " and ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part)
    return f"Found {said} in {files}.\n"


def all_well(site: Site) -> str:
    """Return the line for a site without findings: what it holds, and how hard it reads."""
    counts = [reading.counts for reading in site.courses]
    lessons = _counted(sum(each.lessons for each in counts), "lesson", "lessons")
    exams = _counted(sum(each.exams for each in counts), "exam", "exams")
    questions = _counted(sum(each.questions for each in counts), "question", "questions")
    grades = [each.reading_grade for each in counts if each.reading_grade is not None]
    level = f" Reading level {max(0, *grades):.1f}." if grades else ""
    return f"No problems in {lessons}, {exams}, {questions}.{level}\n"


def concise(findings: Sequence[Finding]) -> str:
    """Return one line for each finding, as editors read it."""
    return "".join(
        f"{_shown(each.place.path)}:{each.place.line}:{each.place.column}: "
        f"{each.severity}[{each.code}] {_shown(each.message)}\n"
        for each in findings
    )


def as_json(findings: Sequence[Finding]) -> str:
    """Return the findings as one JSON array."""
    return json.dumps([each.as_json() for each in findings], ensure_ascii=False, indent=2) + "\n"


def github(findings: Sequence[Finding]) -> str:
    """Return the findings as workflow commands, which GitHub shows beside the line."""
    kinds = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}
    return "".join(
        f"::{kinds[each.severity]} file={_property(each.place.path)},line={each.place.line},"
        f"col={each.place.column},endColumn={each.place.end_column},title={each.code}"
        f"::{_command(_sentences(each))}\n"
        for each in findings
    )


def _sentences(finding: Finding) -> str:
    """Return a finding in one run of words: what is wrong, what is wrong here, how to mend it."""
    said = ": ".join(filter(None, [finding.message, finding.label]))
    stop = "" if said.endswith(("?", ".", "!")) else "."
    return f"{said}{stop} {finding.help}" if finding.help else said


def _shown(text: str) -> str:
    """Return a text on one line, without what a terminal would obey: a file may have any name."""
    signs = (each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)
    return "".join(signs)


def _counted(number: int, singular: str, plural: str) -> str:
    return f"{number} {singular if number == 1 else plural}"


def _indented(lead: str, text: str) -> list[str]:
    first, *rest = text.split("\n")
    return [lead + first, *(" " * len(lead) + line for line in rest)]


def _window(finding: Finding) -> tuple[str, int, int]:
    """Return the line, cut where it is long, and where in it the marks start and how many."""
    line, place = finding.excerpt, finding.place
    start = min(place.column - 1, len(line))
    width = max(min(place.end_column, len(line) + 1) - place.column, 1)
    cut = 0 if start < _WIDTH - 20 else start - 40
    piece = line[cut : cut + _WIDTH]
    width = max(min(width, cut + _WIDTH - start), 1)
    head = "…" if cut else ""
    tail = "…" if cut + _WIDTH < len(line) else ""
    before = head + piece[: start - cut].replace("\t", _TAB)
    shown = head + piece.replace("\t", _TAB) + tail
    return shown, len(before), width


def _command(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _command(text).replace(":", "%3A").replace(",", "%2C")
