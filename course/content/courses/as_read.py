"""What came of reading a course: values, for those who do not read it themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from course.content.edition import Edition
from course.content.findings import Finding

if TYPE_CHECKING:  # the reader of files is large, and most processes of a site read none
    from course.content.courses.parts import Parts

NOT_A_STEP = "Not in the course yet"
"""The module of a preview that holds drafts, and what course.yaml does not list."""

IN_NO_ORDER = "In no order"
"""The module of a preview that holds every page, while course.yaml cannot be read."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a course holds; ``reading_grade`` is over all its words, None without a lesson."""

    lessons: int
    exams: int
    questions: int
    reading_grade: float | None


@dataclass(frozen=True, slots=True)
class CourseReading:
    """One course as its files say it. ``edition`` is None while they have an error.

    ``media`` holds the bytes of the pictures by their hash. ``parts`` are the files one by one,
    for a preview of those that can be read. ``origin`` is all that the reading follows from.
    """

    course: str
    edition: Edition | None
    findings: tuple[Finding, ...]
    media: Mapping[str, bytes]
    counts: Counts
    parts: "Parts | None" = None
    origin: "Origin | None" = None


@dataclass(frozen=True, slots=True)
class Origin:
    """What a reading follows from: the files by their hash, the day, and what is known."""

    edition_id: str
    today: date
    known: tuple[Finding, ...]
