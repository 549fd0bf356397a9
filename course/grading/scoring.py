"""Scoring: what a form's answers earn, by topic, and whether the passing score is reached.

Everything is exact: points are fractions, a mark is a whole percent, and a mark is reached at
the mark itself (>=). Nothing is rounded before it is compared (FAULTS case 51).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from course.content.edition import Assessment, Item, PassMark
from course.grading.forms import Form
from course.grading.item_types import earned

Row = dict[str, Any]
"""A topic's score as it is stored: topic, raw, maximum, items, answered, lessons.

Points are exact ("7/3"): topics are summed to domains, and rounded parts would not reach a mark
that the whole reached. ``lessons`` is ``[[lesson, items, lost], …]``: advice alone reads it."""


class LessonScore(NamedTuple):
    """How many items of a topic a lesson teaches, and the thousandths of a point they lost."""

    lesson: str
    items: int
    lost: int


@dataclass(frozen=True, slots=True)
class TopicScore:
    """What one topic earned: points, of how many, over how many items, how many answered.

    ``lessons`` are those that the objectives of its items name.
    """

    topic: str
    raw: Fraction
    maximum: Fraction
    items: int
    answered: int
    lessons: tuple[LessonScore, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """The score of one attempt, in points. ``passed`` is None where there is no pass mark."""

    raw: Fraction
    maximum: Fraction
    topics: tuple[TopicScore, ...]
    passed: bool | None


def score(
    assessment: Assessment,
    form: Form,
    *,
    answers: Mapping[str, Sequence[str]],
    domain_of: Mapping[str, str],
) -> ScoreCard:
    """Score the answers to a form; ``domain_of`` gives the domain of each topic.

    Pilot items count for nothing, an item without an answer earns 0.
    """
    asked = [assessment.by_id[each.item] for each in form]
    items = [item for item in asked if item.status != "pilot"]
    topics = tuple(
        _topic_score(topic, [item for item in items if item.topic == topic], answers)
        for topic in dict.fromkeys(item.topic for item in items)
    )
    raw, maximum = _total(topics)
    passed = _passed(assessment.pass_mark, topics, domain_of) if assessment.pass_mark else None
    return ScoreCard(raw, maximum, topics, passed)


def percent(raw: Fraction, maximum: Fraction) -> int:
    """Return the whole percent of ``maximum`` that is reached, rounded down; 0 of 0 is 0."""
    return int(raw * 100 // maximum) if maximum else 0


def thousandths(points: Fraction) -> int:
    """Return the points of a whole attempt in the unit they are stored in, rounded down.

    A maximum is a whole number of points, so rounding down never moves a whole percent.
    """
    return int(points * 1000)


def as_rows(card: ScoreCard) -> list[Row]:
    """Return the topics of a score ready to be stored as JSON."""
    return [
        {
            "topic": each.topic,
            "raw": str(each.raw),
            "maximum": str(each.maximum),
            "items": each.items,
            "answered": each.answered,
            "lessons": [list(lesson) for lesson in each.lessons],
        }
        for each in card.topics
    ]


def from_rows(
    rows: Iterable[Mapping[str, Any]], *, raw: int, maximum: int, passed: bool | None
) -> ScoreCard:
    """Return the score that was stored: its topics' rows, and its points in thousandths.

    The rows of older scores name no lessons.
    """
    topics = tuple(
        TopicScore(
            row["topic"],
            _points(row["raw"]),
            _points(row["maximum"]),
            row["items"],
            row["answered"],
            tuple([LessonScore(*lesson) for lesson in row.get("lessons", ())]),
        )
        for row in rows
    )
    return ScoreCard(Fraction(raw, 1000), Fraction(maximum, 1000), topics, passed)


def _points(kept: str) -> Fraction:
    # Most points are whole, and a whole number is read in half the time.
    return Fraction(kept) if "/" in kept else Fraction(int(kept))


def _topic_score(
    topic: str, items: Sequence[Item], answers: Mapping[str, Sequence[str]]
) -> TopicScore:
    got = {item.id: earned(item, answers.get(item.id, ())) for item in items}
    return TopicScore(
        topic,
        raw=sum(got.values(), Fraction()),
        maximum=Fraction(sum(item.points for item in items)),
        items=len(items),
        answered=sum(bool(answers.get(item.id)) for item in items),
        lessons=_lesson_scores(items, got),
    )


def _lesson_scores(items: Iterable[Item], got: Mapping[str, Fraction]) -> tuple[LessonScore, ...]:
    """Return what the items of a topic lost, by the lesson whose objective they ask about."""
    lost: dict[str, list[Fraction]] = {}
    for item in items:
        if item.objective:
            lesson = item.objective.partition("/")[0]
            lost.setdefault(lesson, []).append(item.points - got[item.id])
    return tuple(
        LessonScore(lesson, len(each), thousandths(sum(each, Fraction())))
        for lesson, each in lost.items()
    )


def _total(topics: Iterable[TopicScore]) -> tuple[Fraction, Fraction]:
    points = [(each.raw, each.maximum) for each in topics]
    return sum((raw for raw, _ in points), Fraction()), sum((top for _, top in points), Fraction())


def _passed(mark: PassMark, topics: Sequence[TopicScore], domain_of: Mapping[str, str]) -> bool:
    return _reaches(mark.overall, topics) and all(
        _reaches(least, [each for each in topics if domain_of.get(each.topic) == domain])
        for domain, least in mark.domains.items()
    )


def _reaches(mark: int, topics: Iterable[TopicScore]) -> bool:
    # Where nothing can be earned, nothing is shown: an empty exam is passed by nobody.
    raw, maximum = _total(topics)
    return maximum > 0 and raw * 100 >= mark * maximum
