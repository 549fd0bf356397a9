"""Hours: how much of what a board asks for a course teaches, in the course's own estimate.

The minutes are those of the lessons that are steps, by the domain of their topic; exams count
for nothing. A domain never counts for more than the board asks of it. This says what a course
holds; what a person spent on it is another thing.

Each domain is rounded down to a tenth of an hour, and the whole is the sum of these tenths: what
is shown adds up, and nothing claims more than is taught.
"""

from collections import Counter
from dataclasses import dataclass

from course.content.edition import Board, Edition

_MINUTES_IN_A_TENTH = 6


@dataclass(frozen=True, slots=True)
class DomainHours:
    """A domain: the hours that lessons teach ("5.5"), and those that the board asks for."""

    title: str
    taught: str
    asked: int


@dataclass(frozen=True, slots=True)
class BoardHours:
    """What a course teaches of what one board asks for: ``taught`` ("16.0") of ``asked``."""

    title: str
    taught: str
    asked: int
    domains: tuple[DomainHours, ...]


def hours_of(edition: Edition) -> tuple[BoardHours, ...]:
    """Return the hours of a course for each board, in the author's order."""
    minutes: Counter[str] = Counter()
    for step in edition.steps:
        if step.kind == "lesson":
            lesson = edition.lesson_by_id[step.id]
            minutes[edition.topic_by_id[lesson.topic].domain] += lesson.minutes
    return tuple(_board_hours(edition, board, minutes) for board in edition.boards)


def _board_hours(edition: Edition, board: Board, minutes: Counter[str]) -> BoardHours:
    tenths = {
        domain: min(minutes[domain] // _MINUTES_IN_A_TENTH, asked * 10)
        for domain, asked in board.hours.items()
    }
    return BoardHours(
        title=board.title,
        taught=_hours(sum(tenths.values())),
        asked=sum(board.hours.values()),
        domains=tuple(
            DomainHours(edition.domains[domain], _hours(many), board.hours[domain])
            for domain, many in tenths.items()
        ),
    )


def _hours(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}"
