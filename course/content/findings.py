"""A finding: one mistake in an author's file, where it is, and how to mend it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters: an error stops publishing, the others do not."""

    ADVICE = "advice"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file: path as the author knows it, line and columns counted from 1.

    ``end_column`` is the column after the last character meant, on the same line.
    """

    path: str
    line: int = 1
    column: int = 1
    end_column: int = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake. ``label`` says what is wrong at the caret, ``help`` the mended line."""

    code: str
    severity: Severity
    place: Place
    message: str
    label: str = ""
    help: str = ""
    note: str = ""
    excerpt: str = ""

    def as_json(self) -> dict[str, str | int]:
        """Return the finding as the flat object that ``--format json`` prints."""
        flat = asdict(self)
        place = flat.pop("place")
        return {**flat, **place, "severity": self.severity.value}

    def with_excerpt(self, line: str) -> "Finding":
        """Return the same finding with the author's line beside it."""
        return replace(self, excerpt=line)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings by file and position, the order in which an author mends them."""
    return sorted(findings, key=lambda f: (f.place.path, f.place.line, f.place.column, f.code))


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return those findings that keep a course from being published."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]
