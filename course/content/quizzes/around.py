"""What stands around the quizzes of a course: its topics and its objectives."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the quizzes of a course.

    ``topics`` maps a topic to its domain, "" for none; either is None where course.yaml cannot say.
    ``objectives`` maps a lesson's id to its objectives' ids, None where the lesson has a mistake
    or is not there, and they are not known. ``forgiven`` are topics whose misspelling is told in
    course.yaml. ``unread`` are the quiz files of which nothing can be read.
    """

    topics: Mapping[str, str | None] | None
    objectives: Mapping[str, frozenset[str] | None]
    forgiven: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()
