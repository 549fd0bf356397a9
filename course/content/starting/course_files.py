"""The files of a course with something added: read again, so that only what is clean is written."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from course.content.courses.course_yaml import read_course
from course.content.courses.parts import Parts, read_parts
from course.content.courses.whole import read_course_files
from course.content.filenames import ID, MAX_ID, as_id
from course.content.findings import Finding, Place, errors
from course.content.shapes.course import CourseShape
from course.content.spelling import nearest
from course.content.starting.inserting import Entry, Loc, line_end, with_entry
from course.content.yaml.loader import load
from course.content.yaml.nodes import locate


class CannotAddError(Exception):
    """Raised where nothing can be added; the message says what to do, ``findings`` what to mend."""

    def __init__(self, message: str, findings: Iterable[Finding] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


@dataclass(frozen=True)
class CourseFiles:
    """The files of one course by their path, as they are now. ``today`` is for review dates."""

    course: str
    files: Mapping[str, bytes]
    today: date

    @property
    def course_yaml(self) -> str:
        """The path of course.yaml."""
        return f"lessons/{self.course}/course.yaml"

    def lesson(self, name: str) -> str:
        """Return the path of a lesson."""
        return f"lessons/{self.course}/{name}.md"

    def quiz(self, name: str) -> str:
        """Return the path of an exam, a practice set or a bank."""
        return f"quizzes/{self.course}/{name}.yaml"

    @cached_property
    def parts(self) -> Parts:
        """Every file, read."""
        return read_parts(self.course, self.files, today=self.today)

    @cached_property
    def shape(self) -> CourseShape:
        """What course.yaml says. Raises CannotAddError where it cannot be read."""
        read = read_course(self.text(self.course_yaml), self.course_yaml)
        if read.shape is None or any(map(read.unsure.touches, ("topics", "modules"))):
            raise CannotAddError(f"there is no course in {self.course_yaml}")
        return read.shape

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that is wrong with the files."""
        return read_course_files(self.course, self.files, today=self.today).findings

    def hold_without_errors(self, path: str) -> None:
        """Raise CannotAddError where a file has an error: its lines may not be what they seem."""
        if any(each.place.path == path for each in errors(self.parts.findings)):
            told = [each for each in errors(self.findings) if each.place.path == path]
            raise CannotAddError(f"mend {path} first, then do this again", told)

    def text(self, path: str) -> str:
        """Return a file as it stands, with its own line ends."""
        return self.files[path].decode()

    def having(self, path: str, text: str) -> "CourseFiles":
        """Return the files with one of them new, or written anew."""
        return CourseFiles(self.course, {**self.files, path: text.encode()}, self.today)

    def having_new(self, path: str, text: str) -> "CourseFiles":
        """Return the files with a new one, whose lines end as those of course.yaml."""
        end = line_end(self.text(self.course_yaml))
        return self.having(path, text.replace("\n", end))

    def having_more(self, path: str, text: str) -> "CourseFiles":
        """Return the files with more lines at the end of one, which end as its own."""
        before = self.text(path)
        end = line_end(before)
        gap = "" if before.endswith(("\n", "\r")) else end
        return self.having(path, before + gap + text.replace("\n", end))

    def having_entry(
        self, path: str, loc: Loc, entry: Entry, *, at: int | None = None
    ) -> "CourseFiles":
        """Return the files with one more entry in a list of a file.

        Raises CannotAddError where the file is written in a way that leaves no place for it.
        """
        text = with_entry(self.text(path), loc, entry, at=at)
        if text is None:
            lines = entry.lines.replace("\n", "\n  ")
            raise CannotAddError(
                f"no place was found in {path}:{self.place(path, loc).line}. Write each entry of "
                f"this list on a line of its own, or add these lines yourself:\n- {lines}"
            )
        return self.having(path, text)

    def place(self, path: str, loc: Loc) -> Place:
        """Return where in a YAML file something stands."""
        node = load(self.text(path).removeprefix("\ufeff"), path).node
        return locate(node, loc) if node else Place(path)


@dataclass(frozen=True, slots=True)
class Added:
    """What is to be written: new texts by path, and the places of what was added, in words.

    ``box`` is what shows a practice question in a lesson, "" for anything else.
    """

    texts: Mapping[str, bytes]
    places: tuple[tuple[Place, str], ...]
    box: str = ""


def added(before: CourseFiles, after: CourseFiles, *places: tuple[Place, str]) -> Added:
    """Return what differs. Raises CannotAddError where the files then have more findings."""
    if after.findings:
        known = Counter(_mistake(each) for each in before.findings)
        if more := list(_more(after.findings, known)):
            raise CannotAddError("nothing was written: the course would not be clean", more)
    changed = {
        path: content for path, content in after.files.items() if before.files.get(path) != content
    }
    return Added(changed, places)


def _more(findings: Iterable[Finding], known: Counter[tuple[str, str]]) -> Iterator[Finding]:
    left = known.copy()
    for each in findings:
        if left[_mistake(each)]:
            left[_mistake(each)] -= 1
        else:
            yield each


def _mistake(each: Finding) -> tuple[str, str]:
    return each.code, each.place.path


def hold_id(name: str, what: str) -> None:
    """Raise CannotAddError where a name cannot be an id, with the nearest one that can."""
    if not ID.fullmatch(name):
        near = as_id(name)
        meant = f' Did you mean "{near}"?' if near else ""
        raise CannotAddError(
            f'the {what} cannot be called "{name}": ids have small letters a-z, digits and '
            f"hyphens, at most {MAX_ID}, and no hyphen first.{meant}"
        )


def hold_line(text: str) -> str:
    """Return a text without space around it. Raises CannotAddError where it is no line of text."""
    line = text.strip()
    if not line or not line.isprintable():
        raise CannotAddError("a title is one line of text, and not empty")
    return line


def free_name(start: str, taken: Collection[str], *, first: int = 2) -> str:
    """Return ``start``, or where it is taken the first free of start-2, start-3 and so on.

    With ``first`` 1 the name always has a number, from 1 on.
    """
    if first > 1 and start not in taken:
        return start
    short = start[: MAX_ID - 6].rstrip("-")
    names = (f"{short}-{number}" for number in range(first, first + len(taken) + 1))
    return next(name for name in names if name not in taken)


def one_of(word: str, known: Iterable[str], what: str) -> CannotAddError:
    """Return the error for a name that is not there, with what is."""
    names = list(known)
    near = nearest(word, names)
    there = f"There are: {', '.join(names)}" if names else "There is none yet"
    meant = f'Did you mean "{near}"?' if near else there
    return CannotAddError(f'there is no {what} "{word}". {meant}')
