"""One person's record in words: attempts with each answer, and the log of changes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from course.content.edition import Assessment, Item
from course.grading import forms
from course.grading.item_types import DONT_KNOW
from course.grading.scoring import percent
from course.records.lists.one_person import Change, Sitting
from course.records.tables import Score
from course.web.coordinator.filters import STATES
from course.web.editions import edition_of
from course.web.items import DONT_KNOW_YET, NOT_ANSWERED

ACTIONS = {
    "person-add": "Account made",
    "join": "Account made",
    "enroll": "Enrolled",
    "role-give": "Given a role",
    "staff-assign": "Assigned to a cohort",
    "staff-take-off": "Taken off a cohort",
    "person-rename": "Name corrected",
    "email-correct": "Email address corrected",
    "sign-in-link-make": "Sign-in link made",
    "enrollment-hold": "Put on hold",
    "enrollment-return": "Can go on again",
    "enrollment-withdraw": "Withdrawn",
    "complete": "Course completed",
}
"""The changes that the log shows, in words. Nothing of reflections is among them."""

ACTORS = {"system": "The site", "operator": "The operator", "visitor": "A visitor"}


@dataclass(frozen=True, slots=True)
class Answered:
    """One question of an attempt with the answer that was chosen, and those that came late."""

    number: int
    question: str
    answer: str
    saved_at: datetime | None
    late: tuple[tuple[str, datetime], ...]


@dataclass(frozen=True, slots=True)
class Attempted:
    """One attempt in words. ``score`` is "" until it is sent."""

    id: int
    title: str
    number: int
    started_at: datetime
    submitted_at: datetime | None
    score: str
    edition: str
    late: int
    answers: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class Logged:
    """One change in words."""

    at: datetime
    what: str
    who: str
    reason: str


def attempted(sitting: Sitting) -> Attempted:
    """Return an attempt for its page, with the words of the edition that it was taken in."""
    attempt = sitting.attempt
    exam = edition_of(attempt).assessment_by_id[attempt.exam]
    return Attempted(
        id=attempt.id,
        title=exam.title,
        number=attempt.number,
        started_at=attempt.started_at,
        submitted_at=attempt.submitted_at,
        score=_score(attempt.scores[-1]) if attempt.scores else "",
        edition=attempt.edition_id[:8],
        late=len(sitting.late),
        answers=tuple(_answers(sitting, exam)),
    )


def logged(change: Change) -> Logged:
    """Return a change for the log: what became of what."""
    before, after = change.detail.get("before"), change.detail.get("after")
    what = ACTIONS[change.action]
    if before and after:
        what += f": from {STATES.get(before, before)} to {STATES.get(after, after)}"
    elif role := change.detail.get("role"):
        what += f": {role}"
    who = change.actor or ACTORS.get(change.role, change.role)
    return Logged(change.at, what, who, change.reason)


def _score(score: Score) -> str:
    reached = percent(Fraction(score.raw), Fraction(score.maximum))
    passed = {True: ", passed", False: ", not passed", None: ""}[score.passed]
    return f"{reached}%{passed}"


def _answers(sitting: Sitting, exam: Assessment) -> Iterator[Answered]:
    given = {response.item: response for response in sitting.attempt.responses}
    for number, asked in enumerate(forms.from_rows(sitting.attempt.form), 1):
        item, response = exam.by_id[asked.item], given.get(asked.item)
        yield Answered(
            number=number,
            question=item.text,
            answer=_words(item, response.answer if response else ()),
            saved_at=response.saved_at if response else None,
            late=tuple(
                (_words(item, each.answer), each.received_at)
                for each in sitting.late
                if each.item == asked.item
            ),
        )


def _words(item: Item, answer: Sequence[str]) -> str:
    if DONT_KNOW in answer:
        return DONT_KNOW_YET
    chosen = [option.text for option in item.options if option.id in answer]
    return "; ".join(chosen) or NOT_ANSWERED
