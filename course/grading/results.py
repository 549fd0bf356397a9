"""Results: what a trainee reads after an exam, in words (PAGES T7, T8).

A result holds no item, no option and no answer, so a page made from it cannot give the key
away. Only ``answers_shown`` lets a page show them, and of the exam that shows where a trainee
starts it never does: the same questions may come again.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from course.content.edition import Assessment, Edition, Lesson
from course.grading.advice import Named, enough, lessons_to_read
from course.grading.scoring import ScoreCard, TopicScore, percent


@dataclass(frozen=True, slots=True)
class Part:
    """A topic's or a domain's share of the score: its words ("3 of 4") and whole percent.

    ``mark`` is the percent that the exam asks of this domain, None where it asks none; ``lessons``
    are those of the domain to read again.
    """

    title: str
    points: str
    percent: int
    mark: int | None = None
    lessons: tuple[Lesson, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What a result page says. ``score`` is "" and the parts are empty where ``show`` hides them.

    ``topics`` are empty too where one of them has fewer questions than a part needs, and so are
    ``domains``. Both stand strong first. ``advice`` is the heading of ``lessons``, which are
    all that are named; ``since`` says what the exam before the course came to.
    """

    heading: str
    meaning: str
    score: str
    since: str
    domains: tuple[Part, ...]
    topics: tuple[Part, ...]
    advice: str
    lessons: tuple[Lesson, ...]
    answers_shown: bool


def result_of(
    edition: Edition, assessment: Assessment, card: ScoreCard, *, before: int | None = None
) -> Result:
    """Say what a score means to the trainee, as far as the exam's ``show`` allows.

    ``before`` is the percent of the exam before the course, None where it was not taken.
    """
    told = assessment.show not in ("nothing", "score")
    scored = [each for each in card.topics if each.maximum] if told else []
    domains = _domains_told(edition, assessment, scored)
    topics = scored if enough(each.items for each in scored) else []
    rest = [each for each in scored if edition.topic_by_id[each.topic].domain not in domains]
    by_topic = [(edition.topic_by_id[each.topic].domain, [each]) for each in topics]
    named = lessons_to_read(edition, by_topic or [*domains.items(), ("", rest)])
    return Result(
        heading=_heading(edition, assessment, card),
        meaning=passing_words(edition, assessment),
        score=_score_words(card) if assessment.show != "nothing" else "",
        since=_since(edition, assessment, card, before),
        domains=_domain_parts(edition, assessment, domains, named),
        topics=_strong_first(
            _part(edition.topic_by_id[each.topic].title, [each]) for each in topics
        ),
        advice=_advice(edition, assessment) if named else "",
        lessons=tuple(each.lesson for each in named),
        answers_shown=_answers_shown(edition, assessment, card),
    )


def passing_words(edition: Edition, assessment: Assessment) -> str:
    """Say what it takes to pass, before the exam and after it."""
    mark = assessment.pass_mark
    if _is_starting_point(edition, assessment):
        return "You cannot fail this exam. It shows what you know before you start."
    if mark is None:
        return "You cannot fail this exam."
    least = [f"{least}% in {edition.domains[domain]}" for domain, least in mark.domains.items()]
    words = f"The passing score is {mark.overall}%{', and ' if least else ''}{', '.join(least)}."
    return f"{words} {PROVISIONAL}" if mark.provisional else words


PROVISIONAL = "It is provisional: a panel of experts has not set it yet."


def afterwards_words(edition: Edition, assessment: Assessment) -> str:
    """Say, before the exam, what its result will show."""
    show = assessment.show
    if show.startswith("answers") and _is_starting_point(edition, assessment):
        show = "topics"
    return _AFTERWARDS[show].format(parts=_parts_words(edition, assessment))


_AFTERWARDS = {
    "nothing": "You will not see a score.",
    "score": "You will see your score. You will not see the answers.",
    "topics": "You will see your score{parts}. You will not see the answers.",
    "answers-after-pass": "You will see your score{parts}. You will see the answers once you pass.",
    "answers": "You will see your score{parts}, and the answers.",
}


