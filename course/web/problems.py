"""Findings as pages show them: in the words of the command line, file by file."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from course.config import Settings
from course.content import report
from course.content.findings import Finding


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding in the words of the command line; ``remedies`` are each a name and a text.

    ``address`` opens it in an editor, on one's own machine only.
    """

    headline: str
    excerpt: str
    remedies: tuple[tuple[str, str], ...]
    address: str


@dataclass(frozen=True, slots=True)
class ProblemFile:
    """The findings of one file."""

    path: str
    problems: tuple[Problem, ...]


def problem_files(findings: Iterable[Finding], settings: Settings) -> tuple[ProblemFile, ...]:
    """Return findings by file, with the address of each line for an editor on this machine."""
    root = settings.course_root if settings.loopback else None
    return tuple(
        ProblemFile(path, tuple(_problem(finding, root) for finding in group))
        for path, group in groupby(findings, key=lambda finding: finding.place.path)
    )


def _problem(finding: Finding, root: Path | None) -> Problem:
    place = finding.place
    address = f"vscode://file{root / place.path}:{place.line}:{place.column}" if root else ""
    excerpt = "\n".join(report.excerpt(finding))
    return Problem(report.headline(finding), excerpt, tuple(report.remedies(finding)), address)
