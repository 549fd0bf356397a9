"""Deeds: what one trainee did in one course, as far as progress and proof need to know it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class LessonDeed:
    """A lesson was opened, in this edition; ``done_at`` is when the trainee marked it as done."""

    opened_at: datetime
    done_at: datetime | None = None
    edition: str = ""


@dataclass(frozen=True, slots=True)
class ReflectionDeed:
    """A reflection was saved.

    ``sent_at`` stays when a draft follows. ``decided_at`` is when a trainer accepted it or asked
    for changes. What was accepted stays accepted when a new version follows. ``replied``: a
    trainer wrote, without a decision, about the version sent last.
    """

    state: Literal["draft", "sent", "changes-asked", "accepted"]
    shared: bool
    saved_at: datetime
    sent_at: datetime | None = None
    decided_at: datetime | None = None
    replied: bool = False


@dataclass(frozen=True, slots=True)
class SentAttempt:
    """An attempt that was sent: its key, its number, and what came of it.

    ``passed`` is None where the exam had no pass mark.
    """

    attempt: int
    number: int
    at: datetime
    percent: int
    passed: bool | None = None


@dataclass(frozen=True, slots=True)
class ExamDeed:
    """What came of the attempts at one exam.

    ``taken_at`` is the first attempt sent, ``passed_at`` the first one passed; ``percent`` and
    ``attempt`` (its key) are those of the attempt that counts. ``open_attempt`` is the key of
    the one not sent yet, ``sent`` are all that were, oldest first.
    """

    open_attempt: int | None = None
    taken_at: datetime | None = None
    passed_at: datetime | None = None
    percent: int | None = None
    attempts_used: int = 0
    attempt: int | None = None
    sent: tuple[SentAttempt, ...] = ()


@dataclass(frozen=True, slots=True)
class Deeds:
    """Everything one trainee did in one course, by the ids of the author's files."""

    enrolled_at: datetime
    lessons: Mapping[str, LessonDeed] = field(default_factory=dict)
    answered: Mapping[str, datetime] = field(default_factory=dict)
    reflections: Mapping[str, ReflectionDeed] = field(default_factory=dict)
    exams: Mapping[str, ExamDeed] = field(default_factory=dict)
