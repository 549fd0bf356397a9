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

    ``where`` is file, line and column. What the command line says behind its marks is a remedy,
    so that a phone shows all of it: only the author's own line can be too long for it.
    ``address`` opens it in an editor, on one's own machine only.
    """

    headline: str
    where: str
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
    at = finding.place
    address = f"vscode://file{root / at.path}:{at.line}:{at.column}" if root else ""
    where, *excerpt = report.excerpt(finding, labelled=False)
    here = [("here", finding.label)] if finding.label else []
    remedies = (*here, *report.remedies(finding))
    place = where.strip().removeprefix("--> ")
    return Problem(report.headline(finding), place, "\n".join(excerpt), remedies, address)
