"""Results: what a trainee reads after an exam, in words (PAGES T7, T8).

A result holds no item, no option and no answer, so a page made from it cannot give the key
away. Only ``answers_shown`` lets a page show them, and of the exam that shows where a trainee
starts it never does: the same questions may come again.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from course.content.edition import Assessment, Edition, Lesson
from course.grading.scoring import ScoreCard, TopicScore, percent

STRONG = 70
"""The percent from which a topic counts as strong. A rule of ours, for advice alone."""

FEWEST_IN_A_PART = 3
"""How many questions a part of a result has at least: one question's part would tell its answer."""

MOST_LESSONS = 3
"""How many lessons to read again are named at most: a longer list is not read (PAGES T7)."""


@dataclass(frozen=True, slots=True)
class Part:
    """A topic's or a domain's share of the score: its words ("3 of 4") and whole percent.

    ``mark`` is the percent that the exam asks of this domain, None where it asks none.
    """

    title: str
    points: str
    percent: int
    mark: int | None = None

    @property
    def strong(self) -> bool:
        """Whether it needs no second reading."""
        return self.percent >= STRONG


@dataclass(frozen=True, slots=True)
class Result:
    """What a result page says. ``score`` is "" and the parts are empty where ``show`` hides them.

    ``topics`` are empty too where one of them has fewer questions than a part needs, and so are
    ``domains``. Both stand strong first. ``advice`` is the heading of ``lessons``.
    """

    heading: str
    meaning: str
    score: str
    domains: tuple[Part, ...]
    topics: tuple[Part, ...]
    advice: str
    lessons: tuple[Lesson, ...]
    answers_shown: bool


def result_of(edition: Edition, assessment: Assessment, card: ScoreCard) -> Result:
    """Say what a score means to the trainee, as far as the exam's ``show`` allows."""
    by_topic = assessment.show not in ("nothing", "score")
    scored = [each for each in card.topics if each.maximum] if by_topic else []
    lessons = _lessons_to_read(edition, scored)
    return Result(
        heading=_heading(edition, assessment, card),
        meaning=passing_words(edition, assessment),
        score=_score_words(card) if assessment.show != "nothing" else "",
        domains=_domain_parts(edition, assessment, scored),
        topics=_topic_parts(edition, scored),
        advice=_advice(edition, assessment) if lessons else "",
        lessons=lessons,
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
    if _enough(asked.values()):
        return " for each topic"
    domains: Counter[str] = Counter()
    for topic, count in asked.items():
        domains[edition.topic_by_id[topic].domain] += count
    if _enough(domains.values()):
        return " for each area"
    marked = assessment.pass_mark and assessment.pass_mark.domains
    return ", and that of each area with a passing score of its own" if marked else ""


def _enough(counts: Iterable[int]) -> bool:
    """Say whether each part of a result has enough questions for its score to be told."""
    return all(count >= FEWEST_IN_A_PART for count in counts)


def _is_starting_point(edition: Edition, assessment: Assessment) -> bool:
    """Say whether this is the pre-course exam: the course's first, without a pass mark."""
    first = next((step.id for step in edition.steps if step.kind == "exam"), None)
    return assessment.pass_mark is None and assessment.id == first


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


def _score_words(card: ScoreCard) -> str:
    if not card.maximum:
        return "No question in this exam is scored."
    share = f"{percent(card.raw, card.maximum)}%"
    return f"You earned {_of(card.raw, card.maximum)} points. That is {share}."


def _lessons_to_read(edition: Edition, scored: list[TopicScore]) -> tuple[Lesson, ...]:
    """Return the lessons of the weak topics, else of the lowest, weakest first."""
    reached = {each.topic: percent(each.raw, each.maximum) for each in scored}
    lowest = min(reached.values(), default=100)
    below = STRONG if lowest < STRONG else min(lowest + 1, 100)
    weak = sorted((topic for topic in reached if reached[topic] < below), key=reached.__getitem__)
    steps = [edition.lesson_by_id[step.id] for step in edition.steps if step.kind == "lesson"]
    lessons = [lesson for topic in weak for lesson in steps if lesson.topic == topic]
    return tuple(lessons[:MOST_LESSONS])


def _topic_parts(edition: Edition, scored: list[TopicScore]) -> tuple[Part, ...]:
    """Return the topics, none where one of them has too few questions: then the domains do."""
    if not _enough(each.items for each in scored):
        return ()
    return _strong_first(_part(edition.topic_by_id[each.topic].title, [each]) for each in scored)


def _domain_parts(
    edition: Edition, assessment: Assessment, scored: list[TopicScore]
) -> tuple[Part, ...]:
    """Return the domains; where one has too few questions, only those with a mark of their own.

    Topics without a domain count as one more: what they earned is the rest of the whole score.
    """
    marks = assessment.pass_mark.domains if assessment.pass_mark else {}
    topics = {
        domain: [each for each in scored if edition.topic_by_id[each.topic].domain == domain]
        for domain in (*edition.domains, "")
    }
    all_told = _enough(sum(each.items for each in part) for part in topics.values() if part)
    return _strong_first(
        _part(edition.domains[domain], part, mark=marks.get(domain))
        for domain, part in topics.items()
        if domain and part and (all_told or domain in marks)
    )


def _part(title: str, scores: list[TopicScore], mark: int | None = None) -> Part:
    raw = sum((each.raw for each in scores), Fraction())
    maximum = sum((each.maximum for each in scores), Fraction())
    return Part(title, _of(raw, maximum), percent(raw, maximum), mark)


def _strong_first(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(sorted(parts, key=lambda part: -part.percent))


def _of(raw: Fraction, maximum: Fraction) -> str:
    """Return "2.5 of 4": hundredths, rounded down, so that nobody reads more than they have."""
    return f"{int(raw * 100) / 100:g} of {int(maximum)}"
