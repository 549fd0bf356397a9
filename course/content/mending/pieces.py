"""The YAML in a file: all of it, or a lesson's settings at the top and the options of its boxes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from course.content.courses.boards_yaml import read_boards
from course.content.courses.course_yaml import read_course
from course.content.courses.glossary_yaml import read_glossary
from course.content.courses.roles_yaml import read_roles
from course.content.courses.words_yaml import read_words
from course.content.findings import Finding, errors
from course.content.lessons.context import LessonContext
from course.content.lessons.file import read_lesson
from course.content.lessons.first_line import DASHES
from course.content.markdown.scanner import Box, number_lines, scan
from course.content.quizzes.file import read_quiz

Lines = tuple[str, ...]

# Of the other files nothing is known here, so nothing is said of them.
_ALONE = LessonContext(course="", lesson_id="", today=date.min)


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines of a file that are YAML: their rows, counted from 0, and their common indentation."""

    rows: tuple[int, ...]
    indent: int = 0

    def of(self, lines: Lines) -> Lines:
        """Return the YAML as it stands in the lines of the file."""
        return tuple(lines[row][self.indent :] for row in self.rows)

    def within(self, lines: Lines, written: Lines) -> Lines:
        """Return the lines of the file with this piece written anew."""
        whole = list(lines)
        for row, line in zip(self.rows, written, strict=True):
            whole[row] = whole[row][: self.indent] + line
        return tuple(whole)


def pieces_in(lines: Lines, path: str) -> Iterator[Piece]:
    """Yield the YAML of a file, as far as it can be told from the rest."""
    if PurePosixPath(path).suffix == ".yaml":
        yield Piece(tuple(range(len(lines))))
        return
    dashes = [row for row, line in enumerate(lines) if line.rstrip() == DASHES]
    if len(dashes) < 2 or dashes[0]:
        return
    yield Piece(tuple(range(1, dashes[1])))
    body = number_lines("\n".join(lines[dashes[1] + 1 :]), first_line=dashes[1] + 2)
    yield from (_options(box) for box in scan(body, path).boxes if box.options)


def mistakes_in(lines: Lines, path: str) -> tuple[Finding, ...]:
    """Return the errors that can be told from a file alone."""
    source, file = "\n".join(lines), PurePosixPath(path)
    if file.suffix != ".yaml":
        found = read_lesson(source, path, _ALONE).findings
    elif file.parts[0] == "quizzes":
        found = read_quiz(source, path, file.stem).findings
    else:
        found = _BESIDE.get(file.name, _course)(source, path)
    return tuple(errors(found))


def _course(source: str, path: str) -> tuple[Finding, ...]:
    return read_course(source, path).findings


_BESIDE = {
    "roles.yaml": lambda source, path: read_roles(source, path).findings,
    "glossary.yaml": lambda source, path: read_glossary(source, path).findings,
    "words.yaml": lambda source, path: read_words(source, path).findings,
    "boards.yaml": lambda source, path: read_boards(source, path).findings,
}


def _options(box: Box) -> Piece:
    indent = min(len(line.text) - len(line.text.lstrip(" ")) for line in box.options)
    return Piece(tuple(line.number - 1 for line in box.options), indent)
