"""Facts that several people may correct: a page carries the mark of those that it showed."""

from dataclasses import dataclass
from hashlib import sha256
from typing import ClassVar

from course.records.refusals import Refused


@dataclass(frozen=True, slots=True)
class Facts:
    """What can be corrected of something; ``called`` is what a page calls that."""

    called: ClassVar[str]

    @property
    def mark(self) -> str:
        """Return what a form carries, to tell whether the facts are still those it showed."""
        return sha256(repr(self).encode()).hexdigest()[:16]


class Overtaken(Refused):
    """Somebody else corrected the same after the page was shown."""

    def __init__(self, called: str) -> None:
        super().__init__(
            f"Somebody changed {called} after this page was shown. Check it, then save again"
        )
