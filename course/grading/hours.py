"""Hours: how much of what a board asks for a course teaches, in the course's own estimate.

The minutes are those of the lessons that are steps, by the domain of their topic; exams count
for nothing. A domain never counts for more than the board asks of it. This says what a course
holds; what a person spent on it is another thing.
"""

from collections import Counter
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from course.content.edition import Board, Edition


@dataclass(frozen=True, slots=True)
class DomainHours:
    """A domain: the hours that lessons teach ("5.5"), and those that the board asks for."""

    title: str
    taught: str
    asked: int


@dataclass(frozen=True, slots=True)
class BoardHours:
    """What a course teaches of what one board asks for: ``taught`` ("16.2") of ``asked``."""

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
    counted = {
        domain: min(Fraction(minutes[domain], 60), Fraction(asked))
        for domain, asked in board.hours.items()
    }
    return BoardHours(
        title=board.title,
        taught=_tenths(sum(counted.values(), Fraction())),
        asked=sum(board.hours.values()),
        domains=tuple(
            DomainHours(edition.domains[domain], _tenths(hours), board.hours[domain])
            for domain, hours in counted.items()
        ),
    )


def _tenths(hours: Fraction) -> str:
    exact = Decimal(hours.numerator) / hours.denominator
    return str(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))