def _parts_words(edition: Edition, assessment: Assessment) -> str:
    """Say into which parts the score will be told apart: every form asks as much of each topic."""
    asked = Counter(item.topic for item in assessment.items if item.status == "live")
    if assessment.blueprint:
        asked = Counter()
        for cell in assessment.blueprint:
            asked[cell.topic] += cell.count
    if enough(asked.values()):
        return " for each topic"
    domains: Counter[str] = Counter()
    for topic, count in asked.items():
        domains[edition.topic_by_id[topic].domain] += count
    if enough(domains.values()):
        return " for each area"
    marked = assessment.pass_mark and assessment.pass_mark.domains
    return ", and that of each area with a passing score of its own" if marked else ""


def starting_point(edition: Edition) -> Assessment | None:
    """Return the pre-course exam, the course's first where it has no pass mark; else None."""
    first = next((step.id for step in edition.steps if step.kind == "exam"), "")
    exam = edition.exam(first)
    return exam if exam and exam.pass_mark is None else None


def _is_starting_point(edition: Edition, assessment: Assessment) -> bool:
    start = starting_point(edition)
    return start is not None and assessment.id == start.id


def _answers_shown(edition: Edition, assessment: Assessment, card: ScoreCard) -> bool:
    if _is_starting_point(edition, assessment):
        return False
    after_pass = assessment.show == "answers-after-pass" and card.passed is True
    return assessment.show == "answers" or after_pass


def _heading(edition: Edition, assessment: Assessment, card: ScoreCard) -> str:
    if card.passed is not None:
        return "You passed the exam" if card.passed else "You have not passed yet"
    if _is_starting_point(edition, assessment):
        return "Thank you. This is your starting point."
    return "Thank you. We have your answers."


def _advice(edition: Edition, assessment: Assessment) -> str:
    if _is_starting_point(edition, assessment):
        return "These lessons will help you most"
    return "Read these lessons again"


def _since(edition: Edition, assessment: Assessment, card: ScoreCard, before: int | None) -> str:
    """Say how far a trainee came since the exam before the course, where both scores are told."""
    start = starting_point(edition)
    told = start and "nothing" not in (start.show, assessment.show)
    if before is None or not told or assessment.pass_mark is None or not card.maximum:
        return ""
    return f"Before: {before}%. Now: {percent(card.raw, card.maximum)}%."


def _score_words(card: ScoreCard) -> str:
    if not card.maximum:
        return "No question in this exam is scored."
    share = f"{percent(card.raw, card.maximum)}%"
    return f"You earned {_of(card.raw, card.maximum)} points. That is {share}."


def _domains_told(
    edition: Edition, assessment: Assessment, scored: Sequence[TopicScore]
) -> dict[str, list[TopicScore]]:
    """Return the topics of each domain that is told apart, in the course's order.

    Where one has too few questions, only those with a mark of their own are. Topics without a
    domain count as one more: what they earned is the rest of the whole score.
    """
    marks = assessment.pass_mark.domains if assessment.pass_mark else {}
    topics = {
        domain: [each for each in scored if edition.topic_by_id[each.topic].domain == domain]
        for domain in (*edition.domains, "")
    }
    all_told = enough(sum(each.items for each in part) for part in topics.values() if part)
    return {
        domain: part
        for domain, part in topics.items()
        if domain and part and (all_told or domain in marks)
    }


def _domain_parts(
    edition: Edition,
    assessment: Assessment,
    domains: Mapping[str, Sequence[TopicScore]],
    named: Sequence[Named],
) -> tuple[Part, ...]:
    marks = assessment.pass_mark.domains if assessment.pass_mark else {}
    parts = (
        (_part(edition.domains[domain], topics), marks.get(domain), domain)
        for domain, topics in domains.items()
    )
    return _strong_first(
        replace(
            part, mark=mark, lessons=tuple(each.lesson for each in named if each.domain == domain)
        )
        for part, mark, domain in parts
    )


def _part(title: str, scores: Sequence[TopicScore]) -> Part:
    raw = sum((each.raw for each in scores), Fraction())
    maximum = sum((each.maximum for each in scores), Fraction())
    return Part(title, _of(raw, maximum), percent(raw, maximum))


def _strong_first(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(sorted(parts, key=lambda part: -part.percent))


def _of(raw: Fraction, maximum: Fraction) -> str:
    """Return "2.5 of 4": hundredths, rounded down, so that nobody reads more than they have."""
    return f"{int(raw * 100) / 100:g} of {int(maximum)}"
