"""Read one file of a course alone, beside what the rest of the course says already."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from course.content.catalogue import CATALOGUE, MOST_SAID
from course.content.courses.boards_yaml import read_boards
from course.content.courses.course_yaml import read_course
from course.content.courses.glossary_yaml import read_glossary
from course.content.courses.pictures import read_picture
from course.content.courses.roles_yaml import read_roles
from course.content.courses.whole import CourseReading, read_course_files
from course.content.courses.words_yaml import read_words
from course.content.findings import Finding, Severity
from course.content.lessons.context import LessonContext
from course.content.lessons.file import read_lesson
from course.content.quizzes.file import read_quiz
from course.content.sourcetext import decode
from tests.shipped import ROOT, shipped_site

COURSE = "peer-support"
TODAY = date(2026, 11, 22)
MAX_FINDINGS = 5_000
"""No file of 256 kB has more mistakes than an author can want to be told."""


class Shipped:
    """The files of the course that came along, and what they say when they are whole."""

    def __init__(self) -> None:
        folders = (ROOT / folder / COURSE for folder in ("lessons", "quizzes"))
        paths = sorted(path for each in folders for path in each.rglob("*") if path.is_file())
        self.files = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in paths}
        self.texts = [path for path in self.files if path.endswith((".md", ".yaml"))]
        self.mutated = [*self.texts, *(path for path in self.files if path.endswith(".svg"))]
        # A large file is seldom drawn: it has the same mistakes, and takes longer.
        self.weights = [len(self.files[path]) ** -0.5 for path in self.mutated]
        [reading] = (each for each in shipped_site().courses if each.course == COURSE)
        self._context = _context(reading)

    def whole(self, changed: dict[str, bytes]) -> CourseReading:
        """Read the whole course with some of its files changed."""
        return read_course_files(COURSE, {**self.files, **changed}, today=TODAY)

    def alone(self, path: str, content: bytes) -> tuple[Finding, ...]:
        """Read one file and return what is wrong with it."""
        if path.endswith(".svg"):
            return read_picture(content, path, f"media/{Path(path).name}").findings
        decoded = decode(content, path)
        if decoded.text is None:
            return decoded.findings
        return decoded.findings + self._reader(path)(decoded.text, path).findings

    def _reader(self, path: str) -> Callable[..., object]:
        if path.startswith("quizzes/"):
            return partial(read_quiz, quiz_id=Path(path).stem)
        if path.endswith(".md"):
            return partial(read_lesson, context=self._context)
        by_name = {
            "roles": read_roles,
            "glossary": read_glossary,
            "words": read_words,
            "boards": read_boards,
        }
        return by_name.get(Path(path).stem, read_course)


def _context(reading: CourseReading) -> LessonContext:
    edition = reading.edition
    assert edition is not None, reading.findings
    return LessonContext(
        course=COURSE,
        lesson_id="a-lesson",
        today=TODAY,
        lesson_ids=[lesson.id for lesson in edition.lessons],
        topics=[topic.id for topic in edition.topics],
        practice={
            f"{each.id}/{item.id}": item
            for each in edition.assessments
            if each.kind == "practice"
            for item in each.items
        },
        roles=edition.roles,
        terms=edition.glossary,
        support=edition.support,
    )


def unsound(finding: Finding, path: str, content: bytes) -> str:
    """Say what cannot be true of a finding of this file, "" where nothing is amiss."""
    place = finding.place
    lines = content.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    rule = CATALOGUE.get(finding.code)
    hard = finding.code in ("R701", "Y111") and finding.severity is Severity.ERROR
    if rule is None or (rule.severity is not finding.severity and not hard):
        return "code or severity is not of the catalogue"
    if place.path != path or not 1 <= place.line <= len(lines):
        return "the place is not in the file"
    if not 1 <= place.column < place.end_column <= len(lines[place.line - 1]) + 3:
        return "the columns are not in the line"
    return (
        "" if finding.message and len(finding.message) <= MOST_SAID else "no message, or a huge one"
    )
