"""What a check says: one line."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Line:
    """One line of ``course doctor``. What fails says the fix; a note asks for nothing now."""

    state: Literal["ok", "note", "FAIL"]
    what: str
    says: str

    def __str__(self) -> str:
        return f"{self.state:<5} {self.what:<12} {self.says}"


def ok(what: str, says: str) -> Line:
    """Say that something is as it should be."""
    return Line("ok", what, says)


def note(what: str, says: str) -> Line:
    """Say what is worth knowing, and stops nothing."""
    return Line("note", what, says)


def fail(what: str, says: str) -> Line:
    """Say what is wrong, and after it the fix."""
    return Line("FAIL", what, says)
