"""What comes before a step that cannot start yet, as links."""

from dataclasses import dataclass

from flask import url_for

from course.records.refusals import NotYet, Refused
from course.web.trainee.places import address_in

SHOWN = 5
"""Things that are named: more than these are for the course's home."""


@dataclass(frozen=True, slots=True)
class ToFinish:
    """Title, address ("" where it cannot start yet) and what is left of each, and how many more.

    ``home`` is the address of the course's home, which lists them all.
    """

    lines: tuple[tuple[str, str, str], ...]
    more: int
    home: str

    @property
    def words(self) -> str:
        """What stands above the list."""
        return "Finish this first:" if len(self.lines) == 1 else "Finish these first:"


def to_finish(refusal: Refused | None) -> ToFinish | None:
    """Return what has to be finished first; None where a refusal has another reason."""
    if not isinstance(refusal, NotYet) or not refusal.first:
        return None
    course = refusal.course
    return ToFinish(
        lines=tuple(
            (each.title, address_in(course, each.kind, each.id) if each.open else "", each.left)
            for each in refusal.first[:SHOWN]
        ),
        more=max(0, len(refusal.first) - SHOWN),
        home=url_for("trainee.course_home", course=course),
    )
